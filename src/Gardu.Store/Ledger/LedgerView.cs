using Gardu.Gate.Ledger;
using Gardu.Gate.Recording;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;
using Gardu.Ledger.Proofs;

namespace Gardu.Store.Ledger;

/// <summary>What is shown of the ledger: files as they are published, entries out of the database, and receipts made of both.</summary>
/// <param name="rows">The database's half.</param>
/// <param name="storage">Where the log is published.</param>
/// <param name="keys">Gives the log's keys and its witnesses.</param>
/// <param name="state">How it is doing.</param>
public sealed class LedgerView(LedgerRows rows, ITileStorage storage, Func<TrustedKeys> keys, LedgerState state) : ILedgerView
{
    /// <summary>Name of the file with the last checkpoint that witnesses have signed too.</summary>
    public const string CosignedPath = "cosigned";

    /// <inheritdoc/>
    public string Keys => keys().ToString();

    /// <inheritdoc/>
    public LedgerState State => state;

    /// <inheritdoc/>
    public byte[]? File(string path) => storage.Read(path);

    /// <inheritdoc/>
    public ConcernedEntry? Entry(long index) => rows.Entry(index);

    /// <inheritdoc/>
    public LedgerReceipt? Receipt(RequestId request) => rows.Find(request) is not { } found ? null : new LedgerReceipt(found.Entry, found.Index is { } index ? Proof(index, found.Entry) : null);

    /// <summary>What proves an entry; null while no checkpoint has it. Under the checkpoint that witnesses have signed, where that has it already.</summary>
    /// <exception cref="StoreException">The log cannot be read, or is damaged.</exception>
    public TlogProof? Proof(long index, ConcernedEntry entry)
    {
        foreach (var path in (string[])[CosignedPath, PublishedLog.CheckpointPath])
            if (Read(path) is var (note, checkpoint) && index < checkpoint.Size)
            {
                var hashes = TreeProofs.Inclusion(index, checkpoint.Size, PublishedLog.Subtrees(storage, checkpoint.Size));
                return TreeProofs.Includes(entry.Entry.Envelope.LeafHash(), index, checkpoint.Size, hashes, checkpoint.Root)
                    ? new TlogProof(index, hashes, note, entry.Entry.ToArray())
                    : throw Damaged($"entry {index} cannot be proven out of the published tiles");
            }
        return null;
    }

    /// <summary>What proves that an earlier log is the beginning of the one that is published; null where there is none, or the earlier one is longer.</summary>
    /// <param name="oldSize">Entries of the earlier one; 0 or more.</param>
    /// <exception cref="StoreException">The log cannot be read.</exception>
    public ConsistencyProof? Consistency(long oldSize) =>
        Checkpoint() is var (note, checkpoint) && oldSize <= checkpoint.Size ? Consistency(oldSize, note, checkpoint) : null;

    /// <summary>The same for a checkpoint that has been read before.</summary>
    public ConsistencyProof Consistency(long oldSize, SignedNote note, Checkpoint checkpoint) =>
        new(oldSize, TreeProofs.Consistency(oldSize, checkpoint.Size, PublishedLog.Subtrees(storage, checkpoint.Size)), note);

    /// <summary>The last checkpoint that witnesses have signed too; null where there is none yet.</summary>
    public (SignedNote Note, Checkpoint Checkpoint)? Cosigned() => Read(CosignedPath);

    /// <summary>The last checkpoint; null where there is none yet.</summary>
    public (SignedNote Note, Checkpoint Checkpoint)? Checkpoint() => Read(PublishedLog.CheckpointPath);

    (SignedNote Note, Checkpoint Checkpoint)? Read(string path)
    {
        if (storage.Read(path) is not { } file)
            return null;
        return SignedNote.Parse(file) is { } note && Gardu.Ledger.Notes.Checkpoint.Parse(note.Text) is { } checkpoint && keys().Verify(note).Count > 0
            ? (note, checkpoint)
            : throw Damaged($"the file {path} is not signed by a key of this log");
    }

    internal static StoreException Damaged(string what) => new($"the ledger is damaged: {what}; run \"gardu ledger fsck\"", isCorrupt: true);
}
