using Gardu.Ledger.Entries;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;
using Gardu.Ledger.Tiles;
using Gardu.Store.Ledger;

namespace Gardu.Store.Tests.Ledger;

/// <summary>Reads a published log as a stranger would, and demands that it is whole.</summary>
static class LogReader
{
    public static void Check(ITileStorage storage, IReadOnlyCollection<NoteKey> keys, IReadOnlyList<Envelope> order, TreeHash root)
    {
        if (order.Count == 0)
            return;
        var note = SignedNote.Parse(storage.Read(PublishedLog.CheckpointPath))!;
        Assert.NotEmpty(note.Verify(keys));
        var checkpoint = Checkpoint.Parse(note.Text)!;
        Assert.Equal((order.Count, root), ((int)checkpoint.Size, checkpoint.Root));
        var hashes = new Dictionary<int, List<TreeHash>> { [0] = [.. order.Select(envelope => envelope.LeafHash())] };
        for (var level = 0; hashes[level].Count > 0; level++)
            hashes[level + 1] = [.. hashes[level].Chunk(Tile.Full).Where(chunk => chunk.Length == Tile.Full).Select(NaiveRoot)];
        foreach (var tile in Tile.Grown(0, order.Count))
        {
            var content = storage.Read(tile.Path);
            Assert.True(content is not null, $"{tile.Path} is there");
            var start = (int)tile.Index * Tile.Full;
            if (tile.Level is { } level)
                Assert.True(content.AsSpan().SequenceEqual([.. hashes[level].Skip(start).Take(tile.Width).SelectMany(Octets)]), tile.Path);
            else
                Assert.True(content.AsSpan().SequenceEqual([.. order.Skip(start).Take(tile.Width).SelectMany(Bundled)]), tile.Path);
        }
    }

    /// <summary>RFC 6962 section 2.1, as it is written there.</summary>
    public static TreeHash NaiveRoot(TreeHash[] leaves)
    {
        if (leaves.Length <= 1)
            return leaves.Length == 0 ? TreeHash.Empty : leaves[0];
        var split = 1;
        while (split * 2 < leaves.Length)
            split *= 2;
        return TreeHash.OfNode(NaiveRoot(leaves[..split]), NaiveRoot(leaves[split..]));
    }

    static byte[] Octets(TreeHash hash)
    {
        var octets = new byte[TreeHash.Size];
        hash.Write(octets);
        return octets;
    }

    static byte[] Bundled(Envelope envelope)
    {
        var octets = new byte[2 + Envelope.Size];
        octets[1] = Envelope.Size;
        envelope.Write(octets.AsSpan(2));
        return octets;
    }
}
