using Gardu.Ledger.Merkle;

namespace Gardu.Ledger.Tiles;

/// <summary>Gives the content of a tile of hashes that was made before: 32 octets for each hash.</summary>
/// <param name="tile">The tile, with the width that it had in the tree that is asked about.</param>
public delegate ReadOnlyMemory<byte> TileContent(Tile tile);

/// <summary>A Merkle tree that is kept as tiles (C2SP tlog-tiles).</summary>
public static class TileTree
{
    const int TileBits = 8;

    /// <summary>
    /// The tiles of hashes that a tree gets, or gets more of, when leaves are appended: those of <see cref="Tile.Grown"/> that have a level, in that order. The same
    /// tree always gives the same octets.
    /// </summary>
    /// <param name="size">Leaves before; 0 or more.</param>
    /// <param name="leaves">Hashes of the new leaves.</param>
    /// <param name="content">Gives the last, unfinished tile of each level as it was.</param>
    public static IEnumerable<(Tile Tile, byte[] Content)> Grow(long size, IReadOnlyList<TreeHash> leaves, TileContent content)
    {
        var added = leaves;
        for (var level = 0; level < Tile.LevelsMax && added.Count > 0; level++)
        {
            var before = size >> (level * TileBits);
            var (index, width) = (before / Tile.Full, (int)(before % Tile.Full));
            var hashes = width == 0 ? [] : Read(content(new Tile(level, index, width)).Span);
            var above = new List<TreeHash>();
            foreach (var part in hashes.Concat(added).Chunk(Tile.Full))
            {
                yield return (new Tile(level, index++, part.Length), Write(part));
                if (part.Length == Tile.Full)
                    above.Add(Fold(part));
            }
            added = above;
        }
    }

    /// <summary>The hashes of a tree's whole subtrees, for <see cref="TreeProofs"/>, each out of one tile.</summary>
    /// <param name="size">Leaves of the tree.</param>
    /// <param name="content">Gives the tree's tiles.</param>
    public static WholeSubtree Of(long size, TileContent content) => (level, index) =>
    {
        var (tileLevel, height) = (level / TileBits, level % TileBits);
        var first = index << height; // of the tile's level
        var tile = first / Tile.Full;
        var width = (int)Math.Min(Tile.Full, (size >> (tileLevel * TileBits)) - tile * Tile.Full);
        var place = (int)(first % Tile.Full);
        return Fold(Read(content(new Tile(tileLevel, tile, width)).Span.Slice(place * TreeHash.Size, (1 << height) * TreeHash.Size)));
    };

    /// <summary>The hash over a number of hashes that is a power of two.</summary>
    static TreeHash Fold(ReadOnlySpan<TreeHash> hashes) =>
        hashes.Length == 1 ? hashes[0] : TreeHash.OfNode(Fold(hashes[..(hashes.Length / 2)]), Fold(hashes[(hashes.Length / 2)..]));

    static TreeHash[] Read(ReadOnlySpan<byte> octets)
    {
        var hashes = new TreeHash[octets.Length / TreeHash.Size];
        for (var i = 0; i < hashes.Length; i++)
            TreeHash.TryRead(octets.Slice(i * TreeHash.Size, TreeHash.Size), out hashes[i]);
        return hashes;
    }

    static byte[] Write(ReadOnlySpan<TreeHash> hashes)
    {
        var octets = new byte[hashes.Length * TreeHash.Size];
        for (var i = 0; i < hashes.Length; i++)
            hashes[i].Write(octets.AsSpan(i * TreeHash.Size));
        return octets;
    }
}
