using System.Buffers;
using System.Text;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;
using Gardu.Ledger.Tiles;

namespace Gardu.Store.Ledger;

/// <summary>
/// The log as the world sees it: tiles, entry bundles and a checkpoint in a storage. It grows at its right edge, of which the unfinished tiles are kept
/// in memory. Files are written before the checkpoint that stands on them, and the same entries give the same files, so that writing twice does no harm.
/// </summary>
public sealed class PublishedLog
{
    /// <summary>Name of the checkpoint's file.</summary>
    public const string CheckpointPath = "checkpoint";

    const int EntrySize = sizeof(ushort) + Envelope.Size; // in a bundle

    readonly ITileStorage storage;
    readonly byte[][] edge; // the unfinished tile of each level, empty where there is none
    readonly byte[] bundle; // the unfinished entry bundle

    PublishedLog(ITileStorage storage, long size, TreeHash root, byte[][] edge, byte[] bundle) =>
        (this.storage, Size, Root, this.edge, this.bundle) = (storage, size, root, edge, bundle);

    /// <summary>Entries.</summary>
    public long Size { get; }

    /// <summary>The root over them.</summary>
    public TreeHash Root { get; }

    /// <summary>A log without entries.</summary>
    public static PublishedLog Empty(ITileStorage storage) =>
        new(storage, 0, TreeHash.Empty, [.. Enumerable.Repeat(Array.Empty<byte>(), Tile.LevelsMax)], []);

    /// <summary>Opens what is published. Reads the checkpoint and the right edge, however long the log is.</summary>
    /// <param name="storage">Where it lies.</param>
    /// <param name="keys">The log's keys, former ones too.</param>
    /// <exception cref="StoreException">It is damaged: what is read does not give what the checkpoint says.</exception>
    public static PublishedLog Open(ITileStorage storage, IReadOnlyCollection<NoteKey> keys)
    {
        if (storage.Read(CheckpointPath) is not { } note)
            return Empty(storage);
        if (SignedNote.Parse(note) is not { } signed || signed.Verify(keys).Count == 0 || Checkpoint.Parse(signed.Text) is not { } checkpoint || keys.All(key => key.Name != checkpoint.Origin))
            throw Damaged("the checkpoint is not signed by a key of this log");
        var log = At(storage, checkpoint.Size, checkpoint.Size);
        return log.Root == checkpoint.Root ? log : throw Damaged("the tiles do not give the root that the checkpoint says");
    }

    /// <summary>The first entries of what is published.</summary>
    /// <param name="storage">Where it lies.</param>
    /// <param name="size">How many.</param>
    /// <param name="published">How many are published; at least as many.</param>
    /// <exception cref="StoreException">A tile is missing or has another length.</exception>
    public static PublishedLog At(ITileStorage storage, long size, long published)
    {
        var edge = new byte[Tile.LevelsMax][];
        for (var level = 0; level < edge.Length; level++)
            edge[level] = ReadLast(storage, level, size >> (level * 8), published >> (level * 8), TreeHash.Size);
        var bundle = ReadLast(storage, null, size, published, Envelope.Size + sizeof(ushort));
        if (!LeafHashes(bundle).SequenceEqual(edge[0]))
            throw Damaged("the last entries are not those that the tiles stand on");
        return new PublishedLog(storage, size, RootOf(size, edge), edge, bundle);
    }

    /// <summary>The hashes of whole subtrees of what is published, for proofs. Whoever proves with them verifies: a tile may be damaged.</summary>
    /// <param name="storage">Where it lies.</param>
    /// <param name="size">Entries of the tree that is meant.</param>
    /// <exception cref="StoreException">A tile is missing or has another length.</exception>
    public static WholeSubtree Subtrees(ITileStorage storage, long size) => TileTree.Of(size, tile => ReadAtLeast(storage, tile, TreeHash.Size));

    /// <summary>Reads envelopes out of the entry bundles of a storage.</summary>
    /// <param name="storage">Where the log lies.</param>
    /// <param name="first">The first index.</param>
    /// <param name="count">How many.</param>
    /// <param name="published">How many are published, from index 0; at least up to the last that is asked for.</param>
    /// <exception cref="StoreException">A bundle is missing or damaged.</exception>
    public static IReadOnlyList<Envelope> ReadEntries(ITileStorage storage, long first, int count, long published)
    {
        var envelopes = new List<Envelope>(count);
        while (envelopes.Count < count)
        {
            var index = first + envelopes.Count;
            var tile = new Tile(null, index / Tile.Full, (int)Math.Min(Tile.Full, published - index / Tile.Full * Tile.Full));
            if (!EntryBundle.TryRead(ReadAtLeast(storage, tile, EntrySize), out var entries))
                throw Damaged($"{tile.Path} is no bundle of entries");
            foreach (var entry in entries.Skip((int)(index % Tile.Full)).Take(count - envelopes.Count))
                envelopes.Add(Envelope.TryRead(entry.Span, out var envelope) ? envelope : throw Damaged($"entry {first + envelopes.Count} is no envelope"));
        }
        return envelopes;
    }

