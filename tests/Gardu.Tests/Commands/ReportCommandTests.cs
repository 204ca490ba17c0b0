using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;

namespace Gardu.Tests.Commands;

/// <summary>The real program in a process of its own, since what goes to which stream and how it ends is what scripts rely on.</summary>
public sealed class ReportCommandTests : IDisposable
{
    const string GptBot = "192.0.2.7 - - [17/May/2026:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 100 \"-\" \"GPTBot/1.2\"\n";
    const string Person = "198.51.100.2 - - [17/May/2026:10:05:04 +0000] \"GET /b HTTP/1.1\" 200 300 \"https://chatgpt.com/\" \"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\"\n";

    readonly string folder = Directory.CreateTempSubdirectory("gardu-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    sealed record Ended(int Code, string Output, string Error);

    Ended Run(string? input, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var word in (string[])[Path.Combine(AppContext.BaseDirectory, "gardu.dll"), "report", .. args])
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!; // throws where it cannot start
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Ended(process.ExitCode, output, error.Result);
    }

    string Write(string name, string content)
    {
        File.WriteAllText(Path.Combine(folder, name), content);
        return name;
    }

    static JsonElement Json(Ended ended)
    {
        Assert.Equal(ExitCode.Done, ended.Code);
        return JsonDocument.Parse(ended.Output).RootElement;
    }

    [Fact]
    public void Standard_output_is_JSON_alone_and_talk_goes_to_standard_error()
    {
        var ended = Run(null, Write("access.log", GptBot + Person + "junk \u001b[31m\n"), "--json");
        var source = Json(ended).GetProperty("source");
        Assert.Equal((3, 2, 1), (source.GetProperty("lines").GetInt32(), source.GetProperty("parsed").GetInt32(), source.GetProperty("rejected").GetInt32()));
        Assert.Contains("not understood: junk \\x1B[31m", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_is_read_when_nothing_or_a_dash_is_named()
    {
        Assert.Equal(2, Json(Run(GptBot + Person, "--json")).GetProperty("source").GetProperty("parsed").GetInt32());
        var both = Json(Run(GptBot, Write("access.log", Person), "-", "--json")).GetProperty("source");
        Assert.Equal((2, 2), (both.GetProperty("files").GetInt32(), both.GetProperty("parsed").GetInt32()));
    }

    [Fact]
    public void Compressed_and_plain_parts_of_a_rotated_log_come_in_any_order()
    {
        using (var gzip = new GZipStream(File.Create(Path.Combine(folder, "access.log.1.gz")), CompressionLevel.Fastest))
            gzip.Write(System.Text.Encoding.ASCII.GetBytes(GptBot));
        Write("access.log", Person);
        var one = Run(null, "access.log", "access.log.1.gz", "--json");
        Assert.Equal(2, Json(one).GetProperty("source").GetProperty("files").GetInt32());
        Assert.Equal(one.Output, Run(null, "access.log.1.gz", "access.log", "--json").Output);
    }

    [Theory]
    [InlineData("cannot read missing.log: there is no such file", "access.log", "missing.log")]
    [InlineData("cannot read .: it is a folder", "access.log", ".")]
    [InlineData("no log format \"clf\"", "access.log", "--format", "clf")]
    [InlineData("cannot read missing.txt", "access.log", "--robots", "missing.txt")]
    [InlineData("there is no folder missing", "access.log", "--feeds", "missing")]
    [InlineData("missing.yaml", "access.log", "--terms", "missing.yaml")]
    [InlineData("bad.yaml:2:", "access.log", "--terms", "bad.yaml")]
    public void Wrong_usage_ends_with_2_and_prints_no_answer(string said, params string[] args)
    {
        Write("access.log", GptBot);
        Write("bad.yaml", "sites:\n  - hosts: x\n");
        var ended = Run(null, args);
        Assert.Equal((ExitCode.Usage, ""), (ended.Code, ended.Output));
        Assert.Contains(said, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_log_is_no_error() => Assert.Contains("No requests were found", Run("").Output, StringComparison.Ordinal);

    [Fact]
    public void The_terminal_report_answers_six_questions_in_80_plain_columns()
    {
        Write("gardu.yaml", "sites:\n  - host: \"*\"\n    origin: http://127.0.0.1:8080\n    terms:\n      - path: /\n        ai-train: 0.002 USD\n");
        Write("robots.txt", "User-agent: *\nDisallow: /a\n");
        Write("access.log", string.Concat(Enumerable.Repeat(GptBot, 1500)) + Person + "192.0.2.9 - - [17/May/2026:10:05:03 +0000] \"GET /\\x1b]0;x\\x07 HTTP/1.1\" 403 1 \"-\" \"\\x1b[31mevil\\xe2\\x80\\xae/1\"\n");
        var ended = Run(null, "access.log", "--terms", "gardu.yaml", "--robots", "robots.txt");
        Assert.Equal((ExitCode.Done, ""), (ended.Code, ended.Error));
        var lines = ended.Output.Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal(["1.", "2.", "3.", "4.", "5.", "6."], lines.Where(line => line.Length > 2 && char.IsAsciiDigit(line[0]) && line[1] == '.').Select(line => line[..2]));
        Assert.Contains("99.9% of all requests", ended.Output, StringComparison.Ordinal);
        Assert.Contains("USD 3.00", ended.Output, StringComparison.Ordinal);
        Assert.Contains("1,500 asked for what robots.txt disallows", ended.Output, StringComparison.Ordinal);
        Assert.Contains("gardu up --origin", ended.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', ended.Output);
        Assert.DoesNotContain('\u202e', ended.Output);
    }

    [Fact]
    public void The_page_is_written_where_it_was_asked_for()
    {
        var ended = Run(null, Write("access.log", GptBot), "--html", "report.html", "--json");
        Assert.Equal(1, Json(ended).GetProperty("traffic").GetProperty("requests").GetInt32());
        Assert.StartsWith("<!doctype html>", File.ReadAllText(Path.Combine(folder, "report.html")), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Unavailable, Run(null, "access.log", "--html", "missing/report.html").Code);
    }

    [Fact]
    public void A_gzip_that_breaks_off_is_told_of()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => GptBot.Replace("/a", $"/{i * 7919}", StringComparison.Ordinal)))));
        File.WriteAllBytes(Path.Combine(folder, "access.log.gz"), packed.ToArray()[..(int)(packed.Length / 2)]);
        var ended = Run(null, "access.log.gz", "--json");
        Assert.InRange(Json(ended).GetProperty("source").GetProperty("parsed").GetInt32(), 1, 4999);
        Assert.Contains("access.log.gz: cannot be read to its end", ended.Error, StringComparison.Ordinal);
    }
}
