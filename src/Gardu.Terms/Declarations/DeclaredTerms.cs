using Gardu.Protocols.Robots;
using Gardu.Terms.Compiled;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Declarations;

/// <summary>
/// The part of a site's terms that is said to the world: its rules in <c>warn</c> and <c>enforce</c>. Public vocabularies say
/// one thing for one pattern, so each pattern is given what its own rules say, and where they are silent the strictest value that
/// may hold on a path it matches: the same as the decision wherever patterns nest, and never milder.
/// </summary>
public sealed class DeclaredTerms
{
    readonly (PathPattern Pattern, CompiledRule Rule)[] rules;
    readonly ILookup<string, int> byText;
    readonly ILookup<string, int> byPrefix;
    readonly int[] prefixLengths;
    readonly HashSet<string> subjects;

    DeclaredTerms(SiteTerms written)
    {
        Rules = [.. written.Rules.Where(rule => (rule.Mode ?? written.Mode) >= Mode.Warn)];
        rules =
        [
            .. Rules.Concat(Rules.Where(rule => rule.Path.Folded().Text != rule.Path.Text).Select(Folded)).Select(rule => (rule.Path, new CompiledRule(rule, rule.Path, written.Mode)))
                .OrderByDescending(rule => rule.Path.Length).ThenBy(rule => rule.Path.Text, StringComparer.Ordinal),
        ];
        byText = Enumerable.Range(0, rules.Length).ToLookup(at => rules[at].Pattern.Text);
        byPrefix = Enumerable.Range(0, rules.Length).ToLookup(at => rules[at].Pattern.Prefix);
        prefixLengths = [.. byPrefix.Select(entry => entry.Key.Length).Distinct().Order()];
        subjects = [.. Rules.SelectMany(rule => rule.Lines).Select(line => line.Subject)];
        UnknownMachines = written.Mode >= Mode.Warn ? written.UnknownMachines : null;
        Patterns = [.. rules.Select(rule => rule.Pattern).DistinctBy(pattern => pattern.Text)];
    }

    /// <summary>Since the gate reads a path without regard to case too, what a rule closes, or sells, is closed in small letters as well; what it opens it opens as it is written.</summary>
    static TermsRule Folded(TermsRule rule) => rule with { Path = rule.Path.Folded(), Lines = [.. rule.Lines.Where(line => !Passes(line.Value)).Select(line => line with { Value = TermsValue.Refuse })] };

    /// <summary>The rules that are declared, as written.</summary>
    public IReadOnlyList<TermsRule> Rules { get; }

    /// <summary>Every pattern that a declared rule has, the longest first.</summary>
    public IReadOnlyList<PathPattern> Patterns { get; }

    /// <summary>What machines outside the catalogue get everywhere; null where that is not declared.</summary>
    public TermsValue? UnknownMachines { get; }

    /// <summary>True where nothing is declared at all.</summary>
    public bool IsEmpty => rules.Length == 0 && UnknownMachines is null;

    /// <summary>The declared part of terms as written.</summary>
    public static DeclaredTerms Of(SiteTerms written) => new(written);

    /// <summary>An agent of a purpose that no rule names.</summary>
    public static AgentIdentity AnyOf(Purpose purpose) => new(RequesterKind.Agent, "", null, purpose, Proof.Claimed);

    /// <summary>Machines of one class are told the same, whatever the pattern: a name and an operator count where a line names them.</summary>
    public (RequesterKind Kind, string? Agent, string? Operator, Purpose? Purpose) ClassOf(AgentIdentity who) => (
        who.Kind,
        subjects.Contains(TermsLine.AgentPrefix + who.Agent) ? who.Agent : null,
        subjects.Contains(TermsLine.OperatorPrefix + who.Operator) ? who.Operator : null,
        who.Purpose);

    /// <summary>Whether a value lets a request pass that brings no money.</summary>
    public static bool Passes(TermsValue? value) => value?.Verdict is not (Verdict.Refuse or Verdict.Charge);

    /// <summary>Whether a rule has this very pattern.</summary>
    public bool Has(PathPattern pattern) => byText.Contains(pattern.Text);

    /// <summary>Whether a rule of this very pattern speaks of a machine.</summary>
    public bool Speaks(PathPattern pattern, AgentIdentity who) => byText[pattern.Text].Any(at => rules[at].Rule.For(who) is not null);

    /// <summary>Whether anything is said of one of these purposes, anywhere.</summary>
    public bool SpeaksOf(IEnumerable<Purpose> purposes) => purposes.Select(AnyOf).Any(who => rules.Any(rule => rule.Rule.For(who) is not null));

    /// <summary>
    /// What a machine gets on the paths of a pattern; null where nothing is said of it there. Where its own rules speak, they alone:
    /// of another that is equally long and crosses it the stricter holds, and each vocabulary has its own way to say that.
    /// </summary>
    public TermsValue? At(PathPattern pattern, AgentIdentity who)
    {
        if (byText[pattern.Text].Select(at => rules[at].Rule.For(who)?.Value).Max() is { } own)
            return own;
        TermsValue? strictest = null;
        var lengthCovered = -1;
        foreach (var at in MayMeet(pattern))
        {
            var (other, rule) = rules[at];
            if (other.Length > pattern.Length || other.Length < lengthCovered || rule.For(who) is not { } clause)
                continue;
            strictest = clause.Value.CompareTo(strictest) > 0 ? clause.Value : strictest;
            if (other.Covers(pattern))
                lengthCovered = other.Length;
        }
        return strictest;
    }

    /// <summary>The same for a vocabulary in which of equally long patterns the cheaper counts: a price of one that crosses it counts here too.</summary>
    public TermsValue? AtPriced(PathPattern pattern, AgentIdentity who) =>
        MayMeet(pattern).Where(at => rules[at].Pattern.Length == pattern.Length).Select(at => rules[at].Rule.For(who)?.Value)
            .Where(value => value?.Verdict == Verdict.Charge).Append(At(pattern, who)).Max();

    /// <summary>What machines outside the catalogue get on the paths of a pattern: the stricter of what all get and of <see cref="UnknownMachines"/>.</summary>
    public TermsValue? AtOfUnknown(PathPattern pattern) =>
        new[] { At(pattern, AgentIdentity.UnknownMachine("")), UnknownMachines }.Max();

    /// <summary>
    /// The rules whose patterns may meet one, the longest first. Of a plain prefix those are the ones whose own literal start
    /// it begins with: longer ones do not count in <see cref="At"/>. So thousands of plain rules cost no more than a few look-ups each.
    /// </summary>
    IEnumerable<int> MayMeet(PathPattern pattern)
    {
        if (pattern.Rest.Length > 0)
            return Enumerable.Range(0, rules.Length).Where(at => rules[at].Pattern.MayMeet(pattern));
        return prefixLengths.TakeWhile(length => length <= pattern.Prefix.Length)
            .SelectMany(length => byPrefix[pattern.Prefix[..length]]).Order();
    }
}
