namespace Gardu.Protocols.Listings;

/// <summary>A page, or of an index a sitemap, as a listing names it.</summary>
/// <param name="Address">Where it is, as written: it may be relative, or no address at all.</param>
public sealed record ListedPage(string Address)
{
    /// <summary>Its title; null where the listing does not say, as with all that follow.</summary>
    public string? Title { get; init; }

    /// <summary>Who wrote it.</summary>
    public string? Author { get; init; }

    /// <summary>When it was published or, where only that is said, changed, as written; a date of RSS in ISO 8601 where it is one.</summary>
    public string? Date { get; init; }

    /// <summary>The whole of its content in HTML; null where there is a summary at the most.</summary>
    public string? Content { get; init; }
}
