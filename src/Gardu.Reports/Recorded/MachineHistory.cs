using Gardu.Reports.Traffic;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Reports.Recorded;

/// <summary>Everything on record of one machine; lists hold the most frequent, most first.</summary>
public sealed record MachineHistory
{
    /// <summary>The figures of all its requests.</summary>
    public required RecordedMachine Machine { get; init; }

    /// <summary>Requests by <see cref="Proof"/>.</summary>
    public required IReadOnlyList<long> Proofs { get; init; }

    /// <summary>Requests by what their proof rests on; without those that have no reason on record.</summary>
    public required IReadOnlyList<GroundsFigures> Grounds { get; init; }

    /// <summary>Requests by what was decided, and why.</summary>
    public required IReadOnlyList<DecisionFigures> Decisions { get; init; }

    /// <summary>What it asked for most.</summary>
    public required IReadOnlyList<TakenPath> Paths { get; init; }

    /// <summary>Where it came from: networks, or hashes of addresses.</summary>
    public required IReadOnlyList<CountedText> From { get; init; }

    /// <summary>Whose keys came with it.</summary>
    public required IReadOnlyList<KeyFigures> Keys { get; init; }

    /// <summary>Requests with a proof.</summary>
    public long Proven(Proof proof) => Proofs[(int)proof];
}

/// <summary>How often the same was decided for the same reason.</summary>
/// <param name="Verdict">What was decided, whether or not the mode let it happen.</param>
/// <param name="Mode">How far the rule went.</param>
/// <param name="Reason">Code of the reason.</param>
/// <param name="Requests">How many requests, one or more.</param>
public sealed record DecisionFigures(Verdict Verdict, Mode Mode, string Reason, long Requests);

/// <summary>A path that was asked for.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="Path">Path and query as sent.</param>
/// <param name="Requests">How often.</param>
/// <param name="Bytes">Bytes of the answers' bodies.</param>
public sealed record TakenPath(string Site, string Path, long Requests, long Bytes);

/// <summary>A key that came with requests.</summary>
/// <param name="Licensee">Whose it is (<c>lic_…</c>).</param>
/// <param name="Key">The key (<c>key_…</c>).</param>
/// <param name="Requests">How often.</param>
public sealed record KeyFigures(string Licensee, string Key, long Requests);
