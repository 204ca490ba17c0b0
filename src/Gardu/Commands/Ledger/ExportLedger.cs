using System.Buffers;
using System.CommandLine;
using System.Globalization;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Statements;
using Gardu.LedgerKeeping;
using Gardu.Store.Ledger;

namespace Gardu.Commands.Ledger;

/// <summary><c>gardu ledger export</c> and <c>gardu statement</c>: entries with their proofs, and what they add up to.</summary>
static class ExportLedger
{
    public static Command CreateExport()
    {
        var (filter, file) = (new FilterOptions(), LedgerCommandRun.OutOption());
        var command = new Command("export", "Write entries with their proofs, to be checked anywhere") { file };
        filter.AddTo(command);
        return command.On("gardu ledger export", (parsed, ledger) =>
        {
            var (export, count) = (ExportOf(ledger, filter.Read(parsed)), 0L);
            LedgerCommandRun.WriteTo(parsed.GetValue(file), parsed, output => count = Write(export, output));
            parsed.InvocationConfiguration.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} entries under the checkpoint of {export.Checkpoint.Size:N0}"));
            return ExitCode.Done;
        });
    }

    public static Command CreateStatement()
    {
        var (filter, file) = (new FilterOptions(), LedgerCommandRun.OutOption());
        var command = new Command("statement", "Add up usage out of the ledger, as both sides can recompute it from an export or receipts") { file };
        filter.AddTo(command);
        return command.On("gardu statement", (parsed, ledger) =>
        {
            var export = ExportOf(ledger, filter.Read(parsed));
            var counter = new StatementCounter();
            foreach (var entry in export.Entries)
                Count(counter, entry);
            LedgerCommandRun.WriteTo(parsed.GetValue(file), parsed, output => Write(counter.ToStatement(export.Header.Filter, export.Checkpoint), output));
            return ExitCode.Done;
        });
    }

    /// <summary>The export of a filter.</summary>
    /// <exception cref="UsageException">It asks for a licensee that is not on record.</exception>
    public static LedgerExport ExportOf(InstallationLedger ledger, ExportFilter filter) => filter.Licensee is { } licensee && !ledger.Rows.IsLicensee(licensee)
        ? throw new UsageException($"no licensee {licensee}; gardu licensee list has them")
        : LedgerExport.Of(ledger.Rows, ledger.View, ledger.Storage, [.. ledger.Rows.Keys().Select(key => key.Key)], filter);

    /// <summary>Adds an entry to a statement, where it is usage that is not erased.</summary>
    public static void Count(StatementCounter counter, ExportEntry entry)
    {
        if (entry.Entry.Envelope.Kind == EntryKind.Usage && !entry.Entry.IsErased && UsagePayload.Read(entry.Entry.Payload) is { } usage && !counter.Add(usage))
            throw new UsageException("a statement cannot hold so much; ask for a shorter time with --from and --to");
    }

    static long Write(LedgerExport export, Stream output)
    {
        var buffer = new ArrayBufferWriter<byte>();
        export.Header.Write(buffer);
        var count = 0L;
        foreach (var entry in export.Entries)
        {
            Flush(buffer, output);
            entry.Write(buffer);
            count++;
        }
        Flush(buffer, output);
        return count;
    }

    static void Write(Statement statement, Stream output)
    {
        var buffer = new ArrayBufferWriter<byte>();
        statement.Write(buffer);
        Flush(buffer, output);
    }

    static void Flush(ArrayBufferWriter<byte> buffer, Stream output)
    {
        output.Write(buffer.WrittenSpan);
        buffer.Clear();
    }
}
