using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;

namespace Gardu.Verify;

/// <summary>What the proven entries of an export are, in numbers.</summary>
sealed class ExportTally
{
    readonly SortedDictionary<EntryKind, long> kinds = [];
    readonly SortedDictionary<string, long> proofs = new(StringComparer.Ordinal);
    long count;
    long erased;
    long first;
    long last;

    public void Add(ExportEntry line, UsagePayload? usage)
    {
        first = count++ == 0 ? line.Index : first;
        last = line.Index;
        erased += line.Entry.IsErased ? 1 : 0;
        kinds[line.Entry.Envelope.Kind] = kinds.GetValueOrDefault(line.Entry.Envelope.Kind) + 1;
        if (usage is not null)
            proofs[Words.OfProof(usage.Proof)] = proofs.GetValueOrDefault(Words.OfProof(usage.Proof)) + 1;
    }

    /// <param name="report">Where it is said.</param>
    /// <param name="filter">What the export was asked for.</param>
    /// <param name="isWhole">Whether nothing is in doubt.</param>
    public void Tell(Report report, ExportFilter filter, bool isWhole)
    {
        if (count > 0)
            report.Prove($"{count} entries are in the log, from index {first} to {last}: {string.Join(", ", kinds.Select(kind => $"{kind.Value} {Words.Of(kind.Key)}"))}");
        if (isWhole && !filter.LeavesOut)
            report.Prove("every entry of this stretch is here, in the log's order: none was dropped, put in or exchanged");
        if (filter.LeavesOut)
            report.Leave("that nothing was left out: the export was asked for some usage alone, and nobody can prove that there was no more of it");
        if (erased > 0)
            report.Leave($"what {erased} of the entries said: their payloads are not in it. They were erased, or left out of this export; their places and times are proven");
        if (proofs.Count > 0)
            report.Leave($"who was behind the usage: the log noted {string.Join(", ", proofs.Select(proof => $"{proof.Value} by {proof.Key}"))}");
    }
}
