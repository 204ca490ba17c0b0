using System.Globalization;

namespace Gardu.Agents.Undeclared;

/// <summary>
/// A browser's claim against what it sends when it asks for a page. Nothing is held against a browser whose ways are not
/// known, beyond what every browser has sent for twenty years.
/// </summary>
public static class RequestSigns
{
    /// <summary>The first Chrome whose client hints everybody had (89 began to send them).</summary>
    const int HintsSince = 100;

    /// <summary>The first Chrome with all of <c>Sec-Fetch-*</c> (80), Firefox (90) and Safari (16.4), and some room.</summary>
    const int ChromiumFetchSince = 85;
    const int FirefoxFetchSince = 91;
    const int SafariFetchSince = 17;

    const string ChromiumBrand = "\"Chromium\";v=\"";

    /// <summary>The signs of a request for a page.</summary>
    public static Signs Of(BrowserClaim browser, in RequestHead head)
    {
        var signs = Signs.None;
        if (!head.HasLanguage)
            signs |= Signs.NoAcceptLanguage;
        if (!head.HasEncoding)
            signs |= Signs.NoAcceptEncoding;
        if (string.IsNullOrEmpty(head.Accept))
            signs |= Signs.NoAccept;
        else if (!head.IsFromPage && !RequestKinds.NamesHtml(head.Accept) && head.FetchDest is null && browser.Engine != Engine.Other)
            signs |= Signs.AcceptsAnything;
        if (head.IsHttps && head.FetchDest is null && SendsFetchMetadata(browser))
            signs |= Signs.NoFetchMetadata;
        return signs | OfHints(browser, head);
    }

    static bool SendsFetchMetadata(BrowserClaim browser) => browser.Engine switch
    {
        Engine.Chromium => browser.Version >= ChromiumFetchSince,
        Engine.Firefox => browser.Version >= FirefoxFetchSince,
        Engine.Safari => browser.Version >= SafariFetchSince,
        _ => false,
    };

    static Signs OfHints(BrowserClaim browser, in RequestHead head)
    {
        if (head.Brands is not { Length: > 0 } brands)
            return head.IsHttps && browser is { Engine: Engine.Chromium, Version: >= HintsSince } ? Signs.NoClientHints : Signs.None;
        if (browser.Engine is Engine.Firefox or Engine.Safari)
            return Signs.ForeignClientHints;
        var signs = brands.Contains("Headless", StringComparison.OrdinalIgnoreCase) ? Signs.HeadlessHint : Signs.None;
        return browser.Engine == Engine.Chromium && Contradicts(browser, head, brands) ? signs | Signs.HintsContradict : signs;
    }

    static bool Contradicts(BrowserClaim browser, in RequestHead head, string brands) =>
        (VersionIn(brands) is { } version && version != browser.Version)
        || (head.Mobile is { } mobile && mobile != (browser.IsMobile ? "?1" : "?0"))
        || (browser.Platform is { } claimed && head.Platform is { Length: > 0 } platform && !IsSystem(platform.AsSpan().Trim('"'), claimed));

    /// <summary>macOS has been written in several ways.</summary>
    static bool IsSystem(ReadOnlySpan<char> platform, string claimed) =>
        platform is "" or "Unknown" || (claimed == "macOS" ? platform.StartsWith("mac", StringComparison.OrdinalIgnoreCase) : platform.SequenceEqual(claimed));

    static int? VersionIn(string brands)
    {
        var at = brands.IndexOf(ChromiumBrand, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var rest = brands.AsSpan(at + ChromiumBrand.Length);
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? rest : rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
    }

    /// <summary>Whether headers stand in an order in which Chromium never writes <c>Sec-Fetch-*</c>: site, mode, user, destination, since there are any.</summary>
    /// <param name="site">Place of <c>Sec-Fetch-Site</c> among the headers; negative where it was not sent.</param>
    /// <param name="mode">That of <c>Sec-Fetch-Mode</c>.</param>
    /// <param name="dest">That of <c>Sec-Fetch-Dest</c>.</param>
    public static bool IsOrderForeign(int site, int mode, int dest) =>
        site >= 0 && mode >= 0 && dest >= 0 && !(site < mode && mode < dest);
}
