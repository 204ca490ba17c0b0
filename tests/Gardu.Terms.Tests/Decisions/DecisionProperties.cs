using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Gardu.Terms.Compiled;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Tests.Decisions;

/// <summary>The trie against the rule as DESIGN words it, spelled out with regular expressions and sorting.</summary>
public sealed class DecisionProperties
{
    static readonly Gen<string> Path = Gen.OneOf("a", "b", "ab", "/", "/a", "/B", "*", "?x=", "$", ".", "é", "É", "%2F", "%61").Array[0, 6].Select(parts => "/" + string.Concat(parts));
    static readonly Gen<string> Subject = Gen.OneOf("search", "ai-train", "ai-all", "all", "agent:GPTBot", "operator:OpenAI");
    static readonly Gen<string> Value = Gen.OneOf("allow", "refuse", "0.01 USD", "0.02 USD", "limit 3/min");
    static readonly Gen<SiteTerms> Terms = Gen.Select(Path, Gen.Select(Subject, Value).Array[1, 3]).Array[0, 8].Select(rules =>
        new SiteTerms(Mode.Enforce, [.. rules.Select(rule => new TermsRule(
            Pattern(rule.Item1), null, [.. rule.Item2.DistinctBy(line => line.Item1).Select(line => new TermsLine(line.Item1, ReadValue(line.Item2)))]))], null));

    static readonly AgentIdentity[] Machines =
    [
        TestTerms.Agent("GPTBot", "OpenAI", Purpose.AiTrain), TestTerms.Agent("Googlebot", "Google", Purpose.Search),
        TestTerms.Agent("OAI-SearchBot", "OpenAI", Purpose.Search), AgentIdentity.UnknownMachine("curl"),
    ];

    [Fact]
    public void The_compiled_terms_decide_as_the_rule_reads() =>
        Gen.Select(Terms, Path, Gen.OneOf(Machines)).Sample((terms, target, machine) =>
        {
            if (!Resource.TryRead(target, out var resource))
                return;
            var expected = Naive(terms, resource.Sent, machine, fold: false);
            foreach (var reading in resource.Others)
                expected = Stricter(expected, Naive(terms, reading, machine, fold: false));
            foreach (var reading in resource.Others.ToArray().Append(resource.Sent))
                expected = Stricter(expected, Naive(terms, reading, machine, fold: true));
            if (resource.IsFree)
                expected = null;
            var actual = DecisionFunction.ClauseFor(machine, resource, CompiledTerms.Compile(terms))?.Value;
            Assert.Equal(expected, actual);
        }, iter: 20_000);

    [Fact]
    public void Refusing_more_never_lets_more_through() =>
        Gen.Select(Terms, Path, Gen.OneOf(Machines)).Sample((terms, target, machine) =>
        {
            if (!Resource.TryRead(target, out var resource) || resource.IsFree)
                return;
            var stricter = terms with
            {
                Rules = [.. terms.Rules.Select(rule => rule with { Lines = [.. rule.Lines.Select(line => line with { Value = TermsValue.Refuse })] })],
            };
            var before = DecisionFunction.ClauseFor(machine, resource, CompiledTerms.Compile(terms))?.Value;
            var after = DecisionFunction.ClauseFor(machine, resource, CompiledTerms.Compile(stricter))?.Value;
            Assert.True(before is null ? after is null : after == TermsValue.Refuse);
        }, iter: 5_000);

    [Fact]
    public void Deciding_an_ordinary_path_allocates_nothing()
    {
        var terms = TestTerms.Compile("mode: enforce\nterms: [{path: /, ai-train: refuse}, {path: /Archive/*, ai-train: 0.01 USD}, {path: '/*.pdf', all: refuse}]");
        Assert.True(Resource.TryRead("/Archive/2024/some-article.html?page=2", out var resource));
        DecisionFunction.Decide(Machines[0], resource, terms, default);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            DecisionFunction.Decide(Machines[0], resource, terms, default);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    static TermsValue? Naive(SiteTerms terms, string reading, AgentIdentity machine, bool fold)
    {
        reading = fold ? Fold(reading) : reading;
        var speaking = terms.Rules
            .Select(rule => (Pattern: fold ? Fold(rule.Path.Text) : rule.Path.Text, Line: BestLine(rule, machine)))
            .Where(rule => rule.Line is not null && Matches(rule.Pattern, reading))
            .ToArray();
        return speaking.Length == 0
            ? null
            : speaking.Where(rule => rule.Pattern.Length == speaking.Max(other => other.Pattern.Length)).Select(rule => rule.Line!.Value).Max();
    }

    /// <summary>Lower case, but for the digits of encoded octets; those of UTF-8 are letters themselves.</summary>
    static string Fold(string canonical)
    {
        var letters = Regex.Replace(canonical, "(%[89A-F][0-9A-F])+", octets => Encoding.UTF8.GetString(Convert.FromHexString(octets.Value.Replace("%", "", StringComparison.Ordinal))));
        return Regex.Replace(letters.ToLowerInvariant(), "%..|[^\\x00-\\x7F]", part => part.Value[0] == '%' ? part.Value.ToUpperInvariant() : Uri.EscapeDataString(part.Value));
    }

    static TermsLine? BestLine(TermsRule rule, AgentIdentity machine)
    {
        string[] subjects = machine.Purpose is { } purpose
            ? [$"agent:{machine.Agent}", $"operator:{machine.Operator}", purpose.Name(), .. purpose.IsAi() ? ["ai-all"] : Array.Empty<string>(), "all"]
            : ["all"];
        return subjects.Select(subject => rule.Lines.FirstOrDefault(line => line.Subject == subject)).FirstOrDefault(line => line is not null);
    }

    static bool Matches(string pattern, string path)
    {
        var anchored = pattern.EndsWith('$');
        var regex = "^" + Regex.Escape(anchored ? pattern[..^1] : pattern).Replace("\\*", ".*", StringComparison.Ordinal) + (anchored ? "$" : "");
        return Regex.IsMatch(path, regex, RegexOptions.Singleline | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }

    static TermsValue? Stricter(TermsValue? one, TermsValue? other) => one is null ? other : one.CompareTo(other) >= 0 ? one : other;

    static Protocols.Robots.PathPattern Pattern(string text) =>
        Protocols.Robots.PathPattern.TryParse(text, out var pattern) ? pattern! : throw new InvalidOperationException(text);

    static TermsValue ReadValue(string text) => TermsValue.TryParse(text, out var value, out _) ? value! : throw new InvalidOperationException(text);
}
