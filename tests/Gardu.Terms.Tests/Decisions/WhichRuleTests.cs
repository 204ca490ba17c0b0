using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Tests.Decisions;

public sealed class WhichRuleTests
{
    static readonly AgentIdentity GPTBot = TestTerms.Agent("GPTBot", "OpenAI", Purpose.AiTrain);
    static readonly AgentIdentity CCBot = TestTerms.Agent("CCBot", "Common Crawl", Purpose.AiTrain);
    static readonly AgentIdentity ClaudeBot = TestTerms.Agent("ClaudeBot", "Anthropic", Purpose.AiTrain);
    static readonly AgentIdentity Googlebot = TestTerms.Agent("Googlebot", "Google", Purpose.Search);
    static readonly AgentIdentity Unknown = AgentIdentity.UnknownMachine("curl");

    const string Design = """
        mode: enforce
        terms:
          - path: /
            search: allow
            ai-input: 0.002 USD
            ai-train: refuse
          - path: /archive/*
            ai-train: 0.01 USD
            agents: {CCBot: refuse, "operator:OpenAI": 0.008 USD}
            mode: warn
          - path: /members/*
            all: refuse
        unknown-machines: limit 30/min
        """;

    [Theory]
    [InlineData("/ärchiv/x")]
    [InlineData("/Ärchiv/x")]
    [InlineData("/%C3%84RCHIV/x")]
    [InlineData("/%c3%a4rchiv/x")]
    [InlineData("/%25C3%2584rchiv/x")]
    public void Case_is_folded_in_every_script(string target) =>
        Assert.Equal(Verdict.Refuse, TestTerms.Compile("terms: [{path: /ärchiv/, all: refuse}, {path: /, all: allow}]").Decide(GPTBot, target).Verdict);

    [Fact]
    public void The_designs_own_example_reads_as_it_says()
    {
        var terms = TestTerms.Compile(Design);
        Assert.Equal(403, terms.Decide(GPTBot, "/").Status);
        Assert.Equal(0, terms.Decide(Googlebot, "/").Status);
        Assert.Equal(0, terms.Decide(Googlebot, "/archive/x").Status);
        Assert.Equal("/archive/ operator:OpenAI", terms.Decide(GPTBot, "/archive/x").Clause!.Rule);
        Assert.Equal("/archive/ agent:CCBot", terms.Decide(CCBot, "/archive/x").Clause!.Rule);
        Assert.Equal("/archive/ ai-train", terms.Decide(ClaudeBot, "/archive/x").Clause!.Rule);
        Assert.Equal(Mode.Warn, terms.Decide(ClaudeBot, "/archive/x").Mode);
        Assert.Equal(403, terms.Decide(Googlebot, "/members/x").Status);
        Assert.Equal(403, terms.Decide(Unknown, "/members/x").Status);
        Assert.Equal(ReasonCodes.WithinLimit, terms.Decide(Unknown, "/x").Reason);
        Assert.Equal(429, terms.Decide(Unknown, "/x", new Standing(LimitUsedUp: true, StoreDown: false)).Status);
        Assert.Equal(402, terms.Decide(ClaudeBot, "/archive/x").Status);
        Assert.Equal(503, terms.Decide(ClaudeBot, "/archive/x", new Standing(LimitUsedUp: false, StoreDown: true)).Status);
    }

    [Fact]
    public void People_and_trusted_addresses_meet_no_rule()
    {
        var terms = TestTerms.Compile("mode: enforce\nterms: [{path: /, all: refuse}]\nunknown-machines: refuse");
        Assert.Equal(ReasonCodes.Person, terms.Decide(AgentIdentity.Person, "/").Reason);
        Assert.Equal(ReasonCodes.Trusted, terms.Decide(AgentIdentity.Trusted, "/").Reason);
        Assert.Equal(0, terms.Decide(AgentIdentity.Person, "/").Status);
    }

    [Fact]
    public void Inside_a_rule_the_agent_beats_the_operator_the_purpose_ai_all_and_all()
    {
        string[] lines = ["agents: {GPTBot: 0.01 USD}", "agents: {\"operator:OpenAI\": 0.02 USD}", "ai-train: 0.03 USD", "ai-all: 0.04 USD", "all: 0.05 USD"];
        for (var first = 0; first < lines.Length; first++)
        {
            var later = lines[first..].ToList();
            if (first == 0)
            {
                later.RemoveRange(0, 2);
                later.Add("agents: {GPTBot: 0.01 USD, \"operator:OpenAI\": 0.02 USD}");
            }
            var terms = TestTerms.Compile("terms:\n  - path: /\n" + string.Concat(later.Select(line => $"    {line}\n")));
            Assert.Equal((first + 1) * 10_000, terms.Decide(GPTBot, "/").Clause!.Value.Price!.Amount.Micros);
        }
    }

