using Gardu.Ledger.Entries;
using Gardu.Ledger.Statements;

namespace Gardu.Verify;

/// <summary>A statement, counted again from proven entries.</summary>
/// <param name="statement">What it says.</param>
/// <param name="report">What is found goes there.</param>
/// <param name="place">What stands before what is said, where the statement is in another file.</param>
sealed class Recount(Statement statement, Report report, string place)
{
    readonly StatementCounter counter = new();
    readonly SeenIndexes seen = new();
    readonly SeenIndexes seenErased = new();
    bool hasEntries;
    bool isFull;
    long erased;

    /// <summary>Counts a proven entry, once, if the statement is of it.</summary>
    public void Take(string origin, long index, Entry entry, UsagePayload? usage)
    {
        if (origin != statement.Log.Origin || index >= statement.Log.Size)
            return;
        hasEntries = true;
        if (entry.Envelope.Kind != EntryKind.Usage || !statement.Filter.Admits(index, entry.Envelope, usage))
            return;
        if (usage is null)
            erased += seenErased.Add(index) ? 1 : 0;
        else if (seen.Add(index) && !counter.Add(usage))
            isFull = true;
    }

    /// <summary>Says whether the statement is what was counted, and whether the log it names is proven.</summary>
    public void Conclude(History history)
    {
        if (!hasEntries)
        {
            report.Doubt($"{place}there is nothing to count it from: give the export or the receipts that it is of, of the log {Shown.Of(statement.Log.Origin)}");
            return;
        }
        if (isFull)
            report.Doubt($"{place}the entries have more lines or bytes than a statement can hold");
        var differences = 0;
        foreach (var difference in statement.Against(counter.ToStatement(statement.Filter, statement.Log)))
        {
            differences++;
            report.Doubt($"{place}{Shown.Of(difference.Where)}: the statement says {difference.Said} {difference.What}, and the entries give {difference.Counted}");
        }
        if (differences == 0)
            report.Prove($"{place}its {statement.Requests} requests and {statement.Bytes} bytes, in {statement.Lines.Count} {(statement.Lines.Count == 1 ? "line" : "lines")}, are what the proven entries add up to");
        if (erased > 0)
            report.Leave($"{place}what {erased} usage entries said: their payloads are not there or cannot be read, and they are not counted");
        var roots = history.At(statement.Log.Origin, statement.Log.Size).Select(checkpoint => checkpoint.Root).ToList();
        if (roots.Count == 0)
            report.Leave($"{place}that the log had the root that the statement names: no checkpoint of {statement.Log.Size} entries was given");
        else if (!roots.Contains(statement.Log.Root))
            report.Doubt($"{place}the statement names the root {statement.Log.Root} for {statement.Log.Size} entries, and the log signed {roots[0]}");
        report.Leave($"{place}that the entries given are all the usage there was; see what is said of each export");
    }
}
