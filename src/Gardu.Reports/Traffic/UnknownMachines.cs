using Gardu.Terms;
using Gardu.Terms.Identities;

namespace Gardu.Reports.Traffic;

/// <summary>
/// Tallies of machines outside the catalogue by name. Names are whatever a client sends, so only the busiest keep a tally
/// of their own: whenever there are twice too many, the less busy half is folded into one. On record there are signers and
/// licensees too.
/// </summary>
sealed class UnknownMachines
{
    /// <summary>Names that keep a tally of their own.</summary>
    public const int NamesMax = 128;

    /// <summary>The name of what is folded together; no user agent can claim it, since a name ends at a bracket.</summary>
    public const string Others = "(other)";

    const int PathsKept = 64;

    /// <summary>By name; signers and licensees behind a line end, which no machine's name has, so that no name takes their row.</summary>
    readonly Dictionary<string, MachineTally> byKey = [];
    MachineTally? others;

    /// <summary>All tallies; that of <see cref="Others"/> too where there is one.</summary>
    public IEnumerable<MachineTally> All => others is null ? byKey.Values : byKey.Values.Append(others);

    /// <summary>The tally of a name.</summary>
    public MachineTally Of(string name) => byKey.TryGetValue(name, out var tally) ? tally : Add(name, New(name, null, PurposeNames.Unknown));

    /// <summary>The tally of a signer or a licensee.</summary>
    public MachineTally Of(AgentIdentity identity) =>
        $"\n{identity.Agent}" is var key && byKey.TryGetValue(key, out var tally) ? tally : Add(key, New(identity.Agent, identity.Operator, identity.PurposeName));

    /// <summary>Adds what another has counted.</summary>
    public void Merge(UnknownMachines other)
    {
        foreach (var (key, tally) in other.byKey)
            (byKey.TryGetValue(key, out var own) ? own : Add(key, New(tally.Name, tally.Operator, tally.Purpose))).Merge(tally);
        if (other.others is not null)
            Fold(other.others);
    }

    /// <summary>Folds all but the busiest <see cref="NamesMax"/>.</summary>
    public void FoldLeast()
    {
        var least = byKey.OrderByDescending(entry => entry.Value.Requests).ThenBy(entry => entry.Key, StringComparer.Ordinal).Skip(NamesMax).ToList();
        foreach (var (key, tally) in least)
        {
            Fold(tally);
            byKey.Remove(key);
        }
    }

    MachineTally Add(string key, MachineTally tally)
    {
        if (byKey.Count == NamesMax * 2)
            FoldLeast();
        return byKey[key] = tally;
    }

    void Fold(MachineTally tally)
    {
        others ??= New(Others, null, PurposeNames.Unknown);
        others.Merge(tally);
    }

    static MachineTally New(string name, string? operatorName, string purpose) => new(name, operatorName, purpose, PathsKept);
}
