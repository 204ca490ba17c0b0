using CsCheck;
using Gardu.Protocols.Robots;
using Gardu.Terms.Comparing;
using Gardu.Terms.Compiled;
using Gardu.Terms.Declarations;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Tests.Comparing;

public sealed class TermsComparisonTests
{
    static readonly AgentIdentity[] Agents =
    [
        TestTerms.Agent("GPTBot", "OpenAI", Purpose.AiTrain), TestTerms.Agent("OAI-SearchBot", "OpenAI", Purpose.Search),
        TestTerms.Agent("ClaudeBot", "Anthropic", Purpose.AiTrain), TestTerms.Agent("CCBot", "Common Crawl", Purpose.AiTrain),
    ];

    static TermsComparison Compare(string older, string newer, AgentIdentity[]? newerAgents = null) =>
        TermsComparison.Of(TestTerms.Read(older), TestTerms.Read(newer), Agents, newerAgents ?? Agents);

    static string[] Said(TermsComparison comparison) => [.. comparison.Changes.Select(change => $"{change.Who} {change.Path}: {change.Old?.ToString() ?? "-"} > {change.New?.ToString() ?? "-"}")];

    [Fact]
    public void Nothing_changes_where_the_terms_say_the_same_in_other_words()
    {
        const string older = "terms: [{path: /, ai-train: refuse, ai-input: refuse, ai-index: refuse}, {path: /a/*, all: allow}]";
        const string newer = "terms: [{path: /a/, all: allow}, {path: /, ai-all: refuse}]";
        var same = Compare(older, newer);
        Assert.Empty(same.Changes);
        Assert.Empty(same.Modes);
    }

    [Fact]
    public void Each_purpose_and_unknown_machines_are_told_where_they_change()
    {
        var comparison = Compare(
            "terms: [{path: /, search: allow, ai-train: refuse}]",
            "terms: [{path: /, search: refuse, ai-train: 0.01 USD}, {path: /a/, ai-input: 0.002 USD}]\nunknown-machines: limit 3/min");
        Assert.Equal(["search /: allow > refuse", "ai-input /a/: - > 0.002 USD", "ai-train /: refuse > 0.01 USD", "unknown /: - > limit 3/min"], Said(comparison));
        Assert.Equal([1, 1, -1, 1], comparison.Changes.Select(change => Math.Sign(change.Strictness)));
    }

    [Fact]
    public void What_a_longer_path_inherits_is_not_told_twice() =>
        Assert.Equal(["ai-train /: refuse > allow"], Said(Compare("terms: [{path: /, ai-train: refuse}, {path: /a/, search: allow}]", "terms: [{path: /, ai-train: allow}, {path: /a/, search: allow}]")));

    [Fact]
    public void A_path_that_keeps_what_it_had_is_not_told() =>
        Assert.Equal(["ai-train /: refuse > allow"], Said(Compare("terms: [{path: /, ai-train: refuse}]", "terms: [{path: /, ai-train: allow}, {path: /a/, ai-train: refuse}]")));

    [Fact]
    public void One_agent_and_one_operator_are_told_apart_from_their_purpose()
    {
        Assert.Equal(
            ["ai-train /: refuse > 0.01 USD", "agent:GPTBot /: refuse > 0.008 USD", "agent:CCBot /: refuse > refuse"],
            Said(Compare("terms: [{path: /, ai-train: refuse}]", "terms: [{path: /, ai-train: 0.01 USD, agents: {CCBot: refuse, GPTBot: 0.008 USD}}]")));
        Assert.Equal(["operator:OpenAI /: - > refuse"], Said(Compare("terms: [{path: /x/, ai-index: allow}]", "terms: [{path: /x/, ai-index: allow}, {path: /, agents: {\"operator:OpenAI\": refuse}}]")));
    }

