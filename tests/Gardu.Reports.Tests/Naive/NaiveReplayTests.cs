using System.Text;
using System.Text.Json.Nodes;
using Gardu.Reports.Rendering;
using Gardu.Reports.Tests.Traffic;
using Gardu.Reports.Traffic;

namespace Gardu.Reports.Tests.Naive;

public sealed class NaiveReplayTests
{
    static readonly NaiveReplay Naive = new()
    {
        Report = NaiveReportTests.Naive,
        Terms =
        [
            ("/archive/", [("agent:CCBot", "refuse"), ("ai-train", "0.05 USD, limit 2/day"), ("all", "limit 1/day")]),
            ("/story/", [("search", "limit 3/day"), ("ai-input", "refuse")]),
            ("/api/", [("all", "0.001 USD, limit 1/day")]),
            ("/", [("ai-train", "0.01 USD"), ("ai-input", "0.002 USD"), ("search", "allow"), ("all", "limit 5/day")]),
        ],
        Unknown = "limit 4/day",
    };

    static ReportSettings Settings => NaiveReportTests.Settings with
    {
        Robots = null,
        Replays = true,
        Sites = [new SiteUnderTerms(["*"], TestReports.TermsOf([.. Naive.Terms.SelectMany(rule => rule.Lines, (rule, line) => (rule.Prefix, line.Subject, line.Value)), ("", "", Naive.Unknown)]))],
    };

    static JsonNode Replay(IEnumerable<string> logs, int workers = 2)
    {
        using var json = new MemoryStream();
        JsonReport.Write(TestReports.ReadAll(logs.Select(Encoding.UTF8.GetBytes), Settings, workers: workers), json);
        return JsonNode.Parse(json.ToArray())!["replay"]!;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_naive_program_finds_the_same_to_the_unit(int seed)
    {
        var log = GeneratedTraffic.Make(seed, 8_000);
        var expected = Naive.Compute(log);
        var actual = Replay([log]);
        foreach (var (key, value) in expected.AsObject())
            Assert.Equal(value!.ToJsonString(), actual[key]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(expected, actual));
    }

    [Fact]
    public void The_generated_log_meets_every_outcome()
    {
        var replay = Replay([GeneratedTraffic.Make(1, 8_000)]);
        foreach (var outcome in (string[])["allow", "limit", "charge", "refuse"])
            Assert.True((int)replay["machines"]![outcome]! > 100, $"{outcome}: {replay["machines"]![outcome]}");
        Assert.Contains(replay["rules"]!.AsArray(), rule => (string?)rule!["rule"] == "/archive/ ai-train" && (int)rule["requests"]!["limit"]! > 10 && (int)rule["requests"]!["charge"]! > 10);
        Assert.NotEmpty(replay["searchTouched"]!.AsArray());
    }

    /// <summary>Blocks are 256 KB, so this log has a few for each part, and the parts meet its lines in another order than it has.</summary>
    [Fact]
    public void Neither_the_workers_nor_the_order_of_the_files_matter()
    {
        var lines = GeneratedTraffic.Make(5, 20_000).Split('\n').DistinctBy(line => line.Split('[', ']') is [_, var time, ..] ? time : line).ToArray(); // no two at one time, where order would count
        var whole = Replay([string.Join('\n', lines)], workers: 1);
        Assert.True(JsonNode.DeepEquals(whole, Replay([string.Join('\n', lines)], workers: 4)));
        var files = lines.Chunk(3_000).Select(chunk => string.Join('\n', chunk)).ToArray();
        Assert.True(JsonNode.DeepEquals(whole, Replay(files.Reverse(), workers: 3)));
    }
}
