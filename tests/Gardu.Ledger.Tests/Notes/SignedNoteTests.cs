using System.Text;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;
using Gardu.Protocols.Signatures;

namespace Gardu.Ledger.Tests.Notes;

public sealed class SignedNoteTests
{
    const string FooKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    const string FooNote = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    const string LogKey = "gardu.test/log1+60027f54+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
    const string WitnessKey = "witness.gardu.test/w1+8959c6f3+BHm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk";
    const string Signed = """
        gardu.test/log1
        8
        XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

        — gardu.test/log1 YAJ/VIu59ZGux3bH/QvefPHZBcWkFqFtIbJ9jOl6Hk9bFxm9ifh69kUARNk21zE+kxGuDu/35qCel9Y8Wr5e31ei3Q0=
        — witness.gardu.test/w1 iVnG8wAAAABlU/EAv/iMyE1x9Kb2Oe0zIU45HlStptly2ZT488P6W4NNzJ1Gmv4sscbx268VAFzaCxhUyFKiwfjNEDQm1+TXtw2dCw==

        """;

    static SignedNote Note(string text) => SignedNote.Parse(Encoding.UTF8.GetBytes(text)) ?? throw new FormatException(text);

    static NoteKey Key(string text) => NoteKey.Parse(text) ?? throw new FormatException(text);

    [Fact]
    public void The_example_of_the_specification()
    {
        var note = Note(FooNote);
        Assert.Equal("This is an example message.\n", note.Text);
        Assert.Equal("example.com/foo", Assert.Single(note.Verify([Key(FooKey)])).Key.Name);
        Assert.Equal(FooNote, note.ToString());
        Assert.Equal(FooKey, Key(FooKey).ToString());
    }

    [Fact]
    public void A_checkpoint_with_a_witness()
    {
        var note = Note(Signed);
        Assert.Equal([("gardu.test/log1", null), ("witness.gardu.test/w1", 1_700_000_000L)], note.Verify([Key(LogKey), Key(WitnessKey)]).Select(verified => (verified.Key.Name, verified.Time)));
        Assert.Equal([1_700_000_000L], note.Verify([Key(WitnessKey)]).Select(verified => verified.Time!.Value));
        var checkpoint = Checkpoint.Parse(note.Text)!;
        Assert.Equal(("gardu.test/log1", 8), (checkpoint.Origin, checkpoint.Size));
        Assert.Equal(note.Text, checkpoint.Text);
    }

    [Fact]
    public void The_log_signs_the_same_bytes()
    {
        using var key = SigningKey.Of([.. Enumerable.Range(0, SigningKey.Size).Select(octet => (byte)octet)])!;
        var signer = new NoteSigner("gardu.test/log1", key);
        Assert.Equal(LogKey, signer.Key.ToString());
        Assert.True(TreeHash.TryParse("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=", out var root));
        var note = signer.Sign(new Checkpoint("gardu.test/log1", 8, root).Text);
        Assert.Equal(Signed[..(Signed.IndexOf("— witness", StringComparison.Ordinal))], note.ToString());
        Assert.Throws<ArgumentException>(() => new NoteSigner("a b", key));
    }

    [Fact]
    public void A_changed_text_or_signature_is_nobodys_note()
    {
        Assert.Empty(Note(Signed.Replace("\n8\n", "\n9\n", StringComparison.Ordinal)).Verify([Key(LogKey), Key(WitnessKey)]));
        Assert.Empty(Note(Signed.Replace("AAAABlU", "AAAABlV", StringComparison.Ordinal)).Verify([Key(LogKey), Key(WitnessKey)]));
        Assert.Empty(Note(Signed).Verify([Key(FooKey)]));
        Assert.Empty(Note(Signed).Verify([]));
    }

    [Fact]
    public void The_text_ends_at_the_last_empty_line()
    {
        using var key = SigningKey.Create();
        var signer = new NoteSigner("a.example", key);
        var note = signer.Sign("one\n\ntwo\n\n");
        Assert.Equal("one\n\ntwo\n\n", Note(note.ToString()).Text);
        Assert.Single(Note(note.ToString()).Verify([signer.Key]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n— a AAAAAAA=")] // no line feed
    [InlineData("text\n\n- a AAAAAAA=\n")]
    [InlineData("text\n\n— a  AAAAAAA=\n")]
    [InlineData("text\n\n— a+b AAAAAAA=\n")]
    [InlineData("text\n\n— a AAAAAA==\n")] // an id and nothing behind it
    [InlineData("text\n\n— a AAAAAAB=\n")] // loose bits
    [InlineData("te\txt\n\n— a AAAAAAA=\n")]
    [InlineData("te\rxt\n\n— a AAAAAAA=\n")]
    public void What_is_no_note(string text) => Assert.Null(SignedNote.Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Limits_are_kept()
    {
        string Lines(int count) => "text\n\n" + string.Concat(Enumerable.Repeat("— a AAAAAAA=\n", count));
        Assert.NotNull(SignedNote.Parse(Encoding.UTF8.GetBytes(Lines(SignedNote.SignaturesMax))));
        Assert.Null(SignedNote.Parse(Encoding.UTF8.GetBytes(Lines(SignedNote.SignaturesMax + 1))));
        Assert.Null(SignedNote.Parse(Encoding.UTF8.GetBytes(new string('a', SignedNote.BytesMax) + "\n\n— a AAAAAAA=\n")));
        Assert.Null(SignedNote.Parse([0xff, (byte)'\n', (byte)'\n', .. Encoding.UTF8.GetBytes("— a AAAAAAA=\n")]));
    }

    [Theory]
    [InlineData("gardu.test/log1+60027f55+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")] // another id
    [InlineData("gardu.test/log2+60027f54+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")] // another name
    [InlineData("gardu.test/log1+60027F54+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
    [InlineData("gardu.test/log1+60027f54+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG")]
    [InlineData("gardu.test/log1+60027f54+")]
    [InlineData("gardu.test/log1")]
    [InlineData("")]
    public void What_is_no_key(string text) => Assert.Null(NoteKey.Parse(text));

    [Theory]
    [InlineData("a\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\nmore\n", true)]
    [InlineData("a\n08\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", false)]
    [InlineData("a\n-8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", false)]
    [InlineData("a\n99999999999999999999\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", false)]
    [InlineData("a b\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", false)]
    [InlineData("a\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=", false)]
    [InlineData("a\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\nmore\n", false)]
    [InlineData("a\n8\n", false)]
    public void What_is_a_checkpoint(string text, bool isOne) => Assert.Equal(isOne, Checkpoint.Parse(text) is not null);
}
