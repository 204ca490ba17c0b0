using CsCheck;
using Gardu.Ledger.Merkle;

namespace Gardu.Ledger.Tests.Merkle;

public sealed class TreeProofsTests
{
    /// <summary>Leaves that every implementation of RFC 6962 is tried with.</summary>
    static readonly string[] Leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    static readonly TreeHash[] Hashes = [.. Leaves.Select(leaf => TreeHash.OfLeaf(Convert.FromHexString(leaf)))];

    static TreeHash Hash(string hex) => TreeHash.TryRead(Convert.FromHexString(hex), out var hash) ? hash : throw new FormatException(hex);

    static WholeSubtree Of(TreeHash[] leaves) => (level, index) => NaiveTree.Root(leaves.AsSpan((int)index << level, 1 << level));

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void The_roots_of_the_known_leaves(int size, string root) => Assert.Equal(Hash(root), TreeProofs.Root(size, Of(Hashes)));

    [Fact]
    public void The_proofs_of_the_known_leaves()
    {
        Assert.Equal(Hash("0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7"), Hashes[2]);
        TreeHash[] inclusion =
        [
            Hash("07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7"), Hash("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
            Hash("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"),
        ];
        Assert.Equal(inclusion, TreeProofs.Inclusion(2, 8, Of(Hashes)));
        Assert.Equal([Hashes[2], .. inclusion], TreeProofs.Consistency(3, 8, Of(Hashes)));
    }

    [Fact]
    public void Every_proof_of_every_small_tree_holds_and_no_other()
    {
        const int most = 40;
        var leaves = NaiveTree.Numbered(most);
        var roots = Enumerable.Range(0, most + 1).Select(size => NaiveTree.Root(leaves.AsSpan(0, size))).ToArray();
        for (var size = 0; size <= most; size++)
        {
            Assert.Equal(roots[size], TreeProofs.Root(size, Of(leaves)));
            for (var index = 0; index < size; index++)
            {
                var path = TreeProofs.Inclusion(index, size, Of(leaves));
                for (var other = -1; other <= size; other++)
                    Assert.Equal(other == index, TreeProofs.Includes(leaves[index], other, size, path, roots[size]));
                Assert.False(TreeProofs.Includes(leaves[(index + 1) % most], index, size, path, roots[size]));
            }
            for (var smaller = 0; smaller <= size; smaller++)
            {
                var path = TreeProofs.Consistency(smaller, size, Of(leaves));
                Assert.True(TreeProofs.IsConsistent(smaller, roots[smaller], size, roots[size], path));
                if (smaller < size)
                    Assert.False(TreeProofs.IsConsistent(smaller, roots[smaller + 1], size, roots[size], path));
                if (smaller > 0 && smaller < size)
                    Assert.False(TreeProofs.IsConsistent(smaller, roots[smaller], size, roots[size - 1], path));
            }
        }
    }

    [Fact]
    public void A_changed_proof_does_not_hold() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[0, 299], Gen.Int[0, 8], Gen.Int[0, 3]).Sample((size, index, at, change) =>
        {
            index %= size;
            var leaves = NaiveTree.Numbered(size);
            var (root, path) = (NaiveTree.Root(leaves), TreeProofs.Inclusion(index, size, Of(leaves)).ToList());
            Assert.True(TreeProofs.Includes(leaves[index], index, size, path, root));
            Assert.True(path.Count <= 9);
            if (change == 0)
                path.Add(root);
            else if (path.Count == 0)
                return;
            else if (change == 1)
                path.RemoveAt(at % path.Count);
            else if (change == 2)
                path[at % path.Count] = TreeHash.OfLeaf([1, 2, 3]);
            else
                path.Insert(at % path.Count, TreeHash.Empty);
            Assert.False(TreeProofs.Includes(leaves[index], index, size, path, root));
        }, iter: 2_000);

    [Theory]
    [InlineData("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=", true)]
    [InlineData("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg", false)]
    [InlineData("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=", false)] // loose bits at the end
    [InlineData(" XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=", false)]
    [InlineData("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQw==", false)]
    [InlineData("", false)]
    public void A_hash_has_one_spelling(string text, bool isOne)
    {
        Assert.Equal(isOne, TreeHash.TryParse(text, out var hash));
        if (isOne)
            Assert.Equal(TreeProofs.Root(8, Of(Hashes)), hash);
    }
}
