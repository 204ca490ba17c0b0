using System.CommandLine;
using System.Globalization;
using System.Text;
using Gardu.Gate.Recording;
using Gardu.Ledger.Notes;
using Gardu.LedgerKeeping;

namespace Gardu.Commands.Ledger;

/// <summary><c>gardu ledger receipt</c> and <c>gardu ledger prove</c>: files that prove offline what is in the log, and that it only grew.</summary>
static class ProveLedger
{
    public static Command CreateReceipt()
    {
        var id = new Argument<string>("ID") { Description = "The request, as Gardu-Request named it: req_ and 32 digits" };
        var file = LedgerCommandRun.OutOption();
        return new Command("receipt", "Write the receipt for a request: a tlog-proof with the entry in it") { id, file }.On("gardu ledger receipt", (parsed, ledger) =>
        {
            if (!RequestId.TryParse(parsed.GetRequiredValue(id), out var request))
                throw new UsageException($"\"{parsed.GetRequiredValue(id)}\" names no request; the answer to a machine has the name in its Gardu-Request header");
            var receipt = ledger.View.Receipt(request) ?? throw new UsageException($"no request {request} is in the ledger");
            var proof = receipt.Proof ?? throw new StoreException($"{request} waits for the next checkpoint, which a running gate makes within a second");
            LedgerCommandRun.WriteTo(parsed.GetValue(file), parsed, output => output.Write(Encoding.UTF8.GetBytes(proof.ToString())));
            return ExitCode.Done;
        });
    }

    public static Command CreateProve()
    {
        var index = new Argument<long?>("INDEX") { Description = "The entry to prove, by its index", Arity = ArgumentArity.ZeroOrOne };
        var old = new Option<string?>("--old") { Description = "Prove instead that the log begins with an earlier one: its checkpoint's file, or how many entries it had", HelpName = "CHECKPOINT" };
        var next = new Option<string?>("--new") { Description = "The later checkpoint's file (default: the last one)", HelpName = "CHECKPOINT" };
        var file = LedgerCommandRun.OutOption();
        return new Command("prove", "Prove that an entry is in the log, or that one checkpoint is the beginning of another") { index, old, next, file }.On("gardu ledger prove", (parsed, ledger) =>
        {
            var text = (parsed.GetValue(index), parsed.GetValue(old)) switch
            {
                ({ } at, null) => Inclusion(ledger, at),
                (null, { } earlier) => Consistency(ledger, earlier, parsed.GetValue(next)),
                _ => throw new UsageException("name an entry by its index, or an earlier checkpoint with --old"),
            };
            LedgerCommandRun.WriteTo(parsed.GetValue(file), parsed, output => output.Write(Encoding.UTF8.GetBytes(text)));
            return ExitCode.Done;
        });
    }

    static string Inclusion(InstallationLedger ledger, long index)
    {
        var entry = ledger.Rows.Entry(index) ?? throw new UsageException($"there is no entry {index}; the ledger has {ledger.Rows.Head().Size}");
        return ledger.View.Proof(index, entry)?.ToString() ?? throw new StoreException($"entry {index} waits for the next checkpoint, which a running gate makes within a second");
    }

    static string Consistency(InstallationLedger ledger, string earlier, string? later)
    {
        var (note, checkpoint) = later is null ? ledger.View.Checkpoint() ?? throw new StoreException("nothing of the ledger is published yet; run \"gardu up\"") : Read(ledger, later);
        var signed = long.TryParse(earlier, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? null : Read(ledger, earlier).Checkpoint;
        size = signed?.Size ?? size;
        if (size > checkpoint.Size)
            throw new UsageException($"the earlier log has {size} entries and the later one {checkpoint.Size}");
        var proof = ledger.View.Consistency(size, note, checkpoint);
        if (signed is not null && !proof.Holds(signed))
            throw new StoreException($"{earlier} is not the beginning of the log as it is: one of the two was forged", isCorrupt: true);
        return proof.ToString();
    }

    static (SignedNote Note, Checkpoint Checkpoint) Read(InstallationLedger ledger, string path)
    {
        var note = SignedNote.Parse(NamedFile.Bytes(path));
        return note is not null && note.Verify(ledger.Keys.Read().Known).Count > 0 && Checkpoint.Parse(note.Text) is { } checkpoint
            ? (note, checkpoint)
            : throw new UsageException($"{path} is no checkpoint that a key of this log has signed");
    }
}
