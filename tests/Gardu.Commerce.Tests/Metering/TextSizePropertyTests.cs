using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CsCheck;
using Gardu.Commerce.Metering;
using Gardu.Testing;

namespace Gardu.Commerce.Tests.Metering;

public sealed partial class TextSizePropertyTests
{
    static readonly Gen<string> Text = Gen.OneOf("a", " ", "\n", " b  c ", "é日", "😀", "&amp;", "&nbsp;", "&lt;p>", "<!-- x -->", "&#x1F600;", "\r\n", "\t", "1 < 2");

    static readonly Gen<string> Page = Gen.Recursive<string>((depth, inner) => depth > 5
        ? Text
        : Gen.Frequency(
            (4, Text),
            (3, Gen.Select(Gen.OneOf("div", "section", "b", "em", "span", "ul", "blockquote"), inner.Array[0, 5], (name, parts) => $"<{name} title='x y'>{string.Concat(parts)}</{name}>")),
            (1, Gen.Select(Gen.OneOf("script", "style"), Text.Array[0, 3], (name, parts) => $"<{name}>{string.Concat(parts)}if (a<b) '<p>'</{name}>")),
            (1, Gen.Select(Gen.OneOf("noscript", "template"), inner.Array[0, 3], (name, parts) => $"<{name}>{string.Concat(parts)}</{name}>")),
            (1, Gen.Select(Gen.OneOf("textarea", "pre"), Gen.OneOf("", "\n", "\r\n"), Text.Array[0, 3], (name, start, parts) => $"<{name}>{start}{string.Concat(parts)}</{name}>")),
            (1, Gen.Select(Gen.OneOf("g", "text", "title", "desc"), Gen.OneOf("", "<style/>", "<title/>", "<![CDATA[ <q> ]]>", "<style>a<b></b></style>"), Text, (name, start, text) => $"<svg>{start}<{name}>{text}</{name}>{text}</svg>")),
            (1, Gen.OneOf("<br>", "<img alt=no>", "<hr/>", "<input value=no>"))));

    static readonly Gen<string> Pages = Page.Array[0, 8].Select(string.Concat);

    static long Measure(byte[] body, string mediaType, string? charset = null, params int[] pieces) =>
        TextSize.MeasureAsync(new DrippingStream(body, pieces), mediaType, charset).Completed().Count;

    [Fact]
    public void It_agrees_with_a_tree_of_the_page() => Pages.Sample(
        page =>
        {
            var document = new HtmlParser(new HtmlParserOptions { IsScripting = false }).ParseDocument("<!doctype html><body>" + page);
            var text = new StringBuilder();
            Collect(document.DocumentElement, text);
            var collapsed = Blanks().Replace(text.ToString(), " ").Trim(' ');
            Assert.Equal(Encoding.UTF8.GetByteCount(collapsed), Measure(Encoding.UTF8.GetBytes("<!doctype html><body>" + page), "text/html"));
        },
        iter: 20_000);

    [Fact]
    public void Where_a_body_is_cut_changes_nothing() =>
        Gen.Select(Pages, Gen.OneOf("text/html", "application/xhtml+xml", "text/plain", "application/json"), Gen.OneOf<string?>(null, "utf-16le", "shift_jis", "gb18030"), Gen.Int[1, 9].Array[1, 4]).Sample(
            (page, mediaType, charset, pieces) =>
            {
                var body = (Charsets.Find(charset) ?? Encoding.UTF8).GetBytes(page);
                Assert.Equal(Measure(body, mediaType, charset), Measure(body, mediaType, charset, pieces));
                Assert.Equal(Measure(body, mediaType, charset), Measure([.. body], mediaType, charset, 2000, 1));
            },
            iter: 2_000);

    [Fact]
    public void Damaged_bodies_are_measured_alike_however_they_arrive() => Fuzz.Run(
        20_000,
        [
            "<!doctype html><html><head><meta charset=utf-8><title>T</title><script>'<p>'</script></head><body><svg><title/><![CDATA[x]]></svg><p>é &amp; 😀</p><template>x</template></body></html>"u8.ToArray(),
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<p>é日😀</p>")],
            "<?xml version='1.0' encoding='shift_jis'?><html><script/>a<math><mi>b</mi></math></html>"u8.ToArray(),
            "<meta http-equiv=content-type content='text/html; charset=iso-2022-jp'>\u001b$B%F%9%H\u001b(B"u8.ToArray(),
        ],
        body =>
        {
            foreach (var (mediaType, charset) in new[] { ("text/html", null), ("application/xhtml+xml", "gb18030"), ("text/html", "euc-jp"), ("text/plain", null), ("application/xml", "big5") })
            {
                var size = Measure(body, mediaType, charset);
                Assert.InRange(size, 0, 4L * body.Length);
                Assert.Equal(size, Measure(body, mediaType, charset, 1 + body.Length % 5));
            }
        });

    [Theory]
    [InlineData("", "<div>")]
    [InlineData("", "<b><p>")]
    [InlineData("", "<template>")]
    [InlineData("", "<svg>")]
    [InlineData("", "</p>")]
    [InlineData("<a ", "href=x ")]
    [InlineData("<a ", "charset=x ")]
    [InlineData("<a x='", "y")]
    [InlineData("", "&amp;&notanentity")]
    [InlineData("", "<!--")]
    [InlineData("<!--", "<!-- --")]
    [InlineData("<script>", "<!--<script>")]
    [InlineData("<script>", "</scrip")]
    [InlineData("<title>", "</titl")]
    [InlineData("<svg>", "<![CDATA[")]
    [InlineData("", "\0")]
    [InlineData("", "a ")]
    [InlineData("<", "a")]
    [InlineData("&#", "1")]
    [InlineData("&", "a")]
    [InlineData("<!doctype ", "a")]
    public void A_hostile_page_takes_bounded_time(string start, string piece)
    {
        var body = new byte[4 * 1024 * 1024];
        Encoding.ASCII.GetBytes(start, body);
        for (var at = start.Length; at < body.Length; at++)
            body[at] = (byte)piece[(at - start.Length) % piece.Length];
        var started = Stopwatch.GetTimestamp();
        Assert.InRange(Measure(body, "text/html"), 0, 2L * body.Length);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_page_has_its_limit_and_other_text_has_none()
    {
        var body = new byte[TextSize.PageMax];
        body.AsSpan().Fill((byte)'x');
        Assert.Equal(MeterResult.Of(TextSize.PageMax), TextSize.MeasureAsync(new MemoryStream(body), "text/html", null, TestContext.Current.CancellationToken).Completed());
        var larger = new byte[TextSize.PageMax + 1];
        larger.AsSpan().Fill((byte)'x');
        var result = TextSize.MeasureAsync(new MemoryStream(larger), "text/html", null, TestContext.Current.CancellationToken).Completed();
        Assert.False(result.IsCounted);
        Assert.Contains("larger than 32 MiB", result.Problem, StringComparison.Ordinal);
        TextSize.MeasureAsync(new MemoryStream(larger, 0, 20_000), "text/plain", null, TestContext.Current.CancellationToken).Completed();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(MeterResult.Of(larger.Length), TextSize.MeasureAsync(new MemoryStream(larger), "text/plain", null, TestContext.Current.CancellationToken).Completed());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
    }

    static void Collect(INode node, StringBuilder text)
    {
        if (node is IText words)
            text.Append(words.Data);
        if (node is IElement { LocalName: "script" or "style" or "noscript" or "template" })
            return;
        foreach (var child in node.ChildNodes)
            Collect(child, text);
    }

    [GeneratedRegex("[ \t\n\f\r]+")]
    private static partial Regex Blanks();
}
