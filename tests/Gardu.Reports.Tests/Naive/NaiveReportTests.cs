using System.Text.Json.Nodes;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Identification;
using Gardu.Reports.Rendering;
using Gardu.Reports.Tests.Traffic;
using Gardu.Reports.Traffic;

namespace Gardu.Reports.Tests.Naive;

public sealed class NaiveReportTests
{
    const string RobotsTxt = "User-agent: *\nDisallow: /tag/\nDisallow: /caf%C3%A9\n\nUser-agent: GPTBot\nUser-agent: curl\nDisallow: /archive/\nDisallow: /private/\n\nUser-agent: Googlebot\nDisallow:\n";

    static readonly DateTimeOffset Fresh = new(2026, 9, 20, 0, 0, 0, TimeSpan.Zero);

    internal static NaiveReport Naive => new()
    {
        Feeds = new()
        {
            ["gptbot.json"] = (Fresh, ["203.0.113.0/25", "2001:db8:1::/48"]),
            ["googlebot.json"] = (Fresh, ["198.51.100.0/27"]),
            ["bingbot.json"] = (new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), ["198.51.100.96/28"]),
            ["ccbot.json"] = (Fresh, ["203.0.113.192/26"]),
        },
        Trusted = ["192.0.2.0/29"],
        Disallowed = new() { ["*"] = ["/tag/", "/caf%C3%A9"], ["GPTBot"] = ["/archive/", "/private/"], ["curl"] = ["/archive/", "/private/"], ["Googlebot"] = [] },
        Terms =
        [
            ("/archive/", new() { ["CCBot"] = 0, ["ai-train"] = 50_000 }),
            ("/", new() { ["ai-train"] = 10_000, ["ai-input"] = 2_000 }),
        ],
        UnknownPrice = 100,
    };

    internal static readonly ReportSettings Settings = new()
    {
        Identifier = new Identifier(
            AgentCatalogue.BuiltIn,
            [.. Naive.Feeds.Select(feed => TestReports.Feed(feed.Key, feed.Value.Dated, feed.Value.Ranges))],
            [.. Naive.Trusted.Select(TestReports.Range)]),
        Referrals = new ReferralHosts(AgentCatalogue.BuiltIn),
        Robots = TestReports.Robots(RobotsTxt),
        Sites =
        [
            new SiteUnderTerms(["*"], TestReports.TermsOf(
                ("/", "ai-train", "0.01 USD"), ("/", "ai-input", "0.002 USD"), ("/", "search", "allow"),
                ("/archive/", "ai-train", "0.05 USD"), ("/archive/", "agent:CCBot", "refuse"),
                ("", "", "0.0001 USD"))),
        ],
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_naive_program_finds_the_same_to_the_unit(int seed)
    {
        var log = GeneratedTraffic.Make(seed, 8_000);
        var expected = Naive.Compute(log);
        using var json = new MemoryStream();
        JsonReport.Write(TestReports.Read(log, Settings), json);
        var actual = JsonNode.Parse(json.ToArray())!;
        foreach (var (key, value) in expected.AsObject())
            Assert.Equal(value!.ToJsonString(), actual[key]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(expected, actual));
    }

    [Fact]
    public void The_generated_log_has_everything_that_is_told_apart()
    {
        var summary = TestReports.Read(GeneratedTraffic.Make(1, 8_000), Settings);
        Assert.InRange(summary.Source.Rejected, 40, 160);
        Assert.True(summary.Row("GPTBot") is { Spoofed: > 0, Refused: > 0, IgnoredRobots: > 0 });
        Assert.True(summary.Row("GPTBot").Proven(Terms.Identities.Proof.Address) > 0);
        Assert.True(summary.Row("bingbot").Proven(Terms.Identities.Proof.Claimed) > 0);
        foreach (var code in (string[])["address-listed", "no-proof-published", "proof-not-at-hand", "local-address", "address-not-listed", "control-token"])
            Assert.Contains(summary.Machines, machine => machine.Grounds.Any(grounds => grounds.Reason.Code == code));
        Assert.True(summary.Worth.TotalMicros > 0);
        Assert.Contains(summary.Referrals, row => row is { Operator: "OpenAI", Visitors: > 0 });
    }
}
