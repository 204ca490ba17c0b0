using Gardu.Protocols.Robots;
using Gardu.Protocols.Signals;
using Gardu.Terms.Decisions;
using Gardu.Terms.Declarations;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Importing;

/// <summary>
/// Makes terms of a robots.txt, so that each agent gets what its group says. <c>*</c> speaks of every machine without a group
/// of its own, so it becomes <c>all</c>, and an agent with a group gets a line beside it wherever the two differ. A use that
/// <c>Content-Signal</c> or <c>Content-Usage</c> says no to is refused to the agents of that purpose.
/// </summary>
public sealed class RobotsImport
{
    /// <summary>Most different paths that are taken over: each is held against every group.</summary>
    public const int PathsMax = 1000;

    const string Everybody = "*";

    readonly RobotsTxt robots;
    readonly IReadOnlyList<AgentIdentity> agents;
    readonly Dictionary<AgentIdentity, RobotsSpeech> speeches = [];
    readonly Dictionary<(RobotsGroup, Purpose?), RobotsSpeech> known = [];
    readonly RobotsSpeech? everybody;
    readonly SortedSet<string> notes = new(StringComparer.Ordinal);

    RobotsImport(RobotsTxt robots, IReadOnlyList<AgentIdentity> agents)
    {
        (this.robots, this.agents) = (robots, agents);
        everybody = SpeechOf(Everybody, null);
        foreach (var agent in agents)
            if (SpeechOf(agent.Agent, agent.Purpose) is { } speech)
                speeches.Add(agent, speech);
    }

    /// <summary>One instance for all agents of a purpose that a group names together.</summary>
    RobotsSpeech? SpeechOf(string token, Purpose? purpose)
    {
        if (robots.GroupOf(robots.Names(token) ? token : Everybody) is not { } group)
            return null;
        return known.TryGetValue((group, purpose), out var speech) ? speech : known[(group, purpose)] = new RobotsSpeech(group, purpose);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="agents">The agents of the catalogue.</param>
    /// <param name="error">Why it cannot be taken over at all, in words; null where it can.</param>
    public static ImportedTerms? Read(ReadOnlySpan<byte> bytes, IReadOnlyList<AgentIdentity> agents, out string? error)
    {
        var import = new RobotsImport(RobotsTxt.Parse(bytes), agents);
        PathPattern[] patterns = [.. import.speeches.Values.Append(import.everybody).OfType<RobotsSpeech>().Distinct().SelectMany(speech => speech.Patterns).DistinctBy(pattern => pattern.Text)];
        error = patterns.Length > PathsMax ? $"it has more than {PathsMax} different paths" : null;
        if (error is not null)
            return null;
        var rules = patterns.OrderBy(pattern => pattern.Length).ThenBy(pattern => pattern.Text, StringComparer.Ordinal)
            .Select(pattern => new TermsRule(pattern, null, import.LinesAt(pattern))).Where(rule => rule.Lines.Count > 0).ToArray();
        return new ImportedTerms(rules, [.. RobotsLeftovers.Of(import.robots, agents), .. import.notes]);
    }

    IReadOnlyList<TermsLine> LinesAt(PathPattern pattern)
    {
        if (FreePaths.Contains(pattern.Prefix))
            notes.Add($"{pattern}: paths that machines need in order to obey are always free.");
        var all = everybody?.HasRule(pattern) == true ? ValueAt(everybody, pattern) : null;
        var said = speeches.Values.Distinct().Where(speech => all is not null || speech.Speaks(pattern)).ToDictionary(speech => speech, speech => ValueAt(speech, pattern));
        var values = speeches.Where(entry => said.ContainsKey(entry.Value)).ToDictionary(entry => entry.Key, entry => said[entry.Value]);
        return TermsLines.Of(all, values, agents);
    }

    TermsValue ValueAt(RobotsSpeech speech, PathPattern pattern)
    {
        var value = speech.At(pattern, out var crossing);
        if (crossing is not null)
            notes.Add($"Where {pattern} and {crossing} meet, robots.txt may say otherwise than these terms, which take the stricter.");
        return value ? TermsValue.Allow : TermsValue.Refuse;
    }
}

/// <summary>What a group says to agents of one purpose.</summary>
sealed class RobotsSpeech
{
    readonly RobotsGroup group;
    readonly ILookup<PathPattern, bool> uses;

    public RobotsSpeech(RobotsGroup group, Purpose? purpose)
    {
        this.group = group;
        var label = Labels.All.FirstOrDefault(label => label.Purpose == purpose);
        uses = Said(group.ContentSignals, ContentSignals.Parse, label?.ContentSignal).Concat(Said(group.ContentUsages, UsagePreferences.Parse, label?.ContentUsage))
            .ToLookup(said => said.Pattern, said => said.Answer);
    }

    public IEnumerable<PathPattern> Patterns => group.Rules.Select(rule => rule.Pattern).Concat(uses.Select(use => use.Key));

    public bool HasRule(PathPattern pattern) => group.Rules.Any(rule => rule.Pattern.Text == pattern.Text);

    public bool Speaks(PathPattern pattern) => HasRule(pattern) || uses.Contains(pattern);

    /// <summary>Whether a request passes on the paths of a pattern that no longer one speaks of.</summary>
    /// <param name="pattern">The paths.</param>
    /// <param name="crossing">Another pattern that makes it uncertain; null for none.</param>
    public bool At(PathPattern pattern, out PathPattern? crossing)
    {
        var covering = group.Rules.Where(rule => rule.Pattern.Covers(pattern)).OrderByDescending(rule => rule.Length).ThenByDescending(rule => rule.Allows).FirstOrDefault();
        var mayFetch = covering?.Allows != false;
        crossing = group.Rules.FirstOrDefault(rule => rule.Allows != mayFetch && rule.Length >= (covering?.Length ?? 0) && rule.Pattern.Length <= pattern.Length
            && rule.Pattern.MayMeet(pattern) && !rule.Pattern.Covers(pattern))?.Pattern;
        return mayFetch && crossing is null && MayUse(pattern);
    }

    /// <summary>Of the longest statements that cover it a no counts before a yes.</summary>
    bool MayUse(PathPattern pattern) =>
        uses.Where(use => use.Key.Covers(pattern)).OrderByDescending(use => use.Key.Length).FirstOrDefault()?.All(answer => answer) != false;

    static IEnumerable<(PathPattern Pattern, bool Answer)> Said(IReadOnlyList<RobotsPreference> records, Func<string, IReadOnlyDictionary<string, bool>> parse, string? key)
    {
        foreach (var record in records)
            if (key is not null && parse(record.Value).TryGetValue(key, out var answer))
                yield return (record.Pattern ?? PathPattern.Root, answer);
    }
}
