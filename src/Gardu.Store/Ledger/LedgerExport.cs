using Gardu.Gate.Ledger;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;

namespace Gardu.Store.Ledger;

/// <summary>An export of the ledger under one checkpoint: its first line, and its entries with their proofs, each made when it is asked for.</summary>
/// <param name="Header">The first line.</param>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="Entries">The other lines; throws <see cref="StoreException"/> where the ledger cannot be read or is damaged.</param>
public sealed record LedgerExport(ExportHeader Header, Checkpoint Checkpoint, IEnumerable<ExportEntry> Entries)
{
    /// <summary>
    /// The export of a filter under the last checkpoint, or the last that witnesses have signed where that has all that is asked for. With a licensee it holds of others nothing: of licensees and keys its own
    /// alone, and nothing of the configuration.
    /// </summary>
    /// <exception cref="StoreException">Nothing is published yet, or it cannot be read.</exception>
    public static LedgerExport Of(LedgerRows rows, LedgerView view, ITileStorage storage, IReadOnlyList<NoteKey> keys, ExportFilter filter)
    {
        var last = view.Checkpoint() ?? throw new StoreException("nothing of the ledger is published yet; run \"gardu up\"");
        var (note, checkpoint) = view.Cosigned() is { } cosigned && IsEnough(rows, cosigned.Checkpoint, last.Checkpoint, filter) ? cosigned : last;
        return new LedgerExport(new ExportHeader(note, filter, keys), checkpoint, Lines());

        IEnumerable<ExportEntry> Lines()
        {
            var subtrees = Kept(PublishedLog.Subtrees(new LastTiles(storage), checkpoint.Size));
            foreach (var (index, entry) in rows.Select(filter, checkpoint.Size).Where(row => Concerns(filter, row.Index, row.Entry)))
            {
                var path = TreeProofs.Inclusion(index, checkpoint.Size, subtrees);
                yield return TreeProofs.Includes(entry.Entry.Envelope.LeafHash(), index, checkpoint.Size, path, checkpoint.Root)
                    ? new ExportEntry(index, entry.Entry, path)
                    : throw LedgerView.Damaged($"entry {index} cannot be proven out of the published tiles");
            }
        }
    }

    /// <summary>Whether what came behind a checkpoint is not asked for.</summary>
    static bool IsEnough(LedgerRows rows, Checkpoint cosigned, Checkpoint last, ExportFilter filter) =>
        cosigned.Size == last.Size || filter.Last < cosigned.Size || rows.Entry(cosigned.Size)?.Entry.Envelope.Time >= filter.To;

    static bool Concerns(ExportFilter filter, long index, ConcernedEntry row)
    {
        var envelope = row.Entry.Envelope;
        if (!filter.Admits(index, envelope, envelope.Kind == EntryKind.Usage && !row.Entry.IsErased ? UsagePayload.Read(row.Entry.Payload) : null))
            return false;
        return envelope.Kind switch
        {
            EntryKind.Usage => filter.Agent is null || !row.Entry.IsErased, // whose an erased one was nobody can tell
            EntryKind.Licensee or EntryKind.Key => filter.LeavesOut ? filter.Licensee is not null && row.Licensee == filter.Licensee : true,
            EntryKind.Configuration or EntryKind.Operator => filter.Licensee is null,
            _ => true,
        };
    }

    /// <summary>Keeps hashes that were made, since the proofs of neighbours share nearly all of theirs, and one high in a tile is made of hundreds.</summary>
    static WholeSubtree Kept(WholeSubtree subtree)
    {
        const int most = 4096;
        var kept = new Dictionary<(int Level, long Index), TreeHash>(most);
        return (level, index) =>
        {
            if (kept.TryGetValue((level, index), out var known))
                return known;
            if (kept.Count == most)
                kept.Clear();
            return kept[(level, index)] = subtree(level, index);
        };
    }

    /// <summary>Keeps the tiles that were read last, since the proofs of neighbours are made of the same.</summary>
    sealed class LastTiles(ITileStorage storage) : ITileStorage
    {
        const int Most = 64;

        readonly Dictionary<string, byte[]?> kept = [];

        public byte[]? Read(string path)
        {
            if (kept.TryGetValue(path, out var known))
                return known;
            if (kept.Count == Most)
                kept.Clear();
            return kept[path] = storage.Read(path);
        }

        public void Write(IReadOnlyList<LogFile> files) => storage.Write(files);

        public void RemovePartials(string path) => storage.RemovePartials(path);
    }
}
