using System.Buffers;
using System.Text;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Notes;
using Gardu.Ledger.Proofs;
using Gardu.Ledger.Statements;
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

    [Fact]
    public void Proofs_of_consistency() => Fuzz.Run(Cases, [Encoding.UTF8.GetBytes($"old 3\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n{Note}")], bytes =>
        Assert.True(ConsistencyProof.Parse(bytes) is not { } proof || bytes.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(proof.ToString()))));

    [Fact]
    public void Trusted_keys() => Fuzz.Run(Cases, [$"# a\nlog {Log}\nwitness w witness.gardu.test/w1+8959c6f3+BHm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk\ngroup g 1 w\nquorum g\n"], text =>
    {
        var keys = TrustedKeys.Parse(Encoding.UTF8.GetBytes(text), out var error);
        Assert.Equal(keys is null, error is not null);
        if (keys is not null)
            Assert.Equal(keys.ToString(), TrustedKeys.Parse(Encoding.UTF8.GetBytes(keys.ToString()), out _)!.ToString());
    });

    [Fact]
    public void Exports_and_statements() => Fuzz.Run(Cases,
        [
            """{"entry":"AQEABgokGB5AAbXB+TYeufvt0+Yopy0cj+9GVENh/Xn6Z4G69tkyscP2","index":7,"path":["XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="],"payload":"{}","salt":"AAECAwQFBgcICQoLDA0ODw=="}""",
            $$"""{"checkpoint":"{{Note.Replace("\n", "\\n", StringComparison.Ordinal)}}","filter":{"from":"2026-11-01T00:00:00.5Z"},"format":"gardu-export/1","keys":["{{Log}}"]}""",
            """{"bytes":10,"filter":{"first":1},"format":"gardu-statement/1","lines":[{"bytes":10,"decision":"allow","proof":"signed","purpose":"search","requests":1,"site":"a"}],"log":{"origin":"a","root":"XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=","size":9},"requests":1}""" + "\n",
            """{"decision":"allow","proof":"signed","site":"\ud83d\ude00"}""",
        ], text =>
        {
            ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(text);
            Same(ExportEntry.Parse(bytes) is { } entry ? entry.Write : null, text + "\n");
            Same(ExportHeader.Parse(bytes) is { } header ? header.Write : null, text + "\n");
            Same(Statement.Parse(bytes) is { } statement ? statement.Write : null, text);
            _ = UsagePayload.Read(bytes);
            _ = DeclarationPayload.Read(bytes);
        });

    /// <summary>What was read is written as it was.</summary>
    static void Same(Action<IBufferWriter<byte>>? write, string text)
    {
        var output = new ArrayBufferWriter<byte>();
        write?.Invoke(output);
        Assert.Equal(write is null ? "" : text, Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