    [Fact]
    public void The_longest_pattern_that_speaks_of_the_agent_wins()
    {
        var terms = TestTerms.Compile("terms: [{path: /, ai-train: refuse}, {path: /a, search: refuse}, {path: /a/b, all: allow}, {path: '/*.pdf', ai-train: 0.01 USD}]");
        Assert.Equal(Verdict.Refuse, terms.Decide(GPTBot, "/a/x").Verdict);
        Assert.Equal(Verdict.Allow, terms.Decide(GPTBot, "/a/b").Verdict);
        Assert.Equal(Verdict.Charge, terms.Decide(GPTBot, "/a/b.pdf").Verdict);
        Assert.Equal(Verdict.Refuse, terms.Decide(Googlebot, "/a/x").Verdict);
    }

    [Fact]
    public void Of_equally_long_patterns_the_strictest_holds()
    {
        Assert.Equal(Verdict.Refuse, TestTerms.Compile("terms: [{path: /a*c, all: allow}, {path: /abc, all: refuse}]").Decide(GPTBot, "/abc").Verdict);
        Assert.Equal(Verdict.Refuse, TestTerms.Compile("terms: [{path: /abc, all: allow}, {path: /a*c, all: refuse}]").Decide(GPTBot, "/abc").Verdict);
    }

    [Fact]
    public void What_no_rule_mentions_is_allowed()
    {
        var decision = TestTerms.Compile("terms: [{path: /x, ai-all: refuse}]").Decide(Googlebot, "/x");
        Assert.Equal((Verdict.Allow, ReasonCodes.NoRule), (decision.Verdict, decision.Reason));
        Assert.Null(decision.Clause);
    }

    [Fact]
    public void An_unknown_machine_gets_the_stricter_of_unknown_machines_and_all()
    {
        Assert.Equal(Verdict.Refuse, TestTerms.Compile("terms: [{path: /, all: refuse}]\nunknown-machines: limit 1/s").Decide(Unknown, "/").Verdict);
        Assert.Equal(Verdict.Refuse, TestTerms.Compile("terms: [{path: /, all: limit 1/s}]\nunknown-machines: refuse").Decide(Unknown, "/").Verdict);
        Assert.Equal(Verdict.Allow, TestTerms.Compile("terms: [{path: /, ai-all: refuse}]").Decide(Unknown, "/").Verdict);
    }

    [Fact]
    public void A_spoofer_gets_the_stricter_of_its_claim_and_unknown_machines()
    {
        var liar = Googlebot with { Proof = Proof.Spoofed };
        Assert.Equal("unknown-machines", TestTerms.Compile(Design).Decide(liar, "/x").Clause!.Rule);
        Assert.Equal("/members/ all", TestTerms.Compile(Design).Decide(liar, "/members/x").Clause!.Rule);
    }

    [Fact]
    public void An_observed_refusal_does_not_lift_an_enforced_limit()
    {
        var terms = TestTerms.Compile("mode: enforce\nterms: [{path: /, all: refuse, mode: observe}]\nunknown-machines: limit 1/h");
        Assert.Equal(429, terms.Decide(Unknown, "/", new Standing(true, false)).Status);
    }

    [Fact]
    public void Names_of_agents_and_operators_are_met_without_regard_to_case() =>
        Assert.Equal(Verdict.Refuse, TestTerms.Compile("terms: [{path: /, agents: {gptbot: refuse}}]").Decide(GPTBot, "/").Verdict);

    [Theory]
    [InlineData("/robots.txt")]
    [InlineData("/license.xml")]
    [InlineData("/ai.txt")]
    [InlineData("/.well-known/tdmrep.json")]
    [InlineData("/licensing/")]
    [InlineData("/security.txt")]
    [InlineData("/sitemap.xml")]
    [InlineData("/wp-sitemap-posts-post-1.xml")]
    [InlineData("/sitemap.xml?page=2")]
    public void Free_paths_ask_nothing(string path) =>
        Assert.Equal(ReasonCodes.FreePath, TestTerms.Compile("mode: enforce\nterms: [{path: /, all: refuse}]\nunknown-machines: refuse").Decide(Unknown, path).Reason);

    [Theory]
    [InlineData("/index.php/sitemap.xml")]
    [InlineData("/ROBOTS.TXT")]
    [InlineData("/robots.txt/x")]
    [InlineData("/.well-known/../secret")]
    [InlineData("/.well-known/%2e%2e/secret")]
    [InlineData("/licensing/..;/secret")]
    [InlineData("/x/robots.txt")]
    public void A_path_is_free_only_if_every_reading_of_it_is(string path) =>
        Assert.Equal(403, TestTerms.Compile("mode: enforce\nterms: [{path: /, all: refuse}]").Decide(GPTBot, path).Status);
}
