using System.IO.Compression;
using Gardu.Fetching;
using Gardu.Protocols.Html;
using Gardu.Protocols.Listings;
using Gardu.Protocols.Robots;

namespace Gardu.Gathering;

/// <summary>Finds the pages of a site by what it lists itself. Robots.txt is asked for sitemaps alone: a site is its owner's to read.</summary>
/// <param name="site">A sitemap, an index of them, a feed, or any page, which stands for its site.</param>
/// <param name="fetch">Fetches what is of the site.</param>
sealed class SiteListings(Uri site, GentleFetch fetch)
{
    /// <summary>Most pages of a site.</summary>
    const int PagesMax = 1_000_000;

    static readonly string[] FeedTypes = ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/json"];

    readonly HashSet<string> known = [];
    readonly List<ListedPage> pages = [];
    readonly List<string> problems = [];
    (long Count, string? First) others;

    /// <summary>Its pages in the order they are listed, each once, with absolute addresses.</summary>
    public IReadOnlyList<ListedPage> Pages => pages;

    /// <summary>What was left out, in plain words.</summary>
    public IReadOnlyList<string> Problems =>
        others.First is null ? problems : [.. problems, FormattableString.Invariant($"{site}: {others.Count:N0} addresses that are not of its host are left out, the first one: {others.First}")];

    /// <summary>Finds them. Throws <see cref="IOException"/> where the site cannot be asked, and <see cref="UsageException"/> where it lists nothing.</summary>
    public async Task FindAsync()
    {
        var first = await fetch.GetAsync(site, PageListing.BytesMax);
        if (!first.IsThere)
            throw new IOException($"{site} {first.Trouble}");
        if (await ListingOf(first) is { } listing)
            await TakeAsync(first.Address, listing, isOfIndex: false);
        else
            await LookAroundAsync(first);
        if (pages.Count == 0)
            throw new UsageException($"{site}: {(Problems is [var problem, ..] ? problem : "no page is listed there: it is neither a sitemap nor a feed, and no robots.txt, /sitemap.xml or feed of the page leads to one")}");
    }

    async Task LookAroundAsync(Fetched page)
    {
        var robots = await fetch.GetAsync(new Uri(page.Address, "/robots.txt"), RobotsTxt.BytesMax);
        foreach (var sitemap in robots.IsThere ? RobotsTxt.Parse(robots.Body).Sitemaps : [])
        {
            if (AddressOfNew(robots.Address, sitemap) is { } address)
                await ReadAsync(address, isOfIndex: false);
        }
        if (pages.Count == 0 && await fetch.GetAsync(new Uri(page.Address, "/sitemap.xml"), PageListing.BytesMax) is { IsThere: true } usual && await ListingOf(usual) is { } found)
            await TakeAsync(usual.Address, found, isOfIndex: false);
        // The first feed of a page is the one of its articles; another may be of comments.
        if (pages.Count == 0 && WebPage.Parse(page.Body, page.Address).Links.FirstOrDefault(link => link.Relations.Contains("alternate") && FeedTypes.Contains(link.Type?.Split(';')[0].Trim().ToLowerInvariant())) is { } feed)
            await ReadAsync(feed.Target, isOfIndex: false);
    }

    async Task ReadAsync(Uri address, bool isOfIndex)
    {
        var got = await fetch.GetAsync(address, PageListing.BytesMax);
        if (!got.IsThere)
            problems.Add($"{address} {got.Trouble}");
        else if (await ListingOf(got) is { } listing)
            await TakeAsync(got.Address, listing, isOfIndex);
        else
            problems.Add($"{address} is neither a sitemap nor a feed");
    }

    async Task TakeAsync(Uri from, PageListing listing, bool isOfIndex)
    {
        if (listing.Problem is { } problem)
            problems.Add($"{from} {problem}");
        if (listing.Kind == ListingKind.SitemapIndex && isOfIndex)
        {
            problems.Add($"{from} is an index that another one lists, and is not read");
            return;
        }
        foreach (var listed in listing.Pages)
        {
            if (AddressOfNew(from, listed.Address) is not { } address)
                continue;
            if (listing.Kind == ListingKind.SitemapIndex)
                await ReadAsync(address, isOfIndex: true);
            else if (pages.Count < PagesMax)
                pages.Add(listed with { Address = address.AbsoluteUri });
            else
            {
                problems.Add(FormattableString.Invariant($"{site} lists more than {PagesMax:N0} pages; the others are left out"));
                return;
            }
        }
    }

    /// <summary>An address without its fragment; null for one that was listed before, and for one of another host, which is counted.</summary>
    Uri? AddressOfNew(Uri from, string listed)
    {
        if (Uri.TryCreate(from, listed, out var address) && GentleFetch.IsOf(site, address))
        {
            var whole = address.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
            return known.Add(whole) ? new Uri(whole) : null;
        }
        others = (others.Count + 1, others.First ?? listed);
        return null;
    }

    /// <summary>What is listed there, packed or not; null where it is no listing.</summary>
    static async Task<PageListing?> ListingOf(Fetched file)
    {
        if (file.Body is not [0x1F, 0x8B, ..])
            return PageListing.Read(file.Body);
        try
        {
            await using var unpacked = new GZipStream(new MemoryStream(file.Body), CompressionMode.Decompress);
            return PageListing.Read(await BoundedBytes.ReadAsync(unpacked, PageListing.BytesMax, CancellationToken.None));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
