using System.Globalization;
using System.Net;
using System.Text;
using System.Xml;

namespace Gardu.Protocols.Listings;

/// <summary>Reads sitemaps, their indexes, RSS 2.0 and Atom, element by element: none is held as a tree, whatever its depth.</summary>
sealed class XmlListing
{
    const string Atom = "http://www.w3.org/2005/Atom";
    const string DublinCore = "http://purl.org/dc/elements/1.1/";
    const string RssContent = "http://purl.org/rss/1.0/modules/content/";

    static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    readonly XmlReader reader;
    readonly List<ListedPage> pages = [];
    string? author;

    XmlListing(XmlReader reader) => this.reader = reader;

    /// <summary>Null for what is no such listing.</summary>
    public static PageListing? Read(ReadOnlyMemory<byte> xml)
    {
        ListingKind? kind = null;
        XmlListing? listing = null;
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml.ToArray()), Settings);
            reader.MoveToContent();
            var (root, space) = (reader.LocalName, reader.NamespaceURI);
            (kind, var depth, var entry) = root switch
            {
                "urlset" => (ListingKind.Sitemap, 1, "url"),
                "sitemapindex" => (ListingKind.SitemapIndex, 1, "sitemap"),
                "rss" => (ListingKind.Feed, 2, "item"),
                "feed" when space == Atom => (ListingKind.Feed, 1, "entry"),
                _ => ((ListingKind?)null, 0, ""),
            };
            if (kind is null)
                return null;
            listing = new XmlListing(reader);
            Func<ListedPage, ListedPage> take = root switch { "rss" => listing.OfRss, "feed" => listing.OfAtom, _ => page => listing.OfSitemap(page, space) };
            return new PageListing(kind.Value, listing.pages, listing.ReadAll(depth, entry, take));
        }
        catch (XmlException broken)
        {
            return kind is null ? null : new PageListing(kind.Value, listing!.pages, $"breaks off: {broken.Message}"); // a kind is known when there is one
        }
    }

    /// <summary>Why it was not read to its end; null where it was.</summary>
    string? ReadAll(int depth, string entry, Func<ListedPage, ListedPage> take)
    {
        for (reader.Read(); !reader.EOF;)
        {
            if (reader.NodeType != XmlNodeType.Element || reader.Depth != depth)
                reader.Read();
            else if (reader is { LocalName: "author", NamespaceURI: Atom })
                author = Text("name") ?? author; // of entries that name none (RFC 4287, 4.2.1)
            else if (reader.LocalName != entry)
                reader.Skip();
            else if (pages.Count == PageListing.PagesMax)
                return PageListing.TooMany;
            else
                ReadEntry(depth, take);
        }
        return null;
    }

    void ReadEntry(int depth, Func<ListedPage, ListedPage> take)
    {
        var page = new ListedPage("");
        if (!reader.IsEmptyElement)
        {
            for (reader.Read(); reader.Depth > depth;)
            {
                if (reader.NodeType == XmlNodeType.Element)
                    page = take(page);
                else
                    reader.Read();
            }
        }
        reader.Read();
        if (page.Address.Length > 0)
            pages.Add(page);
    }

    ListedPage OfSitemap(ListedPage page, string space) => (reader.NamespaceURI == space ? reader.LocalName : "") switch
    {
        "loc" => page with { Address = Text() ?? "" },
        "lastmod" => page with { Date = Text() },
        _ => Passed(page),
    };

    ListedPage OfRss(ListedPage page) => (reader.NamespaceURI, reader.LocalName) switch
    {
        ("", "link") => page with { Address = Text() ?? page.Address },
        ("", "guid") when page.Address.Length == 0 && reader.GetAttribute("isPermaLink") != "false" => page with { Address = Text() ?? "" },
        ("", "title") => page with { Title = Text() },
        ("", "author") => page with { Author = First(page.Author, Text()) },
        (DublinCore, "creator") => page with { Author = Text() ?? page.Author },
        ("", "pubDate") => page with { Date = Iso(Text()) },
        (RssContent, "encoded") => page with { Content = Text() },
        _ => Passed(page),
    };

    ListedPage OfAtom(ListedPage page)
    {
        page = page.Author is null ? page with { Author = author } : page;
        switch (reader.NamespaceURI == Atom ? reader.LocalName : "")
        {
            case "link" when page.Address.Length == 0 && reader.GetAttribute("rel") is null or "alternate":
                return Passed(page with { Address = reader.GetAttribute("href")?.Trim() ?? "" });
            case "title":
                return page with { Title = Text() };
            case "author":
                return page with { Author = Text("name") ?? page.Author };
            case "published":
                return page with { Date = Text() ?? page.Date };
            case "updated":
                return page with { Date = First(page.Date, Text()) };
            case "content" when reader.GetAttribute("src") is null:
                return page with { Content = Content() };
            default:
                return Passed(page);
        }
    }

    ListedPage Passed(ListedPage page)
    {
        reader.Skip();
        return page;
    }

    /// <summary>An Atom content as HTML (RFC 4287, 4.1.3.3).</summary>
    string? Content()
    {
        switch (reader.GetAttribute("type"))
        {
            case "html":
                return Text();
            case "xhtml":
                return reader.ReadInnerXml();
            case null or "text":
                return WebUtility.HtmlEncode(Text());
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>The text of the element that the reader stands on, or of those within it that are called so, and the reader behind it; null for none.</summary>
    string? Text(string? within = null)
    {
        var (text, depth, counts) = (new StringBuilder(), reader.Depth, within is null);
        if (!reader.IsEmptyElement)
        {
            while (reader.Read() && reader.Depth > depth)
            {
                if (reader.NodeType == XmlNodeType.Element)
                    counts = within is null || reader.LocalName == within;
                else if (counts)
                    text.Append(reader.Value);
            }
        }
        reader.Read();
        var trimmed = text.ToString().Trim();
        return trimmed.Length == 0 ? null : trimmed;
    }

    /// <summary>What was said before goes before what has been read now.</summary>
    static string? First(string? before, string? now) => before ?? now;

    /// <summary>A date of RFC 822 in ISO 8601; what is none stays as it is.</summary>
    static string? Iso(string? date) =>
        DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture) : date;
}
