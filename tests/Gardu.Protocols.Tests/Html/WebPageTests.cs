using System.Text;
using Gardu.Protocols.Html;
using Gardu.Protocols.Rsl;
using Gardu.Testing;

namespace Gardu.Protocols.Tests.Html;

public sealed class WebPageTests
{
    static readonly Uri Address = new("https://pub.example/articles/1");

    const string Full = """
        <!doctype html>
        <html><head>
        <title><link rel=license href=/no type="application/rsl+xml"></title>
        <!-- <link rel="license" href="/no" type="application/rsl+xml"> -->
        <meta name="TDM-Reservation" content="1"><meta content="https://pub.example/p" name=tdm-policy>
        <META NAME=robots CONTENT="noai, noimageai">
        <link href="/license.xml?a=1&amp;b=2" TYPE='application/rsl+xml' rel="alternate License">
        <link rel="stylesheet" href="a.css">
        <script>"<link rel=license href=/no type='application/rsl+xml'>"</script>
        <script type="Application/RSL+XML"><rsl xmlns="https://rslstandard.org/rsl"><content url=""><license/></content></rsl></script>
        </head><body><p>Text</p><link rel=license type=application/rsl+xml href=in-body.xml></body></html>
        """;

    static WebPage Page(string html) => WebPage.Parse(Encoding.UTF8.GetBytes(html), Address);

    [Fact]
    public void What_it_declares_is_found_and_what_looks_like_it_is_not()
    {
        var page = Page(Full);
        Assert.Equal(
            ["https://pub.example/license.xml?a=1&b=2", "https://pub.example/articles/in-body.xml"],
            page.Links.Where(link => link.Leads("license", RslDocument.MediaType)).Select(link => link.Target.AbsoluteUri));
        Assert.Equal(["1"], page.Meta("tdm-reservation"));
        Assert.Equal(["https://pub.example/p"], page.Meta("tdm-policy"));
        Assert.Equal(["noai, noimageai"], page.Meta("robots"));
        Assert.StartsWith("<rsl ", Assert.Single(page.InlineLicenses), StringComparison.Ordinal);
    }

    [Fact]
    public void Relative_addresses_are_relative_to_the_base() =>
        Assert.Equal(["https://other.example/x/l"], Page("<base href=//other.example/x/><base href=/no><link rel=license href=l>").Links.Select(link => link.Target.AbsoluteUri));

    [Theory]
    [InlineData("<style><link rel=license href=a></style>")]
    [InlineData("<textarea><link rel=license href=a></textarea>")]
    [InlineData("<xmp><link rel=license href=a></xmp>")]
    [InlineData("<plaintext><link rel=license href=a>")]
    [InlineData("<a title='<link rel=license href=a>'>")]
    [InlineData("<link rel=license>")]
    [InlineData("<link rel=license href='http://['>")]
    public void Where_no_element_is_none_is_found(string html) => Assert.Empty(Page(html).Links);

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b><p>")]
    [InlineData("<link rel=license href=a>")]
    [InlineData("<a href=x href=x href=x")]
    [InlineData(" a='1' href=b")]
    [InlineData("&amp;&notanentity")]
    [InlineData("<script type=application/rsl+xml>")]
    [InlineData("<!--")]
    [InlineData("<!-- -->")]
    [InlineData("\0")]
    public void A_hostile_page_takes_bounded_time(string part)
    {
        foreach (var start in new[] { "", "<a " })
        {
            var html = new StringBuilder(start);
            while (html.Length < WebPage.BytesMax)
                html.Append(part);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            Assert.InRange(Page(html.ToString()).Links.Count, 0, WebPage.ElementsMax);
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        }
    }

    [Fact]
    public void Damaged_pages_never_throw() => Fuzz.Run(5_000, [Encoding.UTF8.GetBytes(Full), Encoding.Unicode.GetPreamble()], bytes =>
    {
        var page = WebPage.Parse(bytes, Address);
        _ = page.Meta("robots").Count() + page.Links.Count;
        _ = RslDiscovery.InPage(page).Count();
    });
}
