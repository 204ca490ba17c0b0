using Gardu.Protocols.Robots;
using Gardu.Terms.Declarations;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Comparing;

/// <summary>
/// What changes for whom from one site's terms to another's. Both are read as if every rule were in <c>enforce</c>, and a change of
/// mode is a change of its own. Of each pattern that either has, the strictest value counts that may hold there, as in a
/// declaration; what a longer pattern only inherits from a shorter one is not told twice.
/// </summary>
public sealed class TermsComparison
{
    readonly Reading older;
    readonly Reading newer;

    TermsComparison(SiteTerms older, SiteTerms newer, IReadOnlyList<AgentIdentity> olderAgents, IReadOnlyList<AgentIdentity> newerAgents)
    {
        (this.older, this.newer) = (new Reading(older), new Reading(newer));
        Modes = [.. ModesOf(older, newer)];
        PathPattern[] patterns = [.. this.older.Declared.Patterns.Concat(this.newer.Declared.Patterns).Append(PathPattern.Root).DistinctBy(pattern => pattern.Text).OrderBy(pattern => pattern.Length).ThenBy(pattern => pattern.Text, StringComparer.Ordinal)];
        var byPurpose = Enum.GetValues<Purpose>().OrderBy(Place).ToDictionary(purpose => purpose, purpose => Along(patterns, DeclaredTerms.AnyOf(purpose), DeclaredTerms.AnyOf(purpose)));
        var changes = new List<TermsChange>();
        foreach (var (purpose, values) in byPurpose)
            Add(changes, patterns, purpose.Name(), values, null);
        var unknown = AgentIdentity.UnknownMachine(PurposeNames.Unknown);
        Add(changes, patterns, PurposeNames.Unknown, Along(patterns, unknown, unknown), null);
        AddAgents(changes, patterns, byPurpose, olderAgents, newerAgents);
        Changes = [.. changes];
    }

    /// <summary>Modes that are others, the site's first; where that changes, rules with a mode of their own that stay in it.</summary>
    public IReadOnlyList<ModeChange> Modes { get; }

    /// <summary>What somebody gets that they did not, by purpose, then unknown machines, then single operators and agents; the shorter pattern first.</summary>
    public IReadOnlyList<TermsChange> Changes { get; }

    /// <summary>Compares.</summary>
    /// <param name="older">Terms.</param>
    /// <param name="newer">Terms that are to take their place.</param>
    /// <param name="olderAgents">The agents that are known beside the older terms, one identity each.</param>
    /// <param name="newerAgents">The same beside the newer: a purpose may be another there.</param>
    public static TermsComparison Of(SiteTerms older, SiteTerms newer, IReadOnlyList<AgentIdentity> olderAgents, IReadOnlyList<AgentIdentity> newerAgents) =>
        new(older, newer, olderAgents, newerAgents);

    /// <summary>Terms as if every rule were in enforce, and whom they name.</summary>
    sealed class Reading(SiteTerms written)
    {
        readonly HashSet<string> subjects = new(written.Rules.SelectMany(rule => rule.Lines).Select(line => line.Subject), StringComparer.OrdinalIgnoreCase);

        public DeclaredTerms Declared { get; } = DeclaredTerms.Of(written.Enforced);

        public bool Names(AgentIdentity who) => subjects.Contains(TermsLine.AgentPrefix + who.Agent) || subjects.Contains(TermsLine.OperatorPrefix + who.Operator);

        public bool NamesAgent(AgentIdentity who) => subjects.Contains(TermsLine.AgentPrefix + who.Agent);

        public TermsValue? At(PathPattern pattern, AgentIdentity who)
        {
            var value = Declared.At(pattern, who);
            return who.Kind == RequesterKind.UnknownMachine && Declared.UnknownMachines?.CompareTo(value) > 0 ? Declared.UnknownMachines : value;
        }
    }

    /// <summary>The uses that owners ask about first.</summary>
    static int Place(Purpose purpose) => purpose switch { Purpose.Search => 0, Purpose.AiInput => 1, Purpose.AiIndex => 2, Purpose.AiTrain => 3, _ => 4 };

