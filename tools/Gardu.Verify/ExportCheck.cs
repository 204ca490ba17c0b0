using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;

namespace Gardu.Verify;

/// <summary>Reads an export once from its beginning to its end, line by line, and checks each entry.</summary>
/// <param name="stream">At the beginning.</param>
/// <param name="report">What is found goes there.</param>
/// <param name="place">What stands before a line's number, where the export is in another file.</param>
sealed class ExportCheck(Stream stream, Report report, string place)
{
    readonly LineReader lines = new(stream, ExportHeader.LineMax);
    readonly ExportTally tally = new();

    /// <summary>The first line; null where it is none.</summary>
    public ExportHeader? Header { get; private set; }

    /// <summary>The checkpoint, once it was proven.</summary>
    public Checkpoint? Checkpoint { get; private set; }

    string Line => $"{place}line {lines.Number}";

    /// <summary>Reads the first line for its keys.</summary>
    public void BringAlong(Body body, string source)
    {
        if (lines.Next(out var line) == LineOutcome.Line && ExportHeader.Parse(line) is { Keys.Count: > 0 } header)
            body.Trust.BringAlong(TrustedKeys.Of(header.Keys), source);
    }

    /// <summary>Checks all of it.</summary>
    /// <param name="body">Takes what is proven.</param>
    /// <param name="proven">Is told of each proven entry, with its payload where it is usage.</param>
    public void Run(Body body, Action<ExportEntry, UsagePayload?>? proven = null)
    {
        if (lines.Next(out var first) == LineOutcome.Line)
            Header = ExportHeader.Parse(first);
        if (Header is not { } header)
        {
            report.Doubt($"{Line} is no first line of an export: it was cut short or altered");
            return;
        }
        Checkpoint = body.Trust.Check(header.Note, report);
        if (Checkpoint is not { } checkpoint)
            return;
        body.History.Add(checkpoint, report);
        var doubts = report.DoubtCount;
        var order = new IndexOrder(header.Filter, checkpoint.Size);
        while (Next() is { } line)
        {
            if (ExportEntry.Parse(line) is not { } read)
            {
                report.Doubt($"{Line} is no entry of an export: it was altered");
                continue;
            }
            if (order.Take(read.Index) is { } wrong)
                report.Doubt($"{Line}: {wrong}");
            if (!Holds(read, checkpoint, header.Filter, out var usage))
                continue;
            tally.Add(read, usage);
            body.Take(checkpoint.Origin, read.Index, read.Entry, usage);
            proven?.Invoke(read, usage);
        }
        if (order.Missing is { } missing)
            report.Doubt($"{place}behind the last line {missing}");
        tally.Tell(report, header.Filter, isWhole: report.DoubtCount == doubts);
    }

    /// <summary>The next line; null at the end, and, with a doubt, where it cannot be read further.</summary>
    ReadOnlyMemory<byte>? Next()
    {
        switch (lines.Next(out var line))
        {
            case LineOutcome.Line:
                return line;
            case LineOutcome.BreaksOff:
                report.Doubt($"{Line} breaks off: the file was cut short");
                return null;
            case LineOutcome.TooLong:
                report.Doubt($"{Line} is longer than {ExportHeader.LineMax} octets; nothing from there on was read");
                return null;
            default:
                return null;
        }
    }

    bool Holds(ExportEntry read, Checkpoint checkpoint, ExportFilter filter, out UsagePayload? usage)
    {
        var (index, entry) = (read.Index, read.Entry);
        usage = null;
        if (!TreeProofs.Includes(entry.Envelope.LeafHash(), index, checkpoint.Size, read.Path, checkpoint.Root))
        {
            report.Doubt($"{Line}: the log has another entry at index {index}: this one was altered, exchanged with another, or put in");
            return false;
        }
        if (!entry.IsWhole)
        {
            report.Doubt($"{Line}: the payload is not the one of the entry at index {index}: it was altered, or is another entry's");
            return false;
        }
        usage = entry.Envelope.Kind == EntryKind.Usage ? UsagePayload.Read(entry.Payload) : null;
        if (usage is null && entry is { Envelope.Kind: EntryKind.Usage, IsErased: false })
            report.Doubt($"{Line}: the payload of the usage entry at index {index} cannot be read, so it was not counted");
        if (!filter.Admits(index, entry.Envelope, usage))
            report.Doubt($"{Line}: the entry at index {index} is in the log, and is not what the export says it was asked for");
        return true;
    }
}
