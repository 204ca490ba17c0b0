namespace Gardu.Terms.Decisions;

/// <summary>
/// Paths that a machine needs in order to obey: never charged, limited, refused or challenged. Sitemaps count at the
/// root of a site only, since a deeper path can reach content through an origin's front controller.
/// </summary>
public static class FreePaths
{
    /// <summary>What Gardu itself serves to people and machines.</summary>
    public const string OwnPrefix = "/licensing/";

    /// <summary>Whether one reading of a path is free; the query plays no part.</summary>
    public static bool Contains(ReadOnlySpan<char> reading)
    {
        var query = reading.IndexOf('?');
        var path = query < 0 ? reading : reading[..query];
        return path is "/robots.txt" or "/license.xml" or "/ai.txt" or "/security.txt" or "/licensing"
            || path.StartsWith("/.well-known/", StringComparison.Ordinal)
            || path.StartsWith(OwnPrefix, StringComparison.Ordinal)
            || IsSitemap(path);
    }

    static bool IsSitemap(ReadOnlySpan<char> path) =>
        path.Contains("sitemap", StringComparison.Ordinal)
        && path.LastIndexOf('/') == 0
        && (path.EndsWith(".xml", StringComparison.Ordinal) || path.EndsWith(".xml.gz", StringComparison.Ordinal)
            || path.EndsWith(".txt", StringComparison.Ordinal));
}
