using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Gardu.Agents.Addresses;
using Gardu.Gate.Limits;
using Gardu.Terms.Compiled;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;
using Microsoft.Extensions.Time.Testing;

namespace Gardu.Tests.Commands;

/// <summary>The real program in a process of its own, as scripts run it.</summary>
public sealed class ReplayCommandTests : IDisposable
{
    const string Terms = "sites: [{host: news.example, origin: \"http://127.0.0.1:8080\", terms: [{path: /, ai-train: 0.002 USD, search: refuse}]}, {host: forum.example, origin: \"http://127.0.0.1:8080\", terms: [{path: /, ai-train: refuse}]}]";

    readonly string folder = Directory.CreateTempSubdirectory("gardu-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    (int Code, string Output, string Error) Run(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var word in (string[])[Path.Combine(AppContext.BaseDirectory, "gardu.dll"), "replay", .. args])
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!; // throws where it cannot start
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    string Write(string name, string content)
    {
        File.WriteAllText(Path.Combine(folder, name), content);
        return name;
    }

    static string Line(string userAgent, DateTimeOffset? time = null) =>
        $"192.0.2.7 - - [{(time ?? DateTimeOffset.UnixEpoch).ToString("dd/MMM/yyyy:HH:mm:ss", CultureInfo.InvariantCulture)} +0000] \"GET /a HTTP/1.1\" 200 100 \"-\" \"{userAgent}\"\n";

    const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    static JsonElement Replay((int Code, string Output, string Error) ended)
    {
        Assert.True(ended.Code == ExitCode.Done, ended.Error);
        return JsonDocument.Parse(ended.Output).RootElement.GetProperty("replay");
    }

    [Fact]
    public void It_tells_who_would_be_refused_and_charged_and_that_people_are_not_touched()
    {
        Write("access.log", Line("GPTBot/1.2") + Line("Googlebot/2.1") + Line(Firefox));
        var (code, output, _) = Run("access.log", "--terms", Write("gardu.yaml", Terms));
        Assert.Equal(ExitCode.Done, code);
        var said = output.ReplaceLineEndings(" ");
        Assert.Contains("People touched: 0 of 1 request.", said, StringComparison.Ordinal);
        Assert.Contains("Search agents touched: Googlebot (1 refused).", said, StringComparison.Ordinal);
        Assert.Contains("At these prices USD 0.002 for 1 answered request.", said, StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void The_site_of_a_log_without_hosts_can_be_named()
    {
        Write("access.log", Line("GPTBot/1.2"));
        Write("gardu.yaml", Terms);
        Assert.Equal(1, Replay(Run("access.log", "--terms", "gardu.yaml", "--json")).GetProperty("machines").GetProperty("charge").GetInt32());
        Assert.Equal(1, Replay(Run("access.log", "--terms", "gardu.yaml", "--json", "--site", "forum.example")).GetProperty("machines").GetProperty("refuse").GetInt32());
    }

    [Fact]
    public void The_page_is_written_where_it_was_asked_for()
    {
        Write("access.log", Line("GPTBot/1.2"));
        Assert.Equal(ExitCode.Done, Run("access.log", "--terms", Write("gardu.yaml", Terms), "--html", "replay.html").Code);
        Assert.Contains("What would these terms have done?", File.ReadAllText(Path.Combine(folder, "replay.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no site has the host \"x.example\"; there are news.example, forum.example", "access.log", "--terms", "gardu.yaml", "--site", "x.example")]
    [InlineData("gardu replay: cannot read missing.log", "missing.log", "--terms", "gardu.yaml")]
    [InlineData("missing.yaml", "access.log", "--terms", "missing.yaml")]
    [InlineData("'--terms' is required", "access.log")]
    public void Wrong_usage_ends_with_2(string said, params string[] args)
    {
        Write("access.log", Line("GPTBot/1.2"));
        Write("gardu.yaml", Terms);
        var (code, _, error) = Run(args);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    /// <summary>The gate counts as requests come, a replay once all of them are known: both slow down as many.</summary>
    [Theory]
    [InlineData("limit 3/min", 400, 40)]
    [InlineData("limit 200/h", 1_000, 40)]
    [InlineData("limit 300/h", 2_000, 20)]
    [InlineData("limit 1000/day", 4_000, 90)]
    public void It_slows_down_exactly_whom_the_gate_would(string limit, int requests, int gapSeconds)
    {
        var random = new Random(11);
        var start = new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
        var clock = new FakeTimeProvider(start);
        var limits = new RateLimits(clock);
        Assert.True(TermsValue.TryParse(limit, out var value, out _));
        Assert.True(Address.TryParse("192.0.2.7", out var address));
        var stopped = 0;
        var log = new List<string>();
        for (var i = 0; i < requests; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(random.Next(4) == 0 ? random.Next(gapSeconds) : random.Next(3)));
            log.Add(Line("curl/8.5.0", clock.GetUtcNow()));
            limits.Take("*", new Clause("unknown-machines", value!, Mode.Observe), AgentIdentity.UnknownMachine("curl"), address, out var wait);
            stopped += wait == TimeSpan.Zero ? 0 : 1;
        }
        Write("access.log", string.Concat(log.Chunk(7).SelectMany(lines => lines.Reverse())));
        var terms = Write("gardu.yaml", $"sites: [{{host: '*', origin: 'http://127.0.0.1:8080', unknown-machines: {limit}}}]");
        Assert.InRange(stopped, 1, requests - 1);
        Assert.Equal(stopped, Replay(Run("access.log", "--terms", terms, "--json")).GetProperty("machines").GetProperty("limit").GetInt32());
    }
}
