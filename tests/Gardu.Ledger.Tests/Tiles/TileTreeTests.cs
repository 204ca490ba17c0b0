using CsCheck;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Tests.Merkle;
using Gardu.Ledger.Tiles;

namespace Gardu.Ledger.Tests.Tiles;

public sealed class TileTreeTests
{
    const int Most = 70_000;

    static readonly TreeHash[] Leaves = NaiveTree.Numbered(Most);

    readonly Dictionary<string, byte[]> files = [];

    ReadOnlyMemory<byte> Read(Tile tile) => files[tile.Path];

    void Grow(int from, int to)
    {
        var grown = TileTree.Grow(from, Leaves[from..to], Read).ToList();
        Assert.Equal(Tile.Grown(from, to).Where(tile => tile.Level is not null), grown.Select(made => made.Tile));
        foreach (var (tile, content) in grown)
        {
            Assert.Equal(tile.Width * TreeHash.Size, content.Length);
            Assert.True(!files.TryGetValue(tile.Path, out var earlier) || earlier.AsSpan().SequenceEqual(content)); // what was published never changes
            files[tile.Path] = content;
        }
    }

    [Fact]
    public void However_it_grows_the_tree_is_the_same() =>
        Gen.Int[0, 3_000].Array[1, 6].Sample(steps =>
        {
            files.Clear();
            var (size, sizes) = (0, new List<int> { 0 });
            foreach (var step in steps)
            {
                Grow(size, size + step);
                sizes.Add(size += step);
                Assert.Equal(NaiveTree.Root(Leaves.AsSpan(0, size)), TreeProofs.Root(size, TileTree.Of(size, Read)));
            }
            var (root, subtree) = (NaiveTree.Root(Leaves.AsSpan(0, size)), TileTree.Of(size, Read));
            for (var index = 0; index < size; index += 97)
                Assert.True(TreeProofs.Includes(Leaves[index], index, size, TreeProofs.Inclusion(index, size, subtree), root));
            foreach (var earlier in sizes)
                Assert.True(TreeProofs.IsConsistent(earlier, NaiveTree.Root(Leaves.AsSpan(0, earlier)), size, root, TreeProofs.Consistency(earlier, size, subtree)));
        }, iter: 60, threads: 1);

    [Fact]
    public void A_tree_of_three_levels()
    {
        Grow(0, 65_535);
        Grow(65_535, 65_537);
        Grow(65_537, Most);
        Assert.Equal(NaiveTree.Root(Leaves), TreeProofs.Root(Most, TileTree.Of(Most, Read)));
        Assert.Equal(TreeHash.Size, files["tile/2/000.p/1"].Length);
        Assert.True(TreeProofs.Includes(Leaves[65_536], 65_536, Most, TreeProofs.Inclusion(65_536, Most, TileTree.Of(Most, Read)), NaiveTree.Root(Leaves)));
    }
}
