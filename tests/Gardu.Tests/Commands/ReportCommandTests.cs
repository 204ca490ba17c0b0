using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gardu.Agents.Catalogue;
using Gardu.Gate.Recording;
using Gardu.Store;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

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
    public void A_log_with_liars_in_it_tells_claims_from_lies_and_says_why()
    {
        Directory.CreateDirectory(Path.Combine(folder, "feeds"));
        Write("feeds/gptbot.json", """{"creationTime":"2026-05-01T00:00:00Z","prefixes":[{"ipv4Prefix":"203.0.113.0/24"}]}""");
        Write("access.log", string.Concat(
            From("203.0.113.7", "GPTBot/1.2"), From("198.51.100.1", "GPTBot/1.2"), From("198.51.100.2", "GPTBot/1.2"), From("10.0.0.1", "GPTBot/1.2"),
            From("198.51.100.3", "CCBot/2.0"), From("198.51.100.3", "msnbot/2.0b"), From("198.51.100.4", "Bytespider"), From("198.51.100.5", "Google-Extended")));
        var ended = Run(null, "access.log", "--feeds", "feeds", "--html", "report.html");
        Assert.All(ended.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        string[] rows = [.. ended.Output.Split('\n').Select(line => Regex.Replace(line.Trim(), " +", " "))];
        Assert.Contains("agent company address claimed spoofed", rows);
        Assert.Contains("GPTBot OpenAI 1 1 2", rows);
        var said = Regex.Replace(ended.Output, @"\s+", " ");
        Assert.Contains("2 spoofed GPTBot: Not from an address of the operator (address-not-listed)", said, StringComparison.Ordinal);
        Assert.Contains("1 spoofed Google-Extended: A name that never fetches (control-token)", said, StringComparison.Ordinal);
        Assert.Contains("2 claimed CCBot, msnbot: Nothing at hand to check it by (proof-not-at-hand)", said, StringComparison.Ordinal);
        Assert.Contains("1 claimed Bytespider: Only the user agent says so (no-proof-published)", said, StringComparison.Ordinal);
        Assert.Contains("1 claimed GPTBot: From a local address (local-address)", said, StringComparison.Ordinal);
        Assert.Contains("proof-not-at-hand: Fetch the published lists with \"gardu agents update\" and give --feeds gardu-data/feeds", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody came from an address of their company", said, StringComparison.Ordinal);
        Assert.Contains("<dt id=\"reason-address-not-listed\">", File.ReadAllText(Path.Combine(folder, "report.html")), StringComparison.Ordinal);

        var gptBot = Json(Run(null, "access.log", "--feeds", "feeds", "--json")).GetProperty("agents").EnumerateArray().Single(row => row.GetProperty("agent").GetString() == "GPTBot");
        Assert.Equal("""{"signed":0,"credential":0,"address":1,"dns":0,"claimed":1,"spoofed":2}""", Compact(gptBot.GetProperty("proof")));
        Assert.Equal("""{"code":"address-not-listed","proof":"spoofed","requests":2,"reason":"Not from an address of the operator"}""", Compact(gptBot.GetProperty("grounds")[0]));

        static string From(string address, string userAgent) => $"{address} - - [17/May/2026:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 100 \"-\" \"{userAgent}\"\n";
    }

    [Fact]
    public void Where_everybody_seems_to_lie_a_proxy_is_suspected()
    {
        Directory.CreateDirectory(Path.Combine(folder, "feeds"));
        Write("feeds/gptbot.json", """{"creationTime":"2026-05-01T00:00:00Z","prefixes":[{"ipv4Prefix":"203.0.113.0/24"}]}""");
        var said = Regex.Replace(Run(null, Write("access.log", GptBot), "--feeds", "feeds").Output, @"\s+", " ");
        Assert.Contains("Nobody came from an address of their company", said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_record_of_a_gate_shows_all_six_proofs()
    {
        var catalogue = AgentCatalogue.BuiltIn;
        var (gptBot, googlebot) = (catalogue.Find("GPTBot")!, catalogue.Find("Googlebot")!);
        using (var store = Database.Of(folder, null).OpenStore())
            store.Commit(
                [
                    Record(gptBot.Identity(Proof.Signed, ProofReasons.SignatureVerified)), Record(gptBot.Identity(Proof.Address, ProofReasons.AddressListed)),
                    Record(new AgentIdentity(RequesterKind.Agent, "lic_1", "Acme AI", Purpose.AiInput, Proof.Credential, ProofReasons.KeyAccepted)),
                    Record(googlebot.Identity(Proof.Dns, ProofReasons.NameConfirmed)), Record(googlebot.Identity(Proof.Spoofed, ProofReasons.NameNotConfirmed)),
                    Record(gptBot.Unproven with { Grounds = ProofReasons.SignatureInvalid, Detail = "is expired" }),
                ],
                []);
        var ended = Run(null, "--data", folder);
        Assert.Equal((ExitCode.Done, ""), (ended.Code, ended.Error));
        Assert.All(ended.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        string[] rows = [.. ended.Output.Split('\n').Select(line => Regex.Replace(line.Trim(), " +", " "))];
        Assert.Contains("agent company signed credential address dns claimed spoofed", rows);
        Assert.Contains("GPTBot OpenAI 1 0 1 0 1 0", rows);
        Assert.Contains("lic_1 Acme AI 0 1 0 0 0 0", rows);
        Assert.Contains("Googlebot Google 0 0 0 1 0 1", rows);
        Assert.Contains("1 claimed GPTBot: The signature does not hold (signature-invalid)", Regex.Replace(ended.Output, @"\s+", " "), StringComparison.Ordinal);
        Assert.DoesNotContain("--feeds", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("gardu up", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("trusted-proxies", ended.Output, StringComparison.Ordinal);
        var licensee = Json(Run(null, "--data", folder, "--json")).GetProperty("agents").EnumerateArray().Single(row => row.GetProperty("agent").GetString() == "lic_1");
        Assert.Equal("""[{"code":"key-accepted","proof":"credential","requests":1,"reason":"A key of this site"}]""", Compact(licensee.GetProperty("grounds")));
    }

    static UsageRecord Record(AgentIdentity identity) => new()
    {
        Id = RequestId.New(DateTimeOffset.UnixEpoch.AddYears(56)),
        Time = DateTimeOffset.UnixEpoch.AddYears(56),
        Site = "news.example",
        Method = "GET",
        Path = "/a",
        Identity = identity,
        Address = "192.0.2.0/24",
        Decision = Verdict.Allow,
        Rule = null,
        Reason = "no-rule",
        Mode = Mode.Observe,
        TermsVersion = "abc",
        Status = 200,
        Bytes = 12,
        Duration = TimeSpan.FromMilliseconds(1),
    };

    static string Compact(JsonElement element) => System.Text.Json.Nodes.JsonNode.Parse(element.GetRawText())!.ToJsonString();

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

    [Theory]
    [InlineData("a.log", "a.log")]
    [InlineData("a.log", "./b/../a.log")]
    [InlineData("link.log", "a.log")]
    public void A_page_never_takes_the_place_of_what_is_read(string log, string page)
    {
        Write("a.log", GptBot);
        File.CreateSymbolicLink(Path.Combine(folder, "link.log"), Path.Combine(folder, "a.log"));
        var ended = Run(null, log, "--html", page);
        Assert.Equal((2, $"gardu report: --html would overwrite {log}, which is to be read; name another file\n"), (ended.Code, ended.Error));
        Assert.Equal(GptBot, File.ReadAllText(Path.Combine(folder, "a.log")));
    }
}