    /// <summary>The log with more entries, and the files that it takes; nothing is written.</summary>
    public Growth Grow(IReadOnlyList<Envelope> envelopes)
    {
        var size = Size + envelopes.Count;
        var entries = Bundles(envelopes, out var lastBundle);
        var (nextEdge, tiles) = ((byte[][])edge.Clone(), new List<LogFile>());
        foreach (var (tile, content) in TileTree.Grow(Size, [.. envelopes.Select(envelope => envelope.LeafHash())], tile => edge[tile.Level!.Value])) // tiles of hashes have a level
        {
            nextEdge[tile.Level!.Value] = tile.IsFull ? [] : content;
            tiles.Add(new LogFile(tile.Path, content));
        }
        return new Growth(new PublishedLog(storage, size, RootOf(size, nextEdge), nextEdge, lastBundle), entries, tiles);
    }

    /// <summary>Publishes what a log says of itself; every file that it stands on has been written before.</summary>
    public void Publish(SignedNote checkpoint) => storage.Write([new LogFile(CheckpointPath, Encoding.UTF8.GetBytes(checkpoint.ToString()))]);

    List<LogFile> Bundles(IReadOnlyList<Envelope> envelopes, out byte[] last)
    {
        var files = new List<LogFile>();
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write(bundle);
        Span<byte> octets = stackalloc byte[Envelope.Size];
        for (var i = 0; i < envelopes.Count; i++)
        {
            envelopes[i].Write(octets);
            EntryBundle.Write(buffer, octets);
            var end = Size + i + 1;
            if (end % Tile.Full != 0 && i != envelopes.Count - 1)
                continue;
            var width = (int)((end - 1) % Tile.Full) + 1;
            files.Add(new LogFile(new Tile(null, (end - 1) / Tile.Full, width).Path, buffer.WrittenMemory.ToArray()));
            if (width == Tile.Full)
                buffer.Clear();
        }
        last = buffer.WrittenSpan.ToArray();
        return files;
    }

    /// <summary>The tile of hashes over a bundle; empty where there are other things in it than envelopes.</summary>
    static byte[] LeafHashes(byte[] bundle)
    {
        if (!EntryBundle.TryRead(bundle, out var entries))
            return [];
        var tile = new byte[entries.Count * TreeHash.Size];
        for (var i = 0; i < entries.Count; i++)
            TreeHash.OfLeaf(entries[i].Span).Write(tile.AsSpan(i * TreeHash.Size));
        return tile;
    }

    /// <summary>The unfinished tile at the end of a level: its own file, or the beginning of the longer one that is published.</summary>
    static byte[] ReadLast(ITileStorage storage, int? level, long count, long published, int length)
    {
        var (index, width) = (count / Tile.Full, (int)(count % Tile.Full));
        if (width == 0)
            return [];
        var content = ReadAtLeast(storage, new Tile(level, index, (int)Math.Min(Tile.Full, published - index * Tile.Full)), length);
        return content[..(width * length)];
    }

    /// <summary>A tile, or the whole one that has taken its place; nothing else has that length.</summary>
    static byte[] ReadAtLeast(ITileStorage storage, Tile tile, int length)
    {
        foreach (var candidate in (Tile[])[tile, tile with { Width = Tile.Full }])
            if (storage.Read(candidate.Path) is { } content)
                return content.Length == candidate.Width * length ? content : throw Damaged($"{candidate.Path} has {content.Length} octets and not {candidate.Width * length}");
        throw Damaged($"{tile.Path} is missing");
    }

    /// <summary>The root, for which the unfinished tiles are enough: every whole one is a hash in one of them.</summary>
    static TreeHash RootOf(long size, byte[][] edge) => TreeProofs.Root(size, TileTree.Of(size, tile => edge[tile.Level!.Value]));

    static StoreException Damaged(string what) => new($"the published log is damaged: {what}; run \"gardu ledger fsck --repair\"", isCorrupt: true);

    /// <summary>A log that has grown, and the files that are not written yet.</summary>
    /// <param name="Log">The log.</param>
    /// <param name="Entries">Its new entry bundles.</param>
    /// <param name="Tiles">Its new tiles of hashes.</param>
    public sealed record Growth(PublishedLog Log, IReadOnlyList<LogFile> Entries, IReadOnlyList<LogFile> Tiles)
    {
        /// <summary>Writes the files, entries first; the checkpoint comes after.</summary>
        public void Write()
        {
            Log.storage.Write(Entries);
            Log.storage.Write(Tiles);
        }

        /// <summary>Removes the partial tiles that are no longer needed, since whole ones are published.</summary>
        public void Tidy()
        {
            foreach (var file in Entries.Concat(Tiles))
                if (Tile.TryParse(file.Path, out var tile) && tile.IsFull)
                    Log.storage.RemovePartials(file.Path);
        }
    }
}