    [Fact]
    public void An_agent_whose_purpose_is_another_is_told() =>
        Assert.Equal(["agent:CCBot /: refuse > allow"], Said(Compare(
            "terms: [{path: /, ai-train: refuse, other: allow}]", "terms: [{path: /, ai-train: refuse, other: allow}]",
            [.. Agents[..3], TestTerms.Agent("CCBot", "Common Crawl", Purpose.Other)])));

    [Fact]
    public void Modes_are_told_the_sites_first_and_whoever_stays()
    {
        var modes = Compare(
            "mode: observe\nterms: [{path: /, ai-train: refuse}, {path: /a/, all: allow, mode: warn}, {path: /b/, all: allow, mode: observe}]",
            "mode: enforce\nterms: [{path: /, ai-train: refuse}, {path: /a/, all: allow}, {path: /b/, all: allow, mode: observe}, {path: /c/, all: allow, mode: warn}]").Modes;
        Assert.Equal(
            [new ModeChange(null, Mode.Observe, Mode.Enforce), new("/a/", Mode.Warn, Mode.Enforce), new("/b/", Mode.Observe, Mode.Observe), new("/c/", null, Mode.Warn)],
            modes);
        Assert.Empty(Compare("mode: warn\nterms: [{path: /, all: allow, mode: warn}]", "mode: warn\nterms: [{path: /, all: allow}]").Modes);
    }

    static readonly Gen<string> Plain = Gen.OneOf("a", "b", "/a", "/b/").Array[0, 3].Select(parts => ("/" + string.Concat(parts)).Replace("//", "/", StringComparison.Ordinal));
    static readonly Gen<string> Subject = Gen.OneOf("search", "ai-index", "ai-input", "ai-train", "other", "ai-all", "all", "agent:GPTBot", "operator:OpenAI");
    static readonly Gen<string> Value = Gen.OneOf("allow", "refuse", "0.01 USD", "limit 3/min");

    static readonly Gen<SiteTerms> Terms = Gen.Select(Plain, Gen.Select(Subject, Value).Array[1, 3]).Array[0, 4].Select(Gen.OneOf("", "refuse", "limit 3/min"), (rules, unknown) => new SiteTerms(
        Mode.Observe,
        [.. rules.Select(rule => new TermsRule(Pattern(rule.Item1), null, [.. rule.Item2.DistinctBy(line => line.Item1).Select(line => new TermsLine(line.Item1, Read(line.Item2)))]))],
        unknown.Length == 0 ? null : Read(unknown)));

    /// <summary>Nobody's request is decided otherwise under the newer terms where no change is told that covers it.</summary>
    [Fact]
    public void Whatever_is_decided_otherwise_is_told() =>
        Gen.Select(Terms, Terms, Plain).Sample((older, newer, path) =>
        {
            var comparison = TermsComparison.Of(older, newer, Agents, Agents);
            foreach (var who in Agents.Append(AgentIdentity.UnknownMachine("curl")).Concat(Enum.GetValues<Purpose>().Select(DeclaredTerms.AnyOf)))
            {
                string[] names = who.Kind == RequesterKind.UnknownMachine ? ["unknown"] : [who.Purpose!.Value.Name(), $"agent:{who.Agent}", $"operator:{who.Operator}"];
                var (was, becomes) = (ValueOf(older, who, path), ValueOf(newer, who, path));
                if (was != becomes)
                    Assert.Contains(comparison.Changes, change => names.Contains(change.Who) && path.StartsWith(change.Path, StringComparison.Ordinal) && change.Old == was && change.New == becomes);
            }
        }, iter: 3_000);

    static TermsValue? ValueOf(SiteTerms terms, AgentIdentity who, string path) => CompiledTerms.Compile(terms.Enforced).Decide(who, path).Clause?.Value;

    static PathPattern Pattern(string text) => PathPattern.TryParse(text, out var pattern) ? pattern! : throw new ArgumentException(text);

    static TermsValue Read(string text) => TermsValue.TryParse(text, out var value, out var error) ? value! : throw new ArgumentException(error);
}
