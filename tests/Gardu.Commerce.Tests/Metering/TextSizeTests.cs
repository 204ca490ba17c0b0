using System.Text;
using Gardu.Commerce.Metering;

namespace Gardu.Commerce.Tests.Metering;

public sealed class TextSizeTests
{
    static readonly Encoding Latin1 = Encoding.Latin1;

    static MeterResult Measure(byte[] body, string? mediaType, string? charset = null, params int[] pieces) =>
        TextSize.MeasureAsync(new DrippingStream(body, pieces), mediaType, charset).Completed();

    static long Bytes(string body, string mediaType) => Measure(Encoding.UTF8.GetBytes(body), mediaType).Count;

    [Theory]
    [InlineData("<p>Some text</p>", "Some text")]
    [InlineData("<!doctype html>\n<html><head><title> T </title>\n</head>\n<body>\n<p>a</p>\n <p>b  c</p>\n</body></html>\n", "T a b c")]
    [InlineData("<p>a</p><p>b</p>", "ab")]
    [InlineData("a <b> b</b>\t<i>\r\n\f c</i>", "a b c")]
    [InlineData("a&nbsp;&nbsp;b&amp;c&#x1F600;&eacute;", "a\u00a0\u00a0b&c😀é")]
    [InlineData("a<script>var x = '<p>b';</script>c<style>d{}</style>e<noscript>f<p>g</p></noscript>h<template>i<template>j</template>k</template>l", "acehl")]
    [InlineData("a<noscript><style></noscript></style>b</noscript>c", "ac")]
    [InlineData("a<script><!-- <script> </script> --></script>b", "ab")]
    [InlineData("a<SCRIPT>b</Script>c<script>d", "ac")]
    [InlineData("a<!-- b --><?c?><!d>e", "ae")]
    [InlineData("<textarea>\n<b>a</b></textarea><pre>\n b\n\nc</pre>", "<b>a</b> b c")]
    [InlineData("<svg><title/><style/><text>a</text><script/>b<![CDATA[<c>]]></svg>d<style>e</style>", "ab<c>d")]
    [InlineData("<svg><p>a<style><b></style>b<title><i></title>", "ab<i>")]
    [InlineData("a<script/>b</script>c<style/>d</style>e<div/>f<br/>g", "acefg")]
    [InlineData("<a title='no' data-x=\"no\">a</a><img alt=no>", "a")]
    [InlineData("a</script>b</style></template>c", "abc")]
    [InlineData("a < b &notanentity; 1<2", "a < b ¬anentity; 1<2")]
    [InlineData("a\0b", "ab")]
    [InlineData("<![CDATA[a]]>b", "b")]
    [InlineData("<plaintext>a</plaintext>", "a</plaintext>")]
    [InlineData("\uFEFF a", "a")]
    [InlineData("", "")]
    [InlineData(" \n", "")]
    public void Of_a_page_the_text_is_measured(string page, string text) => Assert.Equal(Encoding.UTF8.GetByteCount(text), Bytes(page, "text/html"));

