using Gardu.Terms;

namespace Gardu.Reports.Traffic;

/// <summary>
/// Tallies of machines outside the catalogue by name. Names are whatever a client sends, so only the busiest keep a tally
/// of their own: whenever there are twice too many, the less busy half is folded into one.
/// </summary>
sealed class UnknownMachines
{
    /// <summary>Names that keep a tally of their own.</summary>
    public const int NamesMax = 128;

    /// <summary>The name of what is folded together; no user agent can claim it, since a name ends at a bracket.</summary>
    public const string Others = "(other)";

    const int PathsKept = 64;

    readonly Dictionary<string, MachineTally> byName = [];
    MachineTally? others;

    /// <summary>All tallies; that of <see cref="Others"/> too where there is one.</summary>
    public IEnumerable<MachineTally> All => others is null ? byName.Values : byName.Values.Append(others);

    /// <summary>The tally of a name.</summary>
    public MachineTally Of(string name)
    {
        if (byName.TryGetValue(name, out var tally))
            return tally;
        if (byName.Count == NamesMax * 2)
            FoldLeast();
        return byName[name] = New(name);
    }

    /// <summary>Adds what another has counted.</summary>
    public void Merge(UnknownMachines other)
    {
        foreach (var tally in other.byName.Values)
            Of(tally.Name).Merge(tally);
        if (other.others is not null)
            Fold(other.others);
    }

    /// <summary>Folds all but the busiest <see cref="NamesMax"/>.</summary>
    public void FoldLeast()
    {
        var least = byName.Values.OrderByDescending(tally => tally.Requests).ThenBy(tally => tally.Name, StringComparer.Ordinal).Skip(NamesMax).ToList();
        foreach (var tally in least)
        {
            Fold(tally);
            byName.Remove(tally.Name);
        }
    }

    void Fold(MachineTally tally)
    {
        others ??= New(Others);
        others.Merge(tally);
    }

    static MachineTally New(string name) => new(name, null, PurposeNames.Unknown, PathsKept);
}