    (TermsValue? Old, TermsValue? New)[] Along(PathPattern[] patterns, AgentIdentity before, AgentIdentity after) =>
        [.. patterns.Select(pattern => (older.At(pattern, before), newer.At(pattern, after)))];

    /// <summary>
    /// Adds what changes along the patterns, unless a shorter pattern that covers one says the same, or <paramref name="others"/> does,
    /// which are the values of the purpose; where those change and these do not, that they stay is told.
    /// </summary>
    static void Add(List<TermsChange> changes, PathPattern[] patterns, string who, (TermsValue? Old, TermsValue? New)[] values, (TermsValue? Old, TermsValue? New)[]? others)
    {
        for (var i = 0; i < patterns.Length; i++)
        {
            var changesHere = values[i].Old != values[i].New;
            var staysBehind = others is not null && others[i].Old != others[i].New;
            if ((!changesHere && !staysBehind) || values[i] == others?[i])
                continue;
            var above = Enumerable.Range(0, i).LastOrDefault(shorter => patterns[shorter].Covers(patterns[i]), -1);
            if (above < 0 || values[above] != values[i] || (!changesHere && others![above] == values[above])) // stays behind others
                changes.Add(new TermsChange(patterns[i].Text, who, values[i].Old, values[i].New));
        }
    }

    /// <summary>Agents that either terms name, or whose purpose is another; an operator whose agents all fare alike is told as one.</summary>
    void AddAgents(
        List<TermsChange> changes, PathPattern[] patterns, Dictionary<Purpose, (TermsValue? Old, TermsValue? New)[]> byPurpose,
        IReadOnlyList<AgentIdentity> olderAgents, IReadOnlyList<AgentIdentity> newerAgents)
    {
        var before = olderAgents.ToDictionary(agent => agent.Agent, StringComparer.OrdinalIgnoreCase);
        var fates = newerAgents.Select(after => (Before: before.GetValueOrDefault(after.Agent, after), After: after))
            .Where(entry => older.Names(entry.Before) || newer.Names(entry.After) || entry.Before.Purpose != entry.After.Purpose)
            .Select(entry => (entry.After, IsNamed: older.NamesAgent(entry.Before) || newer.NamesAgent(entry.After) || entry.Before.Purpose != entry.After.Purpose, Values: Along(patterns, entry.Before, entry.After)));
        foreach (var family in fates.GroupBy(fate => fate.After.Operator))
        {
            var plain = family.Where(fate => !fate.IsNamed).ToArray();
            var areAlike = plain.Length > 1 && plain.All(fate => fate.Values.SequenceEqual(plain[0].Values));
            if (areAlike)
                Add(changes, patterns, TermsLine.OperatorPrefix + family.Key, plain[0].Values, null);
            foreach (var fate in family.Where(fate => fate.IsNamed || !areAlike))
                Add(changes, patterns, TermsLine.AgentPrefix + fate.After.Agent, fate.Values, byPurpose[fate.After.Purpose!.Value]); // an agent has one
        }
    }

    static IEnumerable<ModeChange> ModesOf(SiteTerms older, SiteTerms newer)
    {
        if (older.Mode != newer.Mode)
            yield return new ModeChange(null, older.Mode, newer.Mode);
        foreach (var path in older.Rules.Concat(newer.Rules).Where(rule => rule.Mode is not null).Select(rule => rule.Path.Text).Distinct())
        {
            var (was, becomes) = (ModeOf(older, path), ModeOf(newer, path));
            if (was != becomes || older.Mode != newer.Mode)
                yield return new ModeChange(path, was, becomes);
        }
    }

    /// <summary>The furthest that a rule of a pattern goes; null where there is no such rule.</summary>
    static Mode? ModeOf(SiteTerms terms, string path) =>
        terms.Rules.Where(rule => rule.Path.Text == path).Select(rule => (Mode?)(rule.Mode ?? terms.Mode)).Max();
}
