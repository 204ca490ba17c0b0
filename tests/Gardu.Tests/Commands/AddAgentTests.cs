using System.CommandLine;
using System.Runtime.Versioning;
using System.Text;
using Gardu.Commands;

namespace Gardu.Tests.Commands;

/// <summary><c>gardu agents add</c>: what it writes, what it refuses, and how it takes the file's place.</summary>
public sealed class AddAgentTests : CommandTest
{
    const string Plain = "# mine\nsites:\n  - host: \"*\"   # all\n    origin: http://127.0.0.1:8080\n";

    string File => Path.Combine(Folder, "gardu.yaml");

    int Add(params string[] args) =>
        AgentsCommand.Create().Parse(["add", .. args, "--config", File]).Invoke(new InvocationConfiguration { Output = Output, Error = Error });

    void Write(string text) => System.IO.File.WriteAllText(File, text);

    string Read() => System.IO.File.ReadAllText(File);

    [Fact]
    public void An_agent_is_added_and_the_next_step_is_told()
    {
        Write(Plain);
        Assert.Equal(ExitCode.Done, Add("AcmeBot", "--operator", "Acme", "--purpose", "ai-train", "--pattern", "AcmeBot", "--pattern", "Acme-Crawler", "--dns", "crawl.acme.example", "--signature", "https://bot.acme.example", "--feed", "acme.json"));
        Assert.Equal(Plain + "\nagents:\n  - token: AcmeBot\n    operator: Acme\n    purpose: ai-train\n    patterns: [AcmeBot, Acme-Crawler]\n    dns: crawl.acme.example\n    signature: https://bot.acme.example\n    feed: acme.json\n", Read());
        Assert.Contains("knows it within about a second", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("next start", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains(Path.Combine(Folder, "gardu-data", "feeds", "acme.json"), Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Add("CCBot", "--purpose", "other"));
        Assert.EndsWith("    feed: acme.json\n  - token: CCBot\n    purpose: other\n", Read(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_and_a_missing_line_end_stay()
    {
        System.IO.File.WriteAllText(File, Plain.Replace("\n", "\r\n", StringComparison.Ordinal).TrimEnd(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        var before = System.IO.File.ReadAllBytes(File);
        Assert.Equal(ExitCode.Done, Add("AcmeBot", "--operator", "Acme", "--purpose", "other"));
        Assert.Equal(before.Concat(Encoding.UTF8.GetBytes("\r\n\r\nagents:\r\n  - token: AcmeBot\r\n    operator: Acme\r\n    purpose: other")), System.IO.File.ReadAllBytes(File));
    }

    [Theory]
    [InlineData("OPERATOR", "AcmeBot", "--operator", "OPERATOR", "--purpose", "other")]
    [InlineData("needs operator and purpose too", "AcmeBot")]
    [InlineData("needs purpose too", "AcmeBot", "--operator", "Acme")]
    [InlineData("needs operator too; did you mean \"GPTBot\"?", "GTPBot", "--purpose", "other")]
    [InlineData("AB is too short to stand for it in user agents", "AB", "--operator", "Acme", "--purpose", "other")]
    [InlineData("GPTBot is known", "GPTBot")]
    [InlineData("has an agent OneBot already", "onebot", "--operator", "x", "--purpose", "other")]
    [InlineData("stands for OneBot already", "AcmeBot", "--operator", "x", "--purpose", "other", "--pattern", "OneBot")]
    [InlineData("people's browsers", "Safari", "--operator", "x", "--purpose", "other")]
    [InlineData("GPTBot too", "AcmeBot", "--operator", "x", "--purpose", "other", "--pattern", "compatible")]
    [InlineData("printable ASCII", "AcmeBot", "--operator", "x\nsites: []", "--purpose", "other")]
    [InlineData("printable ASCII", "Ac\u001bmeBot", "--operator", "x", "--purpose", "other")]
    [InlineData("is not the URL", "AcmeBot", "--operator", "x", "--purpose", "other", "--signature", "bot.example")]
    [InlineData("plain file name", "AcmeBot", "--operator", "x", "--purpose", "other", "--feed", "../x.json")]
    [InlineData("at least two labels", "AcmeBot", "--operator", "x", "--purpose", "other", "--dns", "com")]
    public void A_mistake_is_one_line_and_writes_nothing(string said, params string[] args)
    {
        var text = Plain + "agents:\n- {token: OneBot, operator: One, purpose: other}\n";
        Write(text);
        Assert.Equal(ExitCode.Usage, Add(args));
        Assert.Equal((text, ""), (Read(), Output.ToString()));
        Assert.Contains(said, Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, Error.ToString().Count(letter => letter == '\n'));
    }

    [Fact]
    public void A_purpose_that_is_still_to_be_filled_in_is_refused() =>
        Assert.NotEmpty(AgentsCommand.Create().Parse(["add", "AcmeBot", "--operator", "Acme", "--purpose", "PURPOSE"]).Errors);

    [Theory]
    [InlineData("sites: [{host: \"*\", origin: \"http://127.0.0.1:8080\"}]\nagents: []\n", "{\"token\":\"AcmeBot\",\"operator\":\"A: b\",\"purpose\":\"other\"}\n")]
    [InlineData("sites: [{host: \"*\", origin: \"http://127.0.0.1:8080\"}]\nagents:\n  token: OneBot\n  operator: One\n  purpose: other\n", "  - token: AcmeBot\n    operator: 'A: b'\n    purpose: other\n")]
    public void What_cannot_be_added_to_is_left_and_the_lines_are_printed(string text, string lines)
    {
        Write(text);
        Assert.Equal(ExitCode.Usage, Add("AcmeBot", "--operator", "A: b", "--purpose", "other"));
        Assert.Equal((text, lines), (Read(), Output.ToString()));
        Assert.Contains("nothing was written", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_UTF_8_is_left()
    {
        System.IO.File.WriteAllText(File, Plain, Encoding.Unicode);
        var before = System.IO.File.ReadAllBytes(File);
        Assert.Equal(ExitCode.Usage, Add("AcmeBot", "--operator", "Acme", "--purpose", "other"));
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
        Assert.Contains("token: AcmeBot", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_with_problems_is_told_and_left()
    {
        Write("sites:\n  - host: \"*\"\n");
        Assert.Equal(ExitCode.Usage, Add("AcmeBot", "--operator", "Acme", "--purpose", "other"));
        Assert.Contains("gardu.yaml:2:", Error.ToString(), StringComparison.Ordinal);
        System.IO.File.Delete(File);
        Assert.Equal(ExitCode.Usage, Add("AcmeBot", "--operator", "Acme", "--purpose", "other"));
        Assert.Contains("there is no such file", Error.ToString(), StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void Links_are_followed_and_rights_are_kept()
    {
        var real = Directory.CreateDirectory(Path.Combine(Folder, "real")).FullName;
        var target = Path.Combine(real, "site.yaml");
        System.IO.File.WriteAllText(target, Plain);
        System.IO.File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        System.IO.File.CreateSymbolicLink(Path.Combine(Folder, "link"), "real/site.yaml");
        System.IO.File.CreateSymbolicLink(File, "link");
        Assert.Equal(ExitCode.Done, Add("AcmeBot", "--operator", "Acme", "--purpose", "other"));
        Assert.Equal(("link", "real/site.yaml"), (new FileInfo(File).LinkTarget, new FileInfo(Path.Combine(Folder, "link")).LinkTarget));
        Assert.Contains("token: AcmeBot", System.IO.File.ReadAllText(target), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, System.IO.File.GetUnixFileMode(target));
        Assert.Equal(["site.yaml"], Directory.EnumerateFiles(real).Select(Path.GetFileName));
    }
}
