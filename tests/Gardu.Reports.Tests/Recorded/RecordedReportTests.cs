using Gardu.Agents.Catalogue;
using Gardu.Reports.Recorded;
using Gardu.Reports.Tests.Traffic;
using Gardu.Reports.Traffic;
using Gardu.Terms;
using Gardu.Terms.Identities;

namespace Gardu.Reports.Tests.Recorded;

public sealed class RecordedReportTests
{
    static readonly DateTimeOffset Noon = new(2026, 5, 17, 12, 0, 0, TimeSpan.Zero);
    static readonly Agent GptBot = AgentCatalogue.BuiltIn.Find("GPTBot")!;

    [Fact]
    public void Records_answer_just_as_a_log_does()
    {
        var settings = TestReports.Settings with
        {
            Robots = TestReports.Robots("User-agent: GPTBot\nDisallow: /a\n"),
            Sites = [new SiteUnderTerms(["news.example"], TestReports.TermsOf(("/", "ai-train", "0.002 USD")))],
        };
        var recorded = new Records(
            [
                Request("/a", GptBot.Identity(Proof.Address, ProofReasons.AddressListed)), Request("/a", GptBot.Identity(Proof.Spoofed, ProofReasons.AddressNotListed)), Request("/b", GptBot.Unproven, 403),
                Request("/b", AgentIdentity.UnknownMachine("curl")),
            ],
            [new RecordedPeople(Noon.AddMinutes(-1), 5, 500, 2, new Dictionary<string, long> { ["OpenAI"] = 2, ["Nobody known"] = 3 })]);
        var summary = RecordedReport.Read(recorded, settings);
        Assert.Equal(new TrafficFigures(9, 900, 4, 400) { Suspected = 2 }, summary.Traffic);
        Assert.Equal((0, 9L, 0L, Noon.AddMinutes(-1), Noon), (summary.Source.Files, summary.Source.Lines, summary.Source.Rejected, summary.Source.From, summary.Source.To));
        var row = summary.Row("GPTBot");
        Assert.Equal((3L, 1L, 1L, 1L), (row.Requests, row.Proven(Proof.Address), row.Proven(Proof.Claimed), row.Spoofed));
        Assert.Equal((1L, 2L), (row.Refused, row.IgnoredRobots));
        Assert.Equal([new ReferralFigures("OpenAI", 2, 2)], summary.Referrals);
        Assert.Equal(new WorthLine("GPTBot", "ai-train", 1, 2_000), Assert.Single(summary.Worth.Lines));
    }

    [Fact]
    public void A_credentials_purpose_is_the_one_that_is_priced()
    {
        var settings = TestReports.Settings with { Sites = [new SiteUnderTerms(["*"], TestReports.TermsOf(("/", "ai-train", "0.002 USD"), ("/", "search", "0.5 USD")))] };
        var bought = new AgentIdentity(RequesterKind.Agent, "GPTBot", "OpenAI", Purpose.Search, Proof.Credential);
        var summary = RecordedReport.Read(new Records([Request("/", GptBot.Identity(Proof.Address, ProofReasons.AddressListed)), Request("/", bought)], []), settings);
        Assert.Equal(502_000, summary.Worth.TotalMicros);
    }

    static RecordedRequest Request(string path, AgentIdentity identity, int status = 200) => new(Noon, "news.example", "GET", path, identity, status, 100);

    sealed record Records(RecordedRequest[] Machines, RecordedPeople[] Minutes) : IRecordedTraffic
    {
        public IEnumerable<RecordedRequest> Requests() => Machines;

        public IEnumerable<RecordedPeople> People() => Minutes;
    }
}
