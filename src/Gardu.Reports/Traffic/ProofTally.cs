using System.Runtime.CompilerServices;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;

namespace Gardu.Reports.Traffic;

/// <summary>
/// Requests by proof and by what it rests on. A machine meets few of the pairs there are, so that looking through them is
/// quicker than any table; there are no more than reasons times proofs.
/// </summary>
sealed class ProofTally
{
    Entry[] entries = [];
    int count;

    struct Entry
    {
        public ReasonCode? Grounds;
        public Proof Proof;
        public long Requests;
    }

    /// <summary>Requests with a proof.</summary>
    public long Of(Proof proof) => ByProof()[(int)proof];

    /// <summary>Requests by <see cref="Proof"/>.</summary>
    public long[] ByProof()
    {
        var sums = new long[(int)Proof.Signed + 1];
        foreach (var entry in entries.AsSpan(0, count))
            sums[(int)entry.Proof] += entry.Requests;
        return sums;
    }

    /// <summary>Requests by what their proof rests on: requests descending, then code, then the weaker proof; without those that rest on nothing.</summary>
    public IReadOnlyList<GroundsFigures> ByGrounds() =>
    [
        .. entries.Take(count).Where(entry => entry.Grounds is not null)
            .Select(entry => new GroundsFigures(entry.Grounds!, entry.Proof, entry.Requests)) // looked at just before
            .OrderByDescending(figures => figures.Requests).ThenBy(figures => figures.Reason.Code, StringComparer.Ordinal).ThenBy(figures => figures.Proof),
    ];

    /// <summary>Counts requests of one identity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Proof proof, ReasonCode? grounds, long requests)
    {
        foreach (ref var entry in entries.AsSpan(0, count))
        {
            if (!ReferenceEquals(entry.Grounds, grounds) || entry.Proof != proof)
                continue;
            entry.Requests += requests;
            return;
        }
        AddNew(proof, grounds, requests);
    }

    /// <summary>Adds what another has counted.</summary>
    public void Merge(ProofTally other)
    {
        foreach (var entry in other.entries.AsSpan(0, other.count))
            Add(entry.Proof, entry.Grounds, entry.Requests);
    }

    void AddNew(Proof proof, ReasonCode? grounds, long requests)
    {
        if (count == entries.Length)
            Array.Resize(ref entries, Math.Max(2, count * 2));
        entries[count++] = new Entry { Grounds = grounds, Proof = proof, Requests = requests };
    }
}
