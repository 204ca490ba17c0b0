using System.Text.Json;
using Gardu.Testing.Live;

namespace Gardu.Verify.Tests;

/// <summary>What the program is asked, and how it answers.</summary>
public sealed class ProgramTests : IDisposable
{
    readonly Scratch scratch = new();
    readonly TestLog log = new();

    [Theory]
    [InlineData("no file to verify")]
    [InlineData("there is no option --kyes", "--kyes", "x")]
    [InlineData("--keys wants one file", "--keys")]
    [InlineData("--keys wants one file", "--keys", "a", "--keys", "b", "c")]
    public async Task What_it_cannot_be_asked(string what, params string[] arguments)
    {
        var said = await Verifiers.RunProgram(scratch, arguments);
        Assert.Equal((2, ""), (said.Code, said.Output));
        Assert.Contains(what, said.Errors, StringComparison.Ordinal);
        Assert.Contains("usage: gardu-verify", said.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_who_it_is_and_what_it_does()
    {
        Assert.Matches(@"^gardu-verify \d+\.\d+\.\d+$", (await Verifiers.RunProgram(scratch, "--version")).Output);
        var help = await Verifiers.RunProgram(scratch, "--help");
        Assert.Equal((0, ""), (help.Code, help.Errors));
        Assert.Contains("--keys FILE", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_alone_are_nothing_to_verify()
    {
        scratch.Write("keys.txt", log.Keys);
        var said = await Verifiers.RunProgram(scratch, "keys.txt");
        Assert.Equal(2, said.Code);
        Assert.Contains("these are keys alone", said.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read()
    {
        scratch.Write("keys.txt", log.Keys);
        scratch.Write("r", log.Receipt(3).ToString());
        scratch.Write("photo", "JFIF");
        scratch.Write("empty", "");
        foreach (var name in (string[])["missing", ".", "photo", "empty"])
        {
            var said = await Verifiers.Run(scratch, name, "r", "keys.txt");
            Assert.Equal((3, "unread: 1"), (said.Code, said.Last));
            Assert.Contains($"gardu-verify: {name}: ", said.Errors, StringComparison.Ordinal);
        }
        Assert.Equal(3, (await Verifiers.Run(scratch, "--keys", "photo", "r")).Code);
        Assert.Equal(3, (await Verifiers.Run(scratch, "--keys", "missing", "r")).Code);
    }

    [Fact]
    public async Task Keys_with_a_mistake_are_told_with_their_line()
    {
        scratch.Write("k", $"# keys\nlog {log.Key}\nqorum none\n");
        var said = await Verifiers.Run(scratch, "k");
        Assert.Contains("line 3: \"qorum\" is no line of such a file", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_answers_in_json()
    {
        scratch.Write("r", log.Receipt(3).ToString());
        scratch.Write("keys.txt", log.Keys);
        using var answer = JsonDocument.Parse((await Verifiers.RunProgram(scratch, "--json", "r", "keys.txt", "missing")).Output);
        Assert.Equal("unread", answer.RootElement.GetProperty("verdict").GetString());
        var receipt = answer.RootElement.GetProperty("files")[0];
        Assert.Equal("a receipt", receipt.GetProperty("kind").GetString());
        Assert.Contains(receipt.GetProperty("proven").EnumerateArray(), proven => proven.GetString()!.Contains("entry 3 is in the log", StringComparison.Ordinal));
        Assert.Empty(receipt.GetProperty("doubts").EnumerateArray());
        Assert.Equal(JsonValueKind.String, answer.RootElement.GetProperty("files")[2].GetProperty("unread").ValueKind);
    }

    [Fact]
    public async Task What_strangers_wrote_cannot_move_the_terminal()
    {
        scratch.Write("r\e[31m", "JFIF");
        var said = await Verifiers.RunProgram(scratch, "r\e[31m");
        Assert.DoesNotContain("\e", said.Output + said.Errors, StringComparison.Ordinal);
        Assert.Contains("r\\u001b[31m", said.Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        log.Dispose();
        scratch.Dispose();
    }
}
