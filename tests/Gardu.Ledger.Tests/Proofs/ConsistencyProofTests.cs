using System.Text;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;
using Gardu.Ledger.Proofs;
using Gardu.Ledger.Tests.Merkle;

namespace Gardu.Ledger.Tests.Proofs;

public sealed class ConsistencyProofTests
{
    /// <summary>From three of the eight known leaves to all.</summary>
    const string File = """
        old 3
        ApjRIpBtzf3ECJLLU6Q5cvxfm0nqvq6boxMX53AbuPM=
        B1Bqhf2d0vEg62lPhgEeW7RmLlxBWmKRcDPUqWJEh+c=
        +sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=
        a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=

        gardu.test/log1
        8
        XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

        — gardu.test/log1 YAJ/VIu59ZGux3bH/QvefPHZBcWkFqFtIbJ9jOl6Hk9bFxm9ifh69kUARNk21zE+kxGuDu/35qCel9Y8Wr5e31ei3Q0=

        """;

    static ConsistencyProof? Parse(string text) => ConsistencyProof.Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>With the hashes of the known leaves, wherever these are.</summary>
    static ConsistencyProof Proof()
    {
        string[] hashes =
        [
            "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7", "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ];
        return Parse(File)! with { Path = [.. hashes.Select(hex => TreeHash.TryRead(Convert.FromHexString(hex), out var hash) ? hash : throw new FormatException(hex))] };
    }

    [Fact]
    public void It_shows_that_the_earlier_tree_is_the_beginning_of_the_later_and_no_other()
    {
        Assert.True(TreeHash.TryRead(Convert.FromHexString("aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"), out var three));
        var earlier = new Checkpoint("gardu.test/log1", 3, three);
        Assert.True(Proof().Holds(earlier));
        Assert.False(Proof().Holds(earlier with { Origin = "gardu.test/log2" }));
        Assert.False(Proof().Holds(earlier with { Size = 4 }));
        Assert.False(Proof().Holds(earlier with { Root = TreeHash.Empty }));
        Assert.False((Proof() with { OldSize = 4 }).Holds(earlier));
        Assert.False((Proof() with { Path = [] }).Holds(earlier));
    }

    [Fact]
    public void It_is_written_as_it_was_read()
    {
        Assert.Equal(File, Parse(File)!.ToString());
        var none = Proof() with { OldSize = 0, Path = [] };
        Assert.Equal(none.ToString(), Parse(none.ToString())!.ToString());
        Assert.True(none.Holds(new Checkpoint("gardu.test/log1", 0, TreeHash.Empty)));
    }

    [Theory]
    [InlineData("old 3", "old 03")]
    [InlineData("old 3", "old -3")]
    [InlineData("old 3", "Old 3")]
    [InlineData("old 3\n", "")]
    [InlineData("B1Bqhf2d0", "B1Bqhf2d")]
    [InlineData("— gardu", "- gardu")]
    public void What_is_no_such_proof(string part, string other)
    {
        var text = File.Replace(part, other, StringComparison.Ordinal);
        Assert.NotEqual(File, text);
        Assert.Null(Parse(text));
    }

    [Fact]
    public void Limits_are_kept()
    {
        var most = Proof() with { Path = NaiveTree.Numbered(ConsistencyProof.PathMax) };
        Assert.NotNull(Parse(most.ToString()));
        Assert.Null(Parse((most with { Path = NaiveTree.Numbered(ConsistencyProof.PathMax + 1) }).ToString()));
    }
}
