using Gardu.Ledger.Merkle;

namespace Gardu.Ledger.Tests.Merkle;

/// <summary>A tree as RFC 6962 section 2.1 defines it, word by word.</summary>
static class NaiveTree
{
    public static TreeHash Root(ReadOnlySpan<TreeHash> leaves)
    {
        if (leaves.Length == 0)
            return TreeHash.Empty;
        if (leaves.Length == 1)
            return leaves[0];
        var split = 1;
        while (split * 2 < leaves.Length)
            split *= 2;
        return TreeHash.OfNode(Root(leaves[..split]), Root(leaves[split..]));
    }

    /// <summary>As many different leaves.</summary>
    public static TreeHash[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(number => TreeHash.OfLeaf(BitConverter.GetBytes(number)))];
}
