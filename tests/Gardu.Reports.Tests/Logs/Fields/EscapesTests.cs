using System.Text;
using CsCheck;
using Gardu.Reports.Logs.Fields;

namespace Gardu.Reports.Tests.Logs.Fields;

public sealed class EscapesTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("""\"\\\/\n\t""", "\"\\/\n\t")]
    [InlineData("""\x22\xc3\xa9""", "\"é")]
    [InlineData("""\u00e9\uD83D\uDE00\uD83D.""", "é😀\uFFFD.")]
    [InlineData("""\q\x2\xzz\u12\""", """\q\x2\xzz\u12\""")]
    public void Backslash_escapes_are_undone_and_others_stay(string written, string meant) =>
        Assert.Equal(meant, Encoding.UTF8.GetString(Escapes.UndoBackslashes(Encoding.UTF8.GetBytes(written))));

    [Theory]
    [InlineData("a%20b%2fc%", "a b/c%")]
    [InlineData("a%2520b", "a b")]
    [InlineData("100%zz", "100%zz")]
    public void Percent_encoding_is_undone(string written, string meant) =>
        Assert.Equal(meant, Encoding.UTF8.GetString(Escapes.UndoPercents(Encoding.UTF8.GetBytes(written))));

    [Fact]
    public void Nothing_grows() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        Assert.True(Escapes.UndoBackslashes((byte[])bytes.Clone()).Length <= bytes.Length);
        Assert.True(Escapes.UndoPercents((byte[])bytes.Clone()).Length <= bytes.Length);
    });
}
