using System.Text;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;
using Gardu.Ledger.Proofs;
using Gardu.Ledger.Tests.Merkle;

namespace Gardu.Ledger.Tests.Proofs;

public sealed class TlogProofTests
{
    /// <summary>The third of the eight known leaves, in a log that one witness knows.</summary>
    const string Receipt = """
        c2sp.org/tlog-proof@v1
        index 2
        B1Bqhf2d0vEg62lPhgEeW7RmLlxBWmKRcDPUqWJEh+c=
        +sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=
        a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=

        gardu.test/log1
        8
        XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

        — gardu.test/log1 YAJ/VIu59ZGux3bH/QvefPHZBcWkFqFtIbJ9jOl6Hk9bFxm9ifh69kUARNk21zE+kxGuDu/35qCel9Y8Wr5e31ei3Q0=
        — witness.gardu.test/w1 iVnG8wAAAABlU/EAv/iMyE1x9Kb2Oe0zIU45HlStptly2ZT488P6W4NNzJ1Gmv4sscbx268VAFzaCxhUyFKiwfjNEDQm1+TXtw2dCw==

        """;

    static readonly byte[] Leaf = [0x10];
    static readonly NoteKey Log = NoteKey.Parse("gardu.test/log1+60027f54+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")!;
    static readonly NoteKey Witness = NoteKey.Parse("witness.gardu.test/w1+8959c6f3+BHm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk")!;

    static TlogProof? Parse(string text) => TlogProof.Parse(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void A_receipt_shows_its_entry_and_no_other()
    {
        var receipt = Parse(Receipt)!;
        Assert.True(receipt.Holds(Leaf, Log, [Witness], out var signatures));
        Assert.Equal([(Log, (long?)null), (Witness, 1_700_000_000L)], signatures.Select(verified => (verified.Key, verified.Time)));
        Assert.True(receipt.Holds(Leaf, Log, [], out _));
        Assert.False(receipt.Holds([0x11], Log, [Witness], out signatures));
        Assert.Empty(signatures);
        Assert.False(receipt.Holds(Leaf, Witness, [], out _));
        Assert.False((receipt with { Index = 3 }).Holds(Leaf, Log, [], out _));
        Assert.False((receipt with { Path = receipt.Path.Take(2).ToList() }).Holds(Leaf, Log, [], out _));
        Assert.False((receipt with { Path = [.. receipt.Path, TreeHash.Empty] }).Holds(Leaf, Log, [], out _));
    }

    [Fact]
    public void It_is_written_as_it_was_read()
    {
        Assert.Equal(Receipt, Parse(Receipt)!.ToString());
        var extra = Receipt.Replace("index", "extra AAAA\nindex", StringComparison.Ordinal);
        Assert.Equal(extra, Parse(extra)!.ToString());
    }

    [Fact]
    public void It_carries_its_entry_and_of_an_erased_one_the_envelope()
    {
        var salt = new byte[Envelope.SaltSize];
        var entry = new Entry(Envelope.Of(EntryKind.Usage, 5, salt, "{}"u8), salt, "{}"u8.ToArray());
        foreach (var carried in (Entry[])[entry, new Entry(entry.Envelope, default, default)])
        {
            var read = Parse((Parse(Receipt)! with { Extra = carried.ToArray() }).ToString())!;
            Assert.Equal(carried.ToArray(), Entry.Read(read.Extra)!.ToArray());
        }
    }

    [Fact]
    public void The_longest_receipt_is_read_and_a_longer_one_is_not()
    {
        var entry = new byte[Envelope.Size + Envelope.SaltSize + Envelope.PayloadMax];
        var longest = Parse(Receipt)! with { Path = NaiveTree.Numbered(TlogProof.PathMax), Extra = entry };
        Assert.NotNull(Parse(longest.ToString()));
        Assert.Null(Parse((longest with { Path = NaiveTree.Numbered(TlogProof.PathMax + 1) }).ToString()));
        Assert.Null(Parse((longest with { Extra = new byte[TlogProof.BytesMax] }).ToString()));
    }

    [Theory]
    [InlineData("@v1", "@v2")]
    [InlineData("index 2", "index 02")]
    [InlineData("index 2", "index -2")]
    [InlineData("index 2", "Index 2")]
    [InlineData("index 2\n", "")]
    [InlineData("B1Bqhf2d0", "B1Bqhf2d")]
    [InlineData("— gardu", "- gardu")]
    [InlineData("index 2", "extra \nindex 2")]
    [InlineData("index 2", "extra AAA\nindex 2")]
    [InlineData("index 2", "extra AAB=\nindex 2")]
    [InlineData("index 2", "extra AAAA\nextra AAAA\nindex 2")]
    public void What_is_no_receipt(string part, string other)
    {
        var text = Receipt.Replace(part, other, StringComparison.Ordinal);
        Assert.NotEqual(Receipt, text);
        Assert.Null(Parse(text));
    }
}
