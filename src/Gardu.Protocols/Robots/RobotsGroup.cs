namespace Gardu.Protocols.Robots;

/// <summary>What a robots.txt says to one agent: the records of all its groups together, in the order of the file.</summary>
public sealed class RobotsGroup
{
    readonly List<RobotsRule> rules = [];
    readonly List<string> licenses = [];
    readonly List<RobotsPreference> signals = [];
    readonly List<RobotsPreference> usages = [];
    readonly List<string> others = [];

    /// <summary>Where it may go (RFC 9309 section 2.2.2).</summary>
    public IReadOnlyList<RobotsRule> Rules => rules;

    /// <summary>Where its licences are (<c>License</c>, RSL 1.0 section 4); any of them puts those of the whole file out of force.</summary>
    public IReadOnlyList<string> Licenses => licenses;

    /// <summary><c>Content-Signal</c> records.</summary>
    public IReadOnlyList<RobotsPreference> ContentSignals => signals;

    /// <summary><c>Content-Usage</c> records (draft-ietf-aipref-attach).</summary>
    public IReadOnlyList<RobotsPreference> ContentUsages => usages;

    /// <summary>Records that nobody here knows, such as <c>Crawl-delay</c>, as they stand.</summary>
    public IReadOnlyList<string> Others => others;

    internal void AddOther(string line) => others.Add(line);

    internal void Add(RobotsRule rule) => rules.Add(rule);

    internal void AddLicense(string url) => licenses.Add(url);

    internal void AddSignal(RobotsPreference signal) => signals.Add(signal);

    internal void AddUsage(RobotsPreference usage) => usages.Add(usage);

    /// <summary>Takes over another's records behind its own.</summary>
    internal void Join(RobotsGroup other)
    {
        rules.AddRange(other.rules);
        licenses.AddRange(other.licenses);
        signals.AddRange(other.signals);
        usages.AddRange(other.usages);
        others.AddRange(other.others);
    }

    /// <summary>The rule that counts on a path, spelled as the rules are: the longest that matches, and one that allows on a tie.</summary>
    internal RobotsRule? RuleFor(string path)
    {
        RobotsRule? counting = null;
        foreach (var rule in rules)
            if (!(rule.Length < counting?.Length) && rule.Pattern.IsMatch(path))
                counting = rule.Length == counting?.Length && counting.Allows ? counting : rule;
        return counting;
    }
}

/// <summary>An <c>Allow</c> or <c>Disallow</c> line.</summary>
/// <param name="Pattern">The paths it speaks of.</param>
/// <param name="Allows">True for <c>Allow</c>.</param>
/// <param name="Length">Octets of the pattern as written, a trailing <c>*</c> among them: the longer of two that match counts.</param>
public sealed record RobotsRule(PathPattern Pattern, bool Allows, int Length);

/// <summary>A statement about use, for paths of a pattern or for all.</summary>
/// <param name="Pattern">The paths it speaks of; null for all.</param>
/// <param name="Value">The statement as written.</param>
public sealed record RobotsPreference(PathPattern? Pattern, string Value)
{
    /// <summary>As the file has it.</summary>
    public override string ToString() => Pattern is null ? Value : $"{Pattern} {Value}";
}
