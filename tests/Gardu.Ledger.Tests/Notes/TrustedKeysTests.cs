using System.Text;
using Gardu.Ledger.Notes;
using Gardu.Protocols.Signatures;

namespace Gardu.Ledger.Tests.Notes;

public sealed class TrustedKeysTests
{
    const string Log = "gardu.test/log1+60027f54+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
    const string Witness = "witness.gardu.test/w1+8959c6f3+BHm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk";

    static readonly string[] Others = [.. Enumerable.Range(0, 70).Select(number =>
    {
        using var key = SigningKey.Of([.. Enumerable.Repeat((byte)number, SigningKey.Size)])!;
        return NoteKey.Of($"w{number}", NoteKeyType.Cosignature, key.PublicOctets.Span)!.ToString();
    })];

    static TrustedKeys Parse(string text) => TrustedKeys.Parse(Encoding.UTF8.GetBytes(text), out var error) ?? throw new FormatException(error);

    static string ErrorOf(string text)
    {
        Assert.Null(TrustedKeys.Parse(Encoding.UTF8.GetBytes(text), out var error));
        return error!;
    }

    [Fact]
    public void A_checkpoint_counts_where_its_log_and_witnesses_enough_signed_it()
    {
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes($"""
            gardu.test/log1
            8
            XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

            — gardu.test/log1 YAJ/VIu59ZGux3bH/QvefPHZBcWkFqFtIbJ9jOl6Hk9bFxm9ifh69kUARNk21zE+kxGuDu/35qCel9Y8Wr5e31ei3Q0=
            — witness.gardu.test/w1 iVnG8wAAAABlU/EAv/iMyE1x9Kb2Oe0zIU45HlStptly2ZT488P6W4NNzJ1Gmv4sscbx268VAFzaCxhUyFKiwfjNEDQm1+TXtw2dCw==

            """))!;
        Assert.Single(Parse($"log {Log}\nquorum none\n").Verify(note));
        Assert.Equal(2, Parse($"log {Log}\nwitness w {Witness}\nquorum w\n").Verify(note).Count);
        Assert.Equal(2, Parse($"log {Log}\nwitness w {Witness}\nwitness x {Others[0]}\ngroup g any w x\nquorum g\n").Verify(note).Count);
        Assert.Empty(Parse($"log {Log}\nwitness w {Witness}\nwitness x {Others[0]}\ngroup g all w x\nquorum g\n").Verify(note));
        Assert.Empty(Parse($"witness w {Witness}\nquorum w\n").Verify(note));
        Assert.Empty(Parse($"log {Log}\nquorum none\n").Verify(note with { Text = note.Text.Replace('8', '9') }));
        Assert.Empty(Parse($"log {Log}\nwitness w {Witness}\nquorum none\n").Verify(note with { Signatures = [note.Signatures[0], note.Signatures[1] with { Octets = new byte[72] }] }));
    }

    [Fact]
    public void Groups_of_groups_count_as_the_specification_has_it()
    {
        // The example of C2SP tlog-policy.
        var keys = Parse($"""
            # who is believed
            log {Log} https://gardu.test/log1

            witness X1 {Others[1]}
            witness X2 {Others[2]}
            witness X3 {Others[3]}
              group X-witnesses 2 X1 X2 X3
            witness Y1 {Others[4]} https://y.test
            witness Y2 {Others[5]}
            witness Y3 {Others[6]}
            group	Y-witnesses any Y1 Y2 Y3
            group X-and-Y all X-witnesses Y-witnesses
            quorum X-and-Y
            """);
        bool Counts(params string[] names) => keys.IsQuorum([.. names.Select(name => keys.Witnesses[name])]);
        Assert.True(Counts("X1", "X3", "Y2"));
        Assert.True(Counts("X1", "X2", "X3", "Y1", "Y2"));
        Assert.False(Counts("X1", "X2", "X3"));
        Assert.False(Counts("X1", "Y1", "Y2", "Y3"));
        Assert.False(Counts());
        Assert.Equal(keys.ToString(), Parse(keys.ToString()).ToString());
    }

    [Theory]
    [InlineData("", "it has no line quorum")]
    [InlineData("quorum w\n", "line 1: \"w\" stands in no line above")]
    [InlineData("quorum none\nquorum none\n", "line 2: a second line quorum")]
    [InlineData("\n#\nlog x\nquorum none\n", "line 3: no key of a log")]
    [InlineData("log WITNESS\nquorum none\n", "line 1: no key of a log")]
    [InlineData("witness w LOG\nquorum w\n", "line 1: no key of a witness")]
    [InlineData("log LOG\nlog LOG\nquorum none\n", "line 2: this key stands twice")]
    [InlineData("witness a WITNESS\nwitness b WITNESS\nquorum none\n", "line 2: this key stands twice")]
    [InlineData("witness none WITNESS\nquorum none\n", "line 1: the name \"none\" is taken")]
    [InlineData("witness a WITNESS\ngroup a any a\nquorum none\n", "line 2: the name \"a\" is taken")]
    [InlineData("witness a WITNESS\ngroup g any g\nquorum none\n", "line 2: \"g\" stands in no line above")]
    [InlineData("witness a WITNESS\ngroup g any none\nquorum none\n", "line 2: \"none\" stands in no line above")]
    [InlineData("witness a WITNESS\ngroup g any a a\nquorum none\n", "line 2: \"a\" is a member already")]
    [InlineData("witness a WITNESS\ngroup g any a\ngroup h any a\nquorum none\n", "line 3: \"a\" is a member already")]
    [InlineData("witness a WITNESS\ngroup g 2 a\nquorum none\n", "line 2: \"2\" is not any, all, or a number from 1 to 1")]
    [InlineData("witness a WITNESS\ngroup g 0 a\nquorum none\n", "line 2: \"0\" is not")]
    [InlineData("witness a WITNESS\ngroup g 01 a\nquorum none\n", "line 2: \"01\" is not")]
    [InlineData("witness a WITNESS\ngroup g any\nquorum none\n", "line 2: \"group\" is no line of such a file")]
    [InlineData("log LOG a b\nquorum none\n", "line 1: \"log\" is no line of such a file")]
    [InlineData("quorum none\r\n", "line 1: a control character")]
    [InlineData("quorum\u00a0none\n", "line 1: \"quorum\u00a0none\" is no line of such a file")]
    public void What_is_no_such_file_is_said_with_its_line(string text, string error) =>
        Assert.StartsWith(error, ErrorOf(text.Replace("WITNESS", Witness, StringComparison.Ordinal).Replace("LOG", Log, StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void Limits_are_kept()
    {
        string Lines(int count) => string.Concat(Others.Take(count).Select((key, number) => $"witness n{number} {key}\n")) + "quorum none\n";
        Assert.Equal(TrustedKeys.EachMax, Parse(Lines(TrustedKeys.EachMax)).Witnesses.Count);
        Assert.Equal("line 65: more than 64 witnesses", ErrorOf(Lines(TrustedKeys.EachMax + 1)));
        Assert.Contains("longer than", ErrorOf("quorum none\n" + new string('\n', TrustedKeys.BytesMax)), StringComparison.Ordinal);
        Assert.StartsWith("line 1: a control character, or no UTF-8", TrustedKeys.Parse([(byte)'#', 0xff], out var error) is null ? error : "", StringComparison.Ordinal);
    }
}
