using System.Text;
using CsCheck;
using Gardu.Evidence.Scan.Normalising;

namespace Gardu.Evidence.Tests.Scan;

public sealed class NormaliserTests
{
    /// <summary>What is odd in one way or another, to be put together at random.</summary>
    static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 0, 90],
        Gen.String[Gen.Char['\u0001', '\uD7FF'], 0, 12],
        Gen.OneOf("<", "<p>", "</p>", "<a href=\"x\">", "<!-- c -->", "< b", "<3", "&", "&amp;", "&lt;", "&lt;p&gt;", "&#233;", "&#xE9;", "&eacute;", "&amp;eacute;", "&#", "&nosuch;", "\\", "\\n", "\\\\n", "\\u00e9",
            "\\u003cp\\u003e", "\\ud83d\\ude00", "\\ud842\\udfb7", "\\ud83d", "\\u00", "\\u0026eacute;", "\u2019", "\ufb01", "\u30ac", "\uff76\uff9e", "\uac01", "\ufdfa", "\U0001F600", "\u00AD", "\u0660", "\u0410")).Array[0, 40].Select(string.Concat);

    static string Normal(string raw) => Normal(Encoding.UTF8.GetBytes(raw));

    static string Normal(byte[] raw)
    {
        var text = new NormalText();
        Normaliser.Normalise(raw, text);
        Assert.True(text.Padded[text.Length..].IndexOfAnyExcept((byte)0) < 0);
        return Encoding.UTF8.GetString(text.Octets);
    }

    [Theory]
    [InlineData("Call me Ishmael.", "callmeishmael")]
    [InlineData("“Don’t!” — naïve Café, 50%", "dontnaivecafe50")]
    [InlineData("wrapped\r\n  over-\nlines\u00AD", "wrappedoverlines")]
    [InlineData("<p class=\"x\">He <em>said</em><br/>so</p>", "hesaidso")]
    [InlineData("a < b, x<y and 3<4>", "abxyand34")]
    [InlineData("if (a<b) { c(); } x>y", "ifabcxy")]
    [InlineData("Tom &amp; Jerry &eacute;t&#233; &#xE9; &mdash; &amp;eacute; AT&T", "tomjerryeteeeatt")]
    [InlineData("&lt;p&gt;escaped&lt;/p&gt;", "escaped")]
    [InlineData("&amp;lt;p&amp;gt;twice", "ptwice")] // a tag stands in one way or another, not in two
    [InlineData(@"line\nnext \""quoted\"" caf\u00e9 \\u00e9 \\\n", "linenextquotedcafee")]
    [InlineData(@"\u003cb\u003ebold\u003c/b\u003e", "bold")]
    [InlineData(@"\ud842\udfb7", "\U00020BB7")]
    [InlineData("ﬁne Ⅳ ½ ² ㌔", "fineiv122キロ")]
    [InlineData("ＦＵＬＬ ﾊﾞ バ", "full" + "ハ\u3099ハ\u3099")]
    [InlineData("Straße ΣΊΣΥΦΟΣ σίσυφος", "strasse" + "σiσyφoσσiσyφoσ")]
    [InlineData("Сор Соrру", "copcorpy")] // of two alphabets
    [InlineData("٣٤ ۳۴ ३४", "343434")]
    [InlineData("كتاب کتاب ي ی ى", "كتابكتابييي")]
    [InlineData("한국어", "\u1112\u1161\u11AB\u1100\u116E\u11A8\u110B\u1165")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("a\u200bb\u200d😀c\ufe0f", "abc")]
    public void What_is_left_of_a_text(string raw, string expected) => Assert.Equal(expected, Normal(raw));

    [Fact]
    public void Octets_that_are_no_UTF8_are_left_out() => Assert.Equal("abcd", Normal([.. "a"u8, 0xFF, .. "b"u8, 0xC3, .. "c"u8, 0xE3, 0x81, .. "d"u8, 0xF0, 0x9F]));

    [Fact]
    public void Many_at_a_time_give_the_same_as_one_by_one() => Texts.Sample(text =>
    {
        var raw = Encoding.UTF8.GetBytes(text);
        var (fast, plain) = (new NormalText(), new NormalText());
        Normaliser.Normalise(raw, fast);
        Normaliser.NormaliseByOne(raw, plain);
        Assert.Equal(Encoding.UTF8.GetString(plain.Octets), Encoding.UTF8.GetString(fast.Octets));
        var mapped = new MappedText(raw);
        Assert.Equal(Encoding.UTF8.GetString(plain.Octets), Encoding.UTF8.GetString(mapped.Octets));
        var end = 0;
        foreach (var word in mapped.Words)
        {
            Assert.Equal(end, word.Begin);
            end = word.End;
            var (begin, behind) = mapped.RawOf(word.Begin, word.End);
            Assert.True(begin >= 0 && begin < behind && behind <= raw.Length);
        }
        Assert.Equal(mapped.Octets.Length, end);
    }, iter: 20_000);

    [Fact]
    public void Any_octets_give_the_same_one_by_one() => Gen.Byte.Array[0, 300].Sample(raw =>
    {
        var (fast, plain) = (new NormalText(), new NormalText());
        Normaliser.Normalise(raw, fast);
        Normaliser.NormaliseByOne(raw, plain);
        Assert.True(fast.Octets.SequenceEqual(plain.Octets));
    }, iter: 20_000);

    /// <summary>The law that copies are found by: what text is wrapped, quoted, written large or escaped in changes nothing.</summary>
    [Fact]
    public void Wrapping_quoting_and_escaping_change_nothing() => Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['A', 'Z'], Gen.OneOf(' ', '.', ',', 'é', 'ö', '日', '\'', '"', '\n')), 0, 200].Sample(text =>
    {
        var normal = Normal(text);
        Assert.Equal(normal, Normal(System.Net.WebUtility.HtmlEncode(text)));
        Assert.Equal(normal, Normal(System.Text.Json.JsonEncodedText.Encode(text).ToString()));
        Assert.Equal(normal, Normal(System.Text.Json.JsonEncodedText.Encode(System.Net.WebUtility.HtmlEncode(text)).ToString()));
        Assert.Equal(normal, Normal(text.ToUpperInvariant()));
        Assert.Equal(normal, Normal(text.Replace(" ", "\r\n  ", StringComparison.Ordinal).Replace('\'', '’').Replace('"', '”')));
        Assert.Equal(normal, Normal("<p>" + text.Replace(" ", "</em> <em class='x'>", StringComparison.Ordinal) + "</p>"));
    }, iter: 3_000);
}
