using System.Text;
using Gardu.Ledger.Notes;
using Gardu.Ledger.Proofs;
using Gardu.Ledger.Tiles;
using Gardu.Testing;

namespace Gardu.Ledger.Tests;

/// <summary>What outsiders hand in is read or not, and never breaks a reader; what was read is written as one thing alone.</summary>
public sealed class LedgerFuzzTests
{
    const int Cases = 20_000;

    const string Note = """
        gardu.test/log1
        8
        XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

        — gardu.test/log1 YAJ/VIu59ZGux3bH/QvefPHZBcWkFqFtIbJ9jOl6Hk9bFxm9ifh69kUARNk21zE+kxGuDu/35qCel9Y8Wr5e31ei3Q0=

        """;

    static readonly NoteKey Log = NoteKey.Parse("gardu.test/log1+60027f54+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")!;

    [Fact]
    public void Notes_and_checkpoints() => Fuzz.Run(Cases, [Encoding.UTF8.GetBytes(Note)], bytes =>
    {
        if (SignedNote.Parse(bytes) is not { } note)
            return;
        Assert.Equal(bytes, Encoding.UTF8.GetBytes(note.ToString()));
        if (note.Verify([Log]).Count > 0)
            Assert.Equal(Note[..(Note.IndexOf("\n\n", StringComparison.Ordinal) + 1)], note.Text);
        if (Checkpoint.Parse(note.Text) is { } checkpoint)
            Assert.StartsWith(checkpoint.Text, note.Text, StringComparison.Ordinal);
    });

    [Fact]
    public void Receipts() => Fuzz.Run(Cases, [Encoding.UTF8.GetBytes($"c2sp.org/tlog-proof@v1\nindex 0\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n{Note}")], bytes =>
    {
        if (TlogProof.Parse(bytes) is { } proof)
            Assert.False(proof.Holds("x"u8, Log, [], out _));
    });

    [Fact]
    public void Keys() => Fuzz.Run(Cases, [Log.ToString()], text => Assert.True(NoteKey.Parse(text) is not { } key || key.ToString() == text));

    [Fact]
    public void Tiles_and_bundles()
    {
        Fuzz.Run(Cases, ["tile/0/x001/x234/067.p/12", "tile/entries/000"], text => Assert.True(!Tile.TryParse(text, out var tile) || tile.Path == text));
        Fuzz.Run(Cases, [Convert.FromHexString("0000000100000110000220210002303100044041424300085051525354555657")], bytes =>
        {
            if (EntryBundle.TryRead(bytes, out var entries))
                Assert.Equal(bytes.Length, entries.Sum(entry => 2 + entry.Length));
        });
    }
}
