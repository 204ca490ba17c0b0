using System.Runtime.InteropServices;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Notes;

namespace Gardu.Ledger.Statements;

/// <summary>Counts usage entries into a statement. Whoever adds sees to it that each entry comes once.</summary>
public sealed class StatementCounter
{
    const string UnknownPurpose = "unknown";

    readonly Dictionary<(string Site, string Purpose, string Proof, string Decision), (long Requests, long Bytes)> counts = [];
    long requests;
    long bytes;

    /// <summary>Adds a usage entry; false where a statement cannot hold it, with more lines than <see cref="Statement.LinesMax"/> or more bytes than 2^53 − 1.</summary>
    public bool Add(UsagePayload usage)
    {
        if (usage.Bytes > CanonicalJson.NumberMax - bytes)
            return false;
        var key = (usage.Site, usage.Purpose ?? UnknownPurpose, usage.Proof, usage.Decision);
        if (counts.Count == Statement.LinesMax && !counts.ContainsKey(key))
            return false;
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
        count = (count.Requests + 1, count.Bytes + usage.Bytes);
        (requests, bytes) = (requests + 1, bytes + usage.Bytes);
        return true;
    }

    /// <summary>The statement over what was added.</summary>
    /// <param name="filter">That of the export.</param>
    /// <param name="log">The checkpoint under which the entries are proven.</param>
    public Statement ToStatement(ExportFilter filter, Checkpoint log)
    {
        var lines = counts.Select(count => new StatementLine(count.Key.Site, count.Key.Purpose, count.Key.Proof, count.Key.Decision, count.Value.Requests, count.Value.Bytes)).ToList();
        lines.Sort(StatementLine.Order);
        return new Statement(filter, log, lines, requests, bytes);
    }
}
