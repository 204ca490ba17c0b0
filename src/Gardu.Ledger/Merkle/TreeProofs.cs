using System.Numerics;

namespace Gardu.Ledger.Merkle;

/// <summary>The hash of a whole subtree: of the leaves from <c>index · 2^level</c> up to <c>(index + 1) · 2^level</c>.</summary>
/// <param name="level">0 for leaves.</param>
/// <param name="index">Which of its level, from 0.</param>
public delegate TreeHash WholeSubtree(int level, long index);

/// <summary>Roots and proofs of a Merkle tree (RFC 6962 section 2.1), from the hashes of its whole subtrees: those never change, whatever is appended.</summary>
public static class TreeProofs
{
    /// <summary>The root of the first leaves of a tree.</summary>
    /// <param name="size">How many; 0 or more.</param>
    /// <param name="subtree">Gives the hashes of whole subtrees within them.</param>
    public static TreeHash Root(long size, WholeSubtree subtree)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return size == 0 ? TreeHash.Empty : Of(0, size, subtree);
    }

    /// <summary>What leads from a leaf to the root, the leaf's neighbour first (section 2.1.1).</summary>
    /// <param name="index">Which leaf, from 0; less than <paramref name="size"/>.</param>
    /// <param name="size">Leaves of the tree.</param>
    /// <param name="subtree">Gives the hashes of whole subtrees within it.</param>
    public static IReadOnlyList<TreeHash> Inclusion(long index, long size, WholeSubtree subtree)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<TreeHash>();
        var (start, end) = (0L, size);
        while (end - start > 1)
        {
            var middle = start + Split(end - start);
            path.Add(index < middle ? Of(middle, end, subtree) : Of(start, middle, subtree));
            (start, end) = index < middle ? (start, middle) : (middle, end);
        }
        path.Reverse();
        return path;
    }

    /// <summary>What shows that a smaller tree is the beginning of a larger one (section 2.1.2). Empty where they are the same, or the smaller one has no leaves.</summary>
    /// <param name="smaller">Leaves of the smaller tree; 0 or more.</param>
    /// <param name="larger">Leaves of the larger one; at least as many.</param>
    /// <param name="subtree">Gives the hashes of whole subtrees within it.</param>
    public static IReadOnlyList<TreeHash> Consistency(long smaller, long larger, WholeSubtree subtree)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(smaller);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(smaller, larger);
        var path = new List<TreeHash>();
        if (smaller == 0 || smaller == larger)
            return path;
        var (start, end, isWhole) = (0L, larger, true);
        while (end != smaller)
        {
            var middle = start + Split(end - start);
            path.Add(smaller <= middle ? Of(middle, end, subtree) : Of(start, middle, subtree));
            if (smaller <= middle)
                end = middle;
            else
                (start, isWhole) = (middle, false);
        }
        if (!isWhole)
            path.Add(Of(start, end, subtree));
        path.Reverse();
        return path;
    }

    /// <summary>Whether a leaf is in a tree (RFC 9162 section 2.1.3.2); false for anything that is no such proof.</summary>
    /// <param name="leaf">The leaf's hash.</param>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="size">Leaves of the tree.</param>
    /// <param name="path">As <see cref="Inclusion"/> gives it.</param>
    /// <param name="root">The tree's root.</param>
    public static bool Includes(TreeHash leaf, long index, long size, IReadOnlyList<TreeHash> path, TreeHash root)
    {
        if (index < 0 || index >= size)
            return false;
        var (place, last, hash) = (index, size - 1, leaf);
        foreach (var neighbour in path)
        {
            if (last == 0)
                return false;
            if (IsRight(place) || place == last)
            {
                hash = TreeHash.OfNode(neighbour, hash);
                SkipLone(ref place, ref last);
            }
            else
            {
                hash = TreeHash.OfNode(hash, neighbour);
            }
            (place, last) = (place >> 1, last >> 1);
        }
        return last == 0 && hash == root;
    }

    /// <summary>Whether one tree is the beginning of another (RFC 9162 section 2.1.4.2); false for anything that is no such proof. Every tree begins with that of no leaves.</summary>
    /// <param name="smaller">Leaves of the one.</param>
    /// <param name="smallerRoot">Its root.</param>
    /// <param name="larger">Leaves of the other.</param>
    /// <param name="largerRoot">Its root.</param>
    /// <param name="path">As <see cref="Consistency"/> gives it.</param>
    public static bool IsConsistent(long smaller, TreeHash smallerRoot, long larger, TreeHash largerRoot, IReadOnlyList<TreeHash> path)
    {
        if (smaller < 0 || smaller > larger)
            return false;
        if (smaller == 0 || smaller == larger)
            return path.Count == 0 && (smaller == larger ? smallerRoot == largerRoot : smallerRoot == TreeHash.Empty);
        if (path.Count == 0)
            return false;
        var (place, last) = (smaller - 1, larger - 1);
        while (IsRight(place))
            (place, last) = (place >> 1, last >> 1);
        var next = BitOperations.IsPow2(smaller) ? 0 : 1;
        var (old, hash) = next == 0 ? (smallerRoot, smallerRoot) : (path[0], path[0]);
        for (; next < path.Count; next++)
        {
            if (last == 0)
                return false;
            if (IsRight(place) || place == last)
            {
                (old, hash) = (TreeHash.OfNode(path[next], old), TreeHash.OfNode(path[next], hash));
                SkipLone(ref place, ref last);
            }
            else
            {
                hash = TreeHash.OfNode(hash, path[next]);
            }
            (place, last) = (place >> 1, last >> 1);
        }
        return last == 0 && old == smallerRoot && hash == largerRoot;
    }

    /// <summary>The hash over a stretch of leaves that begins where a subtree of its size does.</summary>
    static TreeHash Of(long start, long end, WholeSubtree subtree)
    {
        var size = end - start;
        if (BitOperations.IsPow2(size))
            return subtree(BitOperations.Log2((ulong)size), start / size);
        var middle = start + Split(size);
        return TreeHash.OfNode(Of(start, middle, subtree), Of(middle, end, subtree));
    }

    /// <summary>The largest power of two below a size of two or more.</summary>
    static long Split(long size) => 1L << BitOperations.Log2((ulong)(size - 1));

    static bool IsRight(long place) => (place & 1) == 1;

    /// <summary>Climbs where a node has no neighbour and so is its parent.</summary>
    static void SkipLone(ref long place, ref long last)
    {
        while (!IsRight(place) && place != 0)
            (place, last) = (place >> 1, last >> 1);
    }
}
