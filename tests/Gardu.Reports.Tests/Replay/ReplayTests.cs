using System.Text.Json.Nodes;
using Gardu.Reports.Rendering;
using Gardu.Reports.Replay;
using Gardu.Reports.Traffic;
using static Gardu.Reports.Tests.Traffic.TestReports;

namespace Gardu.Reports.Tests.Replay;

public sealed class ReplayTests
{
    static ReportSettings With(params (string Path, string Subject, string Value)[] lines) => Settings with { Replays = true, Sites = [new SiteUnderTerms(["*"], TermsOf(lines))] };

    static ReplayFigures Replay(string log, ReportSettings settings) => Read(log, settings).Replay!;

    static string At(int second) => $"17/May/2026:10:{second / 60:00}:{second % 60:00} +0000";

    [Fact]
    public void People_are_asked_about_and_never_touched_whatever_the_terms()
    {
        var replay = Replay(Line(Firefox, "/a") + Line(Firefox, "/b#c") + Line(path: "/a"), With(("/", "all", "refuse"), ("", "", "refuse")));
        Assert.Equal((2, 0), (replay.People, replay.PeopleTouched));
        Assert.Equal(new OutcomeFigures(0, 0, 0, 1), replay.Machines);
    }

    [Fact]
    public void Limits_go_by_the_logs_own_times_in_whatever_order_its_lines_are()
    {
        int[] seconds = [0, 59, 10, 61, 30, 60, 70]; // two of any minute pass: 0, 10, then 60 and 70, since each frees one
        var log = string.Concat(seconds.Select(second => Line("curl/8.5.0", time: At(second))));
        Assert.Equal(new OutcomeFigures(4, 3, 0, 0), Replay(log, With(("/", "all", "limit 2/min"))).Machines);
    }

    [Fact]
    public void A_limit_is_of_a_network_and_of_a_rule()
    {
        var log = string.Concat(((string[])["192.0.2.7", "192.0.3.8", "192.0.3.9", "2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"]).Select(address => Line("curl/8.5.0", address: address) + Line("curl/8.5.0", "/a/", address: address)));
        Assert.Equal(new OutcomeFigures(8, 4, 0, 0), Replay(log, With(("/", "all", "limit 1/min"), ("/a/", "all", "limit 1/min"))).Machines);
    }

    [Fact]
    public void What_is_over_the_limit_is_not_charged()
    {
        var summary = Read(Line(time: At(0)) + Line(time: At(1)) + Line(time: At(2), status: 404) + Line(time: At(59)) + Line(time: At(60), method: "HEAD"), With(("/", "ai-train", "0.002 USD, limit 3/min")));
        Assert.Equal(new OutcomeFigures(0, 1, 4, 0), summary.Replay!.Machines);
        Assert.Equal("USD 0.004", Assert.Single(summary.Replay.Earned).Amount.ToString());
        Assert.Equal(4_000, summary.Worth.TotalMicros);
        Assert.Equal(summary.Replay.Earned, Assert.Single(summary.Replay.ByRule).Earned);
    }

    [Fact]
    public void What_cannot_be_read_is_refused_as_the_gate_does_it()
    {
        var replay = Replay(Line(path: "/a#b") + "192.0.2.7 - - [17/May/2026:10:05:03 +0000] \"\\x16\\x03\" 400 5 \"-\" \"curl/8.5.0\"\n", With(("/", "all", "allow")));
        Assert.Equal(new OutcomeFigures(0, 0, 0, 2), replay.Machines);
        Assert.All(replay.ByRule, rule => Assert.Equal("malformed-request", rule.Rule));
    }

    [Fact]
    public void Search_agents_that_are_touched_are_named()
    {
        var replay = Replay(Line("Googlebot/2.1", "/a") + Line("bingbot/2.0", "/b") + Line("Feedly/1.0", "/a"), With(("/a", "all", "refuse")));
        Assert.Equal(["Googlebot"], replay.SearchTouched.Select(machine => machine.Agent));
        Assert.Equal("Search agents touched: Googlebot (1 refused). They bring visitors.", ReplaySentences.Search(replay));
    }

    [Fact]
    public void Each_currency_stands_by_itself_and_hosts_pick_the_site()
    {
        var (euro, dollar) = (new SiteUnderTerms(["a.example"], TermsOf(("/", "ai-train", "0.01 EUR"))), new SiteUnderTerms(["b.example"], TermsOf(("/", "ai-train", "0.02 USD"))));
        var settings = Settings with { Replays = true, Sites = [euro, dollar] };
        static string On(string host) => $"{host} {Line()}";
        var replay = Replay(On("a.example") + On("b.example") + On("b.example") + On("c.example"), settings);
        Assert.Equal(["1 EUR 0.01", "2 USD 0.04"], replay.Earned.Select(sum => $"{sum.Requests} {sum.Amount}"));
        Assert.Equal(["b.example / ai-train", "a.example / ai-train"], replay.ByRule.Select(rule => $"{rule.Site} {rule.Rule}"));
        Assert.Equal("EUR 0.01", Assert.Single(Replay(Line(), settings).Earned).Amount.ToString());
        Assert.Equal("USD 0.02", Assert.Single(Replay(Line(), settings with { SiteWithoutHost = dollar }).Earned).Amount.ToString());
    }

    /// <summary>More unknown machines than keep a row of their own, all of them limited.</summary>
    [Fact]
    public void Whoever_has_no_row_counts_among_the_others()
    {
        var log = string.Concat(Enumerable.Range(0, 1_000).Select(place => Line($"bot{place}x/1.0", address: "192.0.2.7", time: At(place / 100)))) + Line("curl/8.5.0") + Line("curl/8.5.0");
        var replay = Replay(log, With(("", "", "limit 10/min")));
        Assert.Equal((10 + 2, 990), (replay.Machines.Allowed, replay.Machines.Limited));
        Assert.Equal(replay.Machines.All, replay.ByMachine.Sum(machine => machine.Requests.All));
        Assert.Contains(replay.ByMachine, machine => machine.Agent == "(other)");
    }

    [Fact]
    public void A_report_without_replay_has_no_such_key()
    {
        using var json = new MemoryStream();
        JsonReport.Write(Read(Line(), With(("/", "all", "refuse")) with { Replays = false }), json);
        Assert.False(JsonNode.Parse(json.ToArray())!.AsObject().ContainsKey("replay"));
    }

    [Fact]
    public void The_page_begins_with_what_would_have_been_done()
    {
        var page = HtmlReport.Render(Read(Line() + Line("<b>bad</b>/1.0"), With(("/", "ai-train", "0.002 USD"), ("/", "all", "limit 1/min"))));
        Assert.Contains("What would these terms have done?", page, StringComparison.Ordinal);
        Assert.Contains("At these prices USD 0.002 for 1 answered request.", page, StringComparison.Ordinal);
        Assert.Contains("People touched: 0 of 0 requests.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>bad", page, StringComparison.Ordinal);
    }
}
