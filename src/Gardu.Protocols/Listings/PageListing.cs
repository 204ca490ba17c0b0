namespace Gardu.Protocols.Listings;

/// <summary>What a list of pages is.</summary>
public enum ListingKind
{
    /// <summary>A sitemap (sitemaps.org, 0.9).</summary>
    Sitemap,

    /// <summary>An index of sitemaps (sitemaps.org, 0.9).</summary>
    SitemapIndex,

    /// <summary>A feed: RSS 2.0, Atom (RFC 4287) or JSON Feed 1.1.</summary>
    Feed,
}

/// <summary>The pages of a site as it lists them itself. What stands in a listing before it breaks off is good.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Pages">What it lists, in its order; what has no address is passed over.</param>
/// <param name="Problem">Why it was not read to its end, in words; null where it was.</param>
public sealed record PageListing(ListingKind Kind, IReadOnlyList<ListedPage> Pages, string? Problem)
{
    /// <summary>Largest listing that is read, in bytes, unpacked: 50 MiB, which sitemaps.org allows a sitemap.</summary>
    public const int BytesMax = 50 * 1024 * 1024;

    /// <summary>Most pages that are read of one listing, which sitemaps.org allows a sitemap too.</summary>
    public const int PagesMax = 50_000;

    /// <summary>Why no more pages are read.</summary>
    internal static readonly string TooMany = FormattableString.Invariant($"lists more than {PagesMax:N0}, which is all that is read of one");

    /// <summary>Reads a listing; null for what is none. Never fails: no document type and no entities are read, and no address is followed.</summary>
    /// <param name="bytes">At most <see cref="BytesMax"/> of them; more are none.</param>
    public static PageListing? Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > BytesMax)
            return null;
        var start = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        return start.Span.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] ? JsonFeed.Read(start) : XmlListing.Read(bytes);
    }
}
