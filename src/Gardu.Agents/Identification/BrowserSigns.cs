using System.Buffers;

namespace Gardu.Agents.Identification;

/// <summary>What a browser's user agent looks like, and what gives away a machine that puts one on.</summary>
static class BrowserSigns
{
    static readonly SearchValues<string> Engines = SearchValues.Create(
        ["AppleWebKit/", "Gecko/", "Trident/", "MSIE ", "Presto/", "KHTML/", "Goanna/", "Servo/", "Konqueror/", "PlayStation", "Nintendo"],
        StringComparison.OrdinalIgnoreCase);

    static readonly string[] Starts =
    [
        "Opera/", "Opera ", "Lynx/", "w3m/", "Links (", "Links/", "ELinks/", "ELinks (", "Dillo/", "NetSurf/", "Konqueror/", "Midori/",
        "AppleCoreMedia/", "stagefright/", // the players that telephones' browsers hand sound and film to
        "Safari/", "MobileSafari/", "UCWEB/", "HbbTV/", "edbrowse/", "NCSA_Mosaic/",
    ];

    /// <summary>Telephones before the smart ones, whose user agent starts with their maker's name.</summary>
    static readonly SearchValues<string> OldPhones = SearchValues.Create(
        ["UP.Browser/", "Profile/MIDP", "WAP Browser", "SEMC-Browser/", "NetFront/", "Obigo", "BlackBerry", "Opera Mini/", "UCBrowser/", "Maui Browser", "Dolfin/"],
        StringComparison.OrdinalIgnoreCase);

    static readonly SearchValues<string> MachineMarks = SearchValues.Create(
        [
            "http://", "https://", "www.", Robot, "crawl", "spider", "scrap", "headless", "phantomjs", "slimerjs", "jsdom/", "puppeteer",
            "playwright", "selenium", "lighthouse", "httrack",
        ],
        StringComparison.OrdinalIgnoreCase);

    static readonly SearchValues<char> OfDomain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-");

    const string Robot = "bot";

    public static bool IsBrowser(ReadOnlySpan<char> text)
    {
        var looksLikeOne = text.StartsWith("Mozilla/", StringComparison.Ordinal)
            ? text.ContainsAny(Engines)
            : StartsLikeOne(text) || text.ContainsAny(OldPhones);
        return looksLikeOne && !HasMailAddress(text) && NextMachineMark(text, 0) < 0;
    }

    /// <summary>Whether somebody is named to write to. What only has the sign (<c>Ecosia android@69.0.3497.100</c>) is none: a domain ends in letters.</summary>
    static bool HasMailAddress(ReadOnlySpan<char> text)
    {
        for (; text.IndexOf('@') is var at and >= 0; text = text[(at + 1)..])
        {
            var rest = text[(at + 1)..];
            var end = rest.IndexOfAnyExcept(OfDomain);
            var domain = (end < 0 ? rest : rest[..end]).TrimEnd('.');
            var dot = domain.LastIndexOf('.');
            if (at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]) && dot > 0 && dot < domain.Length - 2 && !domain[(dot + 1)..].ContainsAnyInRange('0', '9'))
                return true;
        }
        return false;
    }

    /// <summary>True where a rendering engine is named.</summary>
    public static bool HasEngine(ReadOnlySpan<char> text) => text.ContainsAny(Engines);

    /// <summary>The next place, at or behind <paramref name="from"/>, of something that only machines write; -1 where there is none.</summary>
    public static int NextMachineMark(ReadOnlySpan<char> text, int from)
    {
        for (; text[from..].IndexOfAny(MachineMarks) is var found and >= 0; from += found + 1)
        {
            var at = from + found;
            if (!text[at..].StartsWith(Robot, StringComparison.OrdinalIgnoreCase) || IsRobotWord(text, at))
                return at;
        }
        return -1;
    }

    /// <summary>"bot" where a word ends (<c>FooBot/1.0</c>, <c>IndeedBot 1.1</c>); Cubot is a maker of telephones.</summary>
    static bool IsRobotWord(ReadOnlySpan<char> text, int at)
    {
        var end = at + Robot.Length;
        if (end < text.Length && char.IsAsciiLetter(text[end]))
            return false;
        var before = text[..at];
        return !before.EndsWith("cu", StringComparison.OrdinalIgnoreCase) || (at > 2 && char.IsAsciiLetter(text[at - 3]));
    }

    static bool StartsLikeOne(ReadOnlySpan<char> text)
    {
        foreach (var start in Starts)
            if (text.StartsWith(start, StringComparison.Ordinal))
                return true;
        return false;
    }
}
