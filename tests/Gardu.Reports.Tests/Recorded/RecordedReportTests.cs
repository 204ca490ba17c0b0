using Gardu.Agents.Catalogue;
using Gardu.Reports.Recorded;
using Gardu.Reports.Rendering;
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

    [Fact]
    public void Every_proof_is_counted_with_what_it_rests_on()
    {
        var googlebot = AgentCatalogue.BuiltIn.Find("Googlebot")!;
        var summary = RecordedReport.Read(new Records(
            [
                Request("/", GptBot.Identity(Proof.Signed, ProofReasons.SignatureVerified)), Request("/", GptBot.Identity(Proof.Address, ProofReasons.AddressListed)),
                Request("/", GptBot.Identity(Proof.Address, ProofReasons.AddressListed) with { Grounds = ProofReasons.SignatureInvalid, Detail = "is expired" }),
                Request("/", GptBot.Unproven with { Grounds = ProofReasons.SignatureInvalid, Detail = "does not verify" }),
                Request("/", googlebot.Identity(Proof.Dns, ProofReasons.NameConfirmed)), Request("/", googlebot.Identity(Proof.Spoofed, ProofReasons.NameNotConfirmed)),
                Request("/", googlebot.Identity(Proof.Claimed, ProofReasons.ProofPending)), Request("/", googlebot.Identity(Proof.Claimed, ProofReasons.ProofPending)),
                Request("/", AgentIdentity.UnknownMachine("curl") with { Grounds = ProofReasons.SignatureUnverified }), Request("/", AgentIdentity.UnknownMachine("curl")),
            ],
            []), TestReports.Settings);
        Assert.Equal([0, 0, 1, 0, 2, 0, 1], summary.Row("GPTBot").Proofs);
        Assert.Equal(
            [new(ProofReasons.AddressListed, Proof.Address, 1), new(ProofReasons.SignatureInvalid, Proof.Claimed, 1), new(ProofReasons.SignatureInvalid, Proof.Address, 1), new GroundsFigures(ProofReasons.SignatureVerified, Proof.Signed, 1)],
            summary.Row("GPTBot").Grounds);
        Assert.Equal([0, 1, 2, 1, 0, 0, 0], summary.Row("Googlebot").Proofs);
        Assert.Equal(new GroundsFigures(ProofReasons.ProofPending, Proof.Claimed, 2), summary.Row("Googlebot").Grounds[0]);
        Assert.Equal(new GroundsFigures(ProofReasons.SignatureUnverified, Proof.None, 1), Assert.Single(summary.Row("curl").Grounds));
        Assert.Equal(
            ["spoofed name-not-confirmed 1 Googlebot", "claimed proof-pending 2 Googlebot", "claimed signature-invalid 1 GPTBot", "address signature-invalid 1 GPTBot", "none signature-unverified 1 curl"],
            Doubt.Of(summary).Select(doubt => $"{doubt.Proof.Name()} {doubt.Reason} {doubt.Requests} {doubt.Names(name => name)}"));
        Assert.DoesNotContain(summary.Source.Notes, note => note.Contains("--feeds", StringComparison.Ordinal));
    }

    [Fact]
    public void Signers_and_licensees_have_rows_that_no_user_agent_can_take()
    {
        const string Licensee = "lic_0123456789abcdef0123456789abcdef";
        var signer = new AgentIdentity(RequesterKind.Agent, "https://bot.example", null, null, Proof.Signed, ProofReasons.SignatureVerified);
        var bought = new AgentIdentity(RequesterKind.Agent, Licensee, "Acme AI", Purpose.AiInput, Proof.Credential, ProofReasons.KeyAccepted);
        var summary = RecordedReport.Read(new Records([Request("/", signer), Request("/", bought), Request("/", bought), Request("/", AgentIdentity.UnknownMachine(Licensee))], []), TestReports.Settings);
        Assert.Equal((1L, 1L, null, "unknown"), (summary.Row("https://bot.example").Requests, summary.Row("https://bot.example").Proven(Proof.Signed), summary.Row("https://bot.example").Operator, summary.Row("https://bot.example").Purpose));
        var own = Assert.Single(summary.Machines, machine => machine.Agent == Licensee && machine.HasName);
        Assert.Equal((2L, 2L, "Acme AI", "ai-input"), (own.Requests, own.Proven(Proof.Credential), own.Operator, own.Purpose));
        Assert.Equal((1L, null), Assert.Single(summary.Machines, machine => machine.Agent == Licensee && !machine.HasName) is var poser ? (poser.Requests, poser.Operator) : default);
        var page = HtmlReport.Render(summary);
        Assert.Contains("credential: a key of yours", page, StringComparison.Ordinal);
        Assert.Contains("signed: by the agent", page, StringComparison.Ordinal);
        Assert.DoesNotContain("listed by its company", page, StringComparison.Ordinal);
    }

    static RecordedRequest Request(string path, AgentIdentity identity, int status = 200) => new(Noon, "news.example", "GET", path, identity, status, 100);

    sealed record Records(RecordedRequest[] Machines, RecordedPeople[] Minutes) : IRecordedTraffic
    {
        public IEnumerable<RecordedRequest> Requests() => Machines;

        public IEnumerable<RecordedPeople> People() => Minutes;
    }
}