    [Theory]
    [InlineData("<?xml version='1.0'?><html><head><script src='a'/><title/><style/></head><body>a<![CDATA[<b>]]><noscript/>c<textarea/>d</body></html>", "a<b>cd")]
    [InlineData("<p>a<script>//<![CDATA[\nb\n//]]></script>c</p>", "ac")]
    public void Of_a_page_in_xml_an_element_may_close_itself(string page, string text)
    {
        Assert.Equal(Encoding.UTF8.GetByteCount(text), Bytes(page, "application/xhtml+xml"));
        Assert.Equal(Encoding.UTF8.GetByteCount(text), Bytes(page, " Application/XHTML+XML ; profile=x"));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("TEXT/Markdown; charset=no")]
    [InlineData("text/css")]
    [InlineData("text/xml")]
    [InlineData("application/xml")]
    [InlineData("application/rss+xml")]
    [InlineData("image/svg+xml")]
    [InlineData("application/json")]
    [InlineData("application/ld+json")]
    [InlineData("application/x-ndjson")]
    public void Of_other_text_all_is_measured_but_the_mark(string mediaType)
    {
        Assert.Equal(17, Bytes("<p>  é 日 </p>\n", mediaType));
        Assert.Equal(2, Measure([0xEF, 0xBB, 0xBF, 0xC3, 0xA9], mediaType).Count);
        Assert.Equal(6, Measure([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("é😀")], mediaType).Count);
        Assert.Equal(3, Measure(Latin1.GetBytes("é\n"), mediaType, "ISO-8859-1").Count);
        Assert.Equal(4, Measure(Latin1.GetBytes("é\n"), mediaType, "no-such-charset").Count); // U+FFFD and the line's end
        Assert.Equal(0, Measure([], mediaType).Count);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/pdf")]
    [InlineData("application/octet-stream")]
    [InlineData("video/mp4")]
    [InlineData("")]
    [InlineData(null)]
    public void Of_anything_else_the_bytes_are_measured(string? mediaType)
    {
        Assert.Equal(MeterResult.Of(5), Measure([0xEF, 0xBB, 0xBF, 0x80, 0], mediaType, "utf-16"));
        Assert.Equal(MeterResult.Of(200_000), Measure(new byte[200_000], mediaType));
        Assert.Equal(MeterResult.Of(0), Measure([], mediaType));
    }

    [Theory]
    [InlineData("utf-8", "é日😀")]
    [InlineData("\"UTF-8\"", "é日😀")]
    [InlineData(" latin1 ", "é€")]
    [InlineData("us-ascii", "é€")]
    [InlineData("windows-1251", "Привет")]
    [InlineData("koi8-r", "Привет")]
    [InlineData("Shift_JIS", "日本語テキスト")]
    [InlineData("euc-jp", "日本語テキスト")]
    [InlineData("iso-2022-jp", "日本語テキスト")]
    [InlineData("gb2312", "中文文本")]
    [InlineData("gb18030", "中文😀")]
    [InlineData("big5", "中文")]
    [InlineData("euc-kr", "한국어")]
    [InlineData("utf-16le", "é日😀")]
    [InlineData("utf-16be", "é日😀")]
    public void Text_of_any_encoding_has_the_size_that_it_has_in_utf_8(string charset, string text)
    {
        var body = Charsets.Find(charset)!.GetBytes(text);
        for (var piece = 1; piece <= 5; piece++)
            Assert.Equal(Encoding.UTF8.GetByteCount(text), Measure(body, "text/plain", charset, 1024, piece).Count);
        var page = Charsets.Find(charset)!.GetBytes(new string(' ', 2000) + text + "<br>" + text);
        for (var piece = 1; piece <= 5; piece++)
            Assert.Equal(2 * Encoding.UTF8.GetByteCount(text), Measure(page, "text/html", charset, piece).Count);
    }

    [Fact]
    public void Every_name_of_an_encoding_is_one_that_there_is()
    {
        foreach (var name in Charsets.Names)
            Assert.NotNull(Charsets.Find(name.ToUpperInvariant()));
        Assert.Null(Charsets.Find(null));
        Assert.Null(Charsets.Find("utf-7"));
        Assert.Null(Charsets.Find("utf-32"));
        Assert.Null(Charsets.Find("ibm037"));
    }

    [Theory]
    [InlineData("<meta charset=windows-1252>", 2)]
    [InlineData("<META CHARSET='Latin1'>", 2)]
    [InlineData("<meta http-equiv=Content-Type content=\"text/html; charset=iso-8859-1\">", 2)]
    [InlineData("<meta content='text/html;charset = \"iso-8859-1\"' http-equiv=content-type>", 2)]
    [InlineData("<?xml version=\"1.0\" encoding='iso-8859-1'?>", 2)]
    [InlineData("<meta charset=nonsense><meta charset=latin1>", 2)]
    [InlineData("<meta charset=utf-16>", 3)]
    [InlineData("<meta content='text/html;charset=iso-8859-1'>", 3)]
    [InlineData("<meta http-equiv=content-type content='charset=\"latin1'>", 3)]
    [InlineData("<!-- <meta charset=latin1> -->", 3)]
    [InlineData("<script>'<meta charset=latin1>'</script>", 3)]
    [InlineData("<meta charset=utf-8><meta charset=latin1>", 3)]
    public void A_page_may_name_its_encoding_itself(string declaration, int bytes)
    {
        Assert.Equal(bytes, Measure(Latin1.GetBytes(declaration + "é"), "text/html").Count);
        Assert.Equal(3, Measure(Latin1.GetBytes(declaration + "é"), "text/html", "utf-8").Count);
    }

    [Fact]
    public void It_is_looked_for_at_the_start_alone()
    {
        const string declaration = "<meta charset=latin1>";
        Assert.Equal(2, Measure(Latin1.GetBytes(declaration.PadLeft(1024) + "é"), "text/html").Count);
        Assert.Equal(2, Measure(Latin1.GetBytes(declaration.PadLeft(1024) + "é"), "text/html", null, 1).Count);
        Assert.Equal(3, Measure(Latin1.GetBytes(declaration.PadLeft(1025) + "é"), "text/html").Count);
    }

    [Fact]
    public void Http_goes_before_the_mark_and_the_mark_before_the_page()
    {
        Assert.Equal(2, Measure([0xEF, 0xBB, 0xBF, .. "<meta charset=latin1>é"u8], "text/html").Count);
        Assert.Equal(4, Measure([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<meta charset=latin1>😀")], "text/html").Count);
        Assert.Equal(4, Measure("<meta charset=latin1>Ã©"u8.ToArray(), "text/html", "utf-8").Count);
        Assert.Equal("ï»¿a"u8.Length, Measure([0xEF, 0xBB, 0xBF, .. "a"u8], "text/html", "latin1").Count);
    }

    [Fact]
    public void Xml_may_name_its_encoding()
    {
        const string declaration = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>";
        Assert.Equal(declaration.Length + 2, Measure(Latin1.GetBytes(declaration + "é"), "application/xml").Count);
        Assert.Equal(declaration.Length + 3, Measure(Latin1.GetBytes(declaration + "é"), "application/xml", "utf-8").Count);
        Assert.Equal(declaration.Length + 3, Measure(Latin1.GetBytes(declaration + "é"), "text/plain").Count);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(4, 1, 1)]
    [InlineData(5, 1, 2)]
    [InlineData(1000, 1, 250)]
    [InlineData(1001, 2, 251)]
    [InlineData(long.MaxValue, 9_223_372_036_854_776, 2_305_843_009_213_693_952)]
    public void Units_are_rounded_up(long bytes, long kilobytes, long tokens)
    {
        Assert.Equal(kilobytes, TextSize.Kilobytes(bytes));
        Assert.Equal(tokens, TextSize.Tokens(bytes));
    }

    [Fact]
    public void A_size_below_zero_is_a_fault_of_ours()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TextSize.Kilobytes(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TextSize.Tokens(-1));
    }
}
