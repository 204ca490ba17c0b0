using System.Globalization;
using System.Numerics;

namespace Gardu.Agents.Undeclared;

/// <summary>A sign as it is explained.</summary>
/// <param name="Sign">The sign.</param>
/// <param name="Name">How it is called, for good.</param>
/// <param name="Points">What it counts: 1 to 99, since none is enough alone.</param>
/// <param name="Words">What was seen; <c>{0}</c> is a figure.</param>
/// <param name="Figure">The figure; null for none.</param>
public sealed record SignEntry(Signs Sign, string Name, int Points, string Words, Func<ConductFigures, int>? Figure = null)
{
    /// <summary>What was seen, in words.</summary>
    public string Say(in ConductFigures figures) =>
        Figure is null ? Words : string.Format(CultureInfo.InvariantCulture, Words, Figure(figures));
}

/// <summary>
/// The signs and their points. What many people behind one address can add up to (pace, breadth, pages without what they
/// load) is 90 points together: past the threshold leads only something that no browser does, or counting.
/// </summary>
public static class SignTable
{
    /// <summary>Points from which on a client is suspected.</summary>
    public const int Threshold = 100;

    /// <summary>All of them, in the order in which they are told.</summary>
    public static IReadOnlyList<SignEntry> Every { get; } =
    [
        new(Signs.NoAcceptLanguage, "no-accept-language", 30, "no Accept-Language"),
        new(Signs.NoAcceptEncoding, "no-accept-encoding", 15, "no Accept-Encoding"),
        new(Signs.NoAccept, "no-accept", 25, "no Accept"),
        new(Signs.AcceptsAnything, "accepts-anything", 15, "Accept of a page does not name HTML"),
        new(Signs.NoFetchMetadata, "no-fetch-metadata", 25, "no Sec-Fetch headers over https"),
        new(Signs.NoClientHints, "no-client-hints", 25, "no Sec-CH-UA of a Chromium over https"),
        new(Signs.ForeignClientHints, "foreign-client-hints", 30, "Sec-CH-UA of a browser that has none"),
        new(Signs.HintsContradict, "hints-contradict", 30, "Sec-CH-UA contradicts the user agent"),
        new(Signs.HeadlessHint, "headless-hint", 60, "Sec-CH-UA names a headless browser"),
        new(Signs.HeaderOrder, "header-order", 20, "Sec-Fetch headers in an order that is not Chromium's"),
        new(Signs.PagesInAMinute, "pages-in-a-minute", 25, "{0} pages in a minute", figures => figures.PeakMinute),
        new(Signs.PagesInTenMinutes, "pages-in-ten-minutes", 25, "{0} pages in ten minutes", figures => figures.Pages),
        new(Signs.ManyPaths, "many-paths", 20, "about {0} different paths in ten minutes", figures => figures.Paths),
        new(Signs.PagesAlone, "pages-alone", 20, "{0} pages and nothing that pages load", figures => figures.Pages),
        new(Signs.CountsUp, "counts-up", 40, "{0} numbers counted up in paths", figures => figures.Counted),
        new(Signs.Alphabetical, "alphabetical", 40, "{0} paths in alphabetical order", figures => figures.Sorted),
        new(Signs.CdnCertain, "cdn-certain", 60, "the CDN is sure of a machine"),
        new(Signs.CdnLikely, "cdn-likely", 40, "the CDN thinks of a machine"),
    ];

    static readonly int[] Points = [.. Enumerable.Range(0, 32).Select(bit => Every.FirstOrDefault(entry => (int)entry.Sign == 1 << bit)?.Points ?? 0)];

    /// <summary>The sum of the points.</summary>
    public static int Score(Signs signs)
    {
        var score = 0;
        for (var left = (uint)signs; left != 0; left &= left - 1)
            score += Points[BitOperations.TrailingZeroCount(left)];
        return score;
    }
}
