using CsCheck;
using Gardu.Protocols.StructuredFields;
using Gardu.Testing;

namespace Gardu.Protocols.Tests.StructuredFields;

/// <summary>The reader against the RFC's own algorithm.</summary>
public sealed class StructuredFieldOracleTests
{
    static readonly string[] Corpus =
    [
        "en=\"Applepie\", da=:w4ZibGV0w6ZydGU=:", "a=?0, b, c; foo=bar", "rating=1.5, feelings=(joy sadness)", "a=(1 2), b=3, c=4;aa=bb, d=(5 6);valid",
        "d=@1659578233, n=%\"This is intended for display to %c3%bcsers.\"", "x=1.0, y=-0.50, z=0001, zero=-0, none=-0.0", "sig1=(\"@authority\" \"signature-agent\";key=\"k\");created=1735689600;tag=\"web-bot-auth\"",
        "sugar, tea, rum", "(\"foo\" \"bar\"), (\"baz\"), (\"bat\" \"one\"), ()", "abc;a=1;b=2; cde_456, (ghi;jk=4 l);q=\"9\";r=w", "5; foo=bar", "?1", "-999999999999999", "999999999999.999",
        "\"hello \\\"world\\\\\"", "foo123/456", ":cHJldGVuZCB0aGlzIGlzIGJpbmFyeSBjb250ZW50Lg==:", "@-1", "%\"%00 %25 %22\"", "a=1,\tb=2 ,c=3 \t", "*a=*b", "a=:aGl=:, b=:aGk:, c=::",
    ];

    [Theory]
    [InlineData("-0.0", "0.0")]
    [InlineData("-0", "0")]
    [InlineData("-0.001", "-0.001")]
    [InlineData(":aG\tk:", null)]
    [InlineData(":aG\nk:", null)]
    [InlineData(":aGVs\t\t\t\tbG8:", null)]
    [InlineData(":aGVs\n\r\t\tbG8=:", null)]
    [InlineData(":aGl:", ":aGk=:")]
    [InlineData(":aGl=:", ":aGk=:")]
    [InlineData(":aGk===:", ":aGk=:")]
    [InlineData(":a=Gk:", null)]
    [InlineData(":a:", null)]
    [InlineData("::", "::")]
    [InlineData(":=:", "::")]
    [InlineData("\u00a01", null)]
    [InlineData("1\t", null)]
    [InlineData("\u0661", null)]
    [InlineData("a\u00e9", null)]
    [InlineData("%\"\u00e9\"", null)]
    [InlineData("1234567890123.1", null)]
    [InlineData("000000000000001", "1")]
    public void It_reads_the_edges_as_the_rfc_says(string text, string? canonical)
    {
        Assert.Equal(canonical, NaiveField.Item(text));
        Compare(text);
    }

    [Fact]
    public void It_reads_damaged_fields_as_the_rfc_says() => Fuzz.Run(20_000, Corpus, Compare);

    [Fact]
    public void It_reads_any_text_as_the_rfc_says() =>
        Gen.Char["aab1190==,,;;(( ))  \"\"?::@%\\.-*\tA/zc3"].Array[0, 14].Sample(text => Compare(new string(text)), iter: 100_000);

    static void Compare(string text)
    {
        if (text.Length > 4_000)
            return;
        Assert.Equal(NaiveField.Dictionary(text), StructuredField.TryParseDictionary(text, out var dictionary) ? dictionary.ToString() : null);
        Assert.Equal(NaiveField.List(text), StructuredField.TryParseList(text, out var list) ? string.Join(", ", list) : null);
        Assert.Equal(NaiveField.Item(text), StructuredField.TryParseItem(text, out var item) ? item!.ToString() : null);
    }
}
