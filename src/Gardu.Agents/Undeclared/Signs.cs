namespace Gardu.Agents.Undeclared;

/// <summary>What no browser does, and what a person alone does not do; each stands in <see cref="SignTable"/> with its points.</summary>
[Flags]
public enum Signs
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A page is asked for without <c>Accept-Language</c>.</summary>
    NoAcceptLanguage = 1 << 0,

    /// <summary>A page is asked for without <c>Accept-Encoding</c>.</summary>
    NoAcceptEncoding = 1 << 1,

    /// <summary>A page is asked for without <c>Accept</c>.</summary>
    NoAccept = 1 << 2,

    /// <summary>A page is asked for, by nothing that would be a page's script, and HTML is not named in <c>Accept</c>.</summary>
    AcceptsAnything = 1 << 3,

    /// <summary>Over https, a browser that sends <c>Sec-Fetch-*</c> does not.</summary>
    NoFetchMetadata = 1 << 4,

    /// <summary>Over https, a Chromium does not send <c>Sec-CH-UA</c>.</summary>
    NoClientHints = 1 << 5,

    /// <summary>Firefox or Safari sends <c>Sec-CH-UA</c>, which only Chromium has.</summary>
    ForeignClientHints = 1 << 6,

    /// <summary>Version, system or telephone in the client hints are not those of the user agent.</summary>
    HintsContradict = 1 << 7,

    /// <summary>The client hints name a headless browser, and the user agent does not.</summary>
    HeadlessHint = 1 << 8,

    /// <summary>A Chromium's <c>Sec-Fetch-*</c> in another order than Chromium writes them.</summary>
    HeaderOrder = 1 << 9,

    /// <summary>More pages in a minute than anybody reads.</summary>
    PagesInAMinute = 1 << 10,

    /// <summary>More pages in ten minutes than anybody reads.</summary>
    PagesInTenMinutes = 1 << 11,

    /// <summary>More different paths in ten minutes than anybody reads.</summary>
    ManyPaths = 1 << 12,

    /// <summary>Pages, and nothing of what pages load.</summary>
    PagesAlone = 1 << 13,

    /// <summary>Numbers in paths are counted up, one after the other.</summary>
    CountsUp = 1 << 14,

    /// <summary>Paths are asked for in the order of the alphabet, as a sitemap has them.</summary>
    Alphabetical = 1 << 15,

    /// <summary>A CDN is sure that this is a machine.</summary>
    CdnCertain = 1 << 16,

    /// <summary>A CDN thinks that this is a machine.</summary>
    CdnLikely = 1 << 17,
}
