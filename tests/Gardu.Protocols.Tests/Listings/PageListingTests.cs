using System.Text;
using Gardu.Protocols.Listings;
using Gardu.Testing;

namespace Gardu.Protocols.Tests.Listings;

public sealed class PageListingTests
{
    const string Sitemap = """
        <?xml version="1.0" encoding="UTF-8"?>
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
          <!-- made by hand --><url>
            <loc> https://news.example/one?a=1&amp;b=2 </loc><lastmod>2023-07-01</lastmod><changefreq>never</changefreq>
            <image:image><image:loc>https://news.example/one.png</image:loc></image:image>
          </url>
          <url><lastmod>2023-07-02</lastmod></url><url/>
          <url><loc><![CDATA[https://news.example/two]]></loc></url>
        </urlset>
        """;

    const string Rss = """
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
          <title>News</title><link>https://news.example/</link><atom:link rel="self" href="https://news.example/feed"/>
          <item><title>One &amp; all</title><link>https://news.example/one</link><dc:creator><![CDATA[A. Writer]]></dc:creator><author>a@news.example</author>
            <pubDate>Sat, 01 Jul 2023 10:20:30 +0200</pubDate><description>Short.</description><content:encoded><![CDATA[<p>The whole of it.</p>]]></content:encoded></item>
          <item><guid>https://news.example/two</guid><pubDate>yesterday</pubDate></item>
          <item><guid isPermaLink="false">https://news.example/three</guid></item>
        </channel></rss>
        """;

    const string Atom = """
        <feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><author><name>The desk</name><email>desk@news.example</email></author>
          <entry><title>One</title><published>2023-07-01T00:00:00Z</published><link rel="edit" href="/edit"/><link href="/one"/><link rel="alternate" href="/other"/><author><name>A. Writer</name></author>
            <updated>2024-01-01T00:00:00Z</updated><content type="html">&lt;p&gt;Whole</content></entry>
          <entry><link rel="alternate" href="two"/><updated>2023-07-02T00:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a <b>b</b></div></content></entry>
          <entry><link href="three"/><content>1 &lt; 2</content></entry>
          <entry><link href="four"/><content type="image/png" src="four.png"/></entry>
        </feed>
        """;

    const string Json = """
        {"version": "https://jsonfeed.org/version/1.1", "authors": [{"name": "The desk"}], "items": [
          {"id": "1", "url": "https://news.example/one", "title": "One", "authors": [{"url": "a"}, {"name": "A. Writer"}], "date_published": "2023-07-01", "content_html": "<p>Whole"},
          {"id": "https://news.example/two", "content_text": "1 < 2", "title": 7}, {"title": "none"}, 5]}
        """;

    static PageListing Read(string text) => PageListing.Read(Encoding.UTF8.GetBytes(text)) ?? throw new InvalidDataException("it is no listing");

    [Fact]
    public void A_sitemap_lists_pages_with_the_day_of_their_last_change()
    {
        var listing = Read(Sitemap);
        Assert.Equal((ListingKind.Sitemap, null), (listing.Kind, listing.Problem));
        Assert.Equal([new ListedPage("https://news.example/one?a=1&b=2") { Date = "2023-07-01" }, new ListedPage("https://news.example/two")], listing.Pages);
    }

    [Fact]
    public void An_index_lists_sitemaps_whatever_its_namespace() =>
        Assert.Equal([new ListedPage("/a.xml"), new ListedPage("/b.xml.gz") { Date = "2023" }], Read("\uFEFF<sitemapindex><sitemap><loc>/a.xml</loc></sitemap><sitemap><loc>/b.xml.gz</loc><lastmod>2023</lastmod></sitemap></sitemapindex>").Pages);

    [Fact]
    public void Rss_says_title_author_date_and_content() => Assert.Equal(
        [
            new ListedPage("https://news.example/one") { Title = "One & all", Author = "A. Writer", Date = "2023-07-01T10:20:30+02:00", Content = "<p>The whole of it.</p>" },
            new ListedPage("https://news.example/two") { Date = "yesterday" },
        ],
        Read(Rss).Pages);

    [Fact]
    public void Atom_says_title_author_date_and_content() => Assert.Equal(
        [
            new ListedPage("/one") { Title = "One", Author = "A. Writer", Date = "2023-07-01T00:00:00Z", Content = "<p>Whole" },
            new ListedPage("two") { Author = "The desk", Date = "2023-07-02T00:00:00Z", Content = "<div xmlns=\"http://www.w3.org/1999/xhtml\">a <b>b</b></div>" },
            new ListedPage("three") { Author = "The desk", Content = "1 &lt; 2" },
            new ListedPage("four") { Author = "The desk" },
        ],
        Read(Atom).Pages);

    [Fact]
    public void Json_feed_says_title_author_date_and_content() => Assert.Equal(
        [
            new ListedPage("https://news.example/one") { Title = "One", Author = "A. Writer", Date = "2023-07-01", Content = "<p>Whole" },
            new ListedPage("https://news.example/two") { Author = "The desk", Content = "1 &lt; 2" },
        ],
        Read(Json).Pages);

    [Fact]
    public void What_stands_before_a_break_is_good()
    {
        var listing = Read("<urlset><url><loc>/one</loc></url><url><loc>/two</loc>");
        Assert.Equal([new ListedPage("/one")], listing.Pages);
        Assert.StartsWith("breaks off: ", listing.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void No_more_pages_are_read_than_a_sitemap_may_have()
    {
        var most = string.Concat(Enumerable.Repeat("<url><loc>/</loc></url>", PageListing.PagesMax));
        Assert.Null(Read($"<urlset>{most}</urlset>").Problem);
        var more = Read($"<urlset>{most}<url><loc>/</loc></url></urlset>");
        Assert.Equal((PageListing.PagesMax, "lists more than 50,000, which is all that is read of one"), (more.Pages.Count, more.Problem));
        Assert.Null(PageListing.Read(new byte[PageListing.BytesMax + 1]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain text")]
    [InlineData("<!doctype html><html><body>a page")]
    [InlineData("<html><url><loc>/one</loc></url></html>")]
    [InlineData("{\"items\": [{\"url\": \"/one\"}]}")]
    [InlineData("{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{\"url\": \"/one\"}")]
    [InlineData("{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{\"url\": \"\\ud800\"}]}")]
    [InlineData("<!DOCTYPE urlset [<!ENTITY file SYSTEM \"file:///etc/passwd\">]><urlset><url><loc>&file;</loc></url></urlset>")]
    [InlineData("<!DOCTYPE urlset [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;\">]><urlset><url><loc>&b;</loc></url></urlset>")]
    public void What_is_no_listing_is_none(string text) => Assert.Null(PageListing.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Depth_is_no_matter()
    {
        const int deep = 300_000;
        var nested = string.Concat(Enumerable.Repeat("<a>", deep)) + "/one" + string.Concat(Enumerable.Repeat("</a>", deep));
        Assert.Equal([new ListedPage("/one")], Read($"<urlset>{nested}<url>{nested}<loc>{nested}</loc></url></urlset>").Pages);
        Assert.Null(PageListing.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", deep)))));
    }

    [Fact]
    public void Damaged_listings_never_throw() =>
        Fuzz.Run(10_000, [.. new[] { Sitemap, Rss, Atom, Json }.Select(Encoding.UTF8.GetBytes), Encoding.Unicode.GetPreamble()], bytes => PageListing.Read(bytes));
}
