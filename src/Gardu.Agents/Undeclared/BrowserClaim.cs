using System.Globalization;
using System.Text.RegularExpressions;

namespace Gardu.Agents.Undeclared;

/// <summary>Whose ways a browser has.</summary>
public enum Engine : byte
{
    /// <summary>Not told, or a variant whose ways are not known well enough to hold anything against it.</summary>
    Other,

    /// <summary>Chrome and Edge as their makers ship them, and browsers that say word for word the same.</summary>
    Chromium,

    /// <summary>Firefox.</summary>
    Firefox,

    /// <summary>Safari of macOS, iOS and iPadOS.</summary>
    Safari,
}

/// <summary>
/// What a browser's user agent claims. Only the makers' own wording is taken for a claim: an application's web view, a
/// television or a browser with a word of its own in it may send anything, and is <see cref="Engine.Other"/>.
/// </summary>
/// <param name="Engine">The browser.</param>
/// <param name="Version">Its major version; 0 where it is not told.</param>
/// <param name="Platform">The system as <c>Sec-CH-UA-Platform</c> would name it; null where several names are possible.</param>
/// <param name="IsMobile">Whether it says that it is on a telephone.</param>
/// <param name="Hash">Tells user agents apart, under a key of this process.</param>
public sealed partial record BrowserClaim(Engine Engine, int Version, string? Platform, bool IsMobile, long Hash)
{
    /// <summary>Reads the user agent of a browser.</summary>
    public static BrowserClaim Read(ReadOnlySpan<char> userAgent)
    {
        var text = userAgent.ToString();
        var hash = (long)text.GetHashCode(StringComparison.Ordinal) << 32 | (uint)string.GetHashCode(userAgent[(userAgent.Length / 2)..], StringComparison.Ordinal);
        var isMobile = text.Contains(" Mobile", StringComparison.Ordinal);
        if (Chromium().Match(text) is { Success: true } chromium && !text.Contains("; wv", StringComparison.Ordinal))
            return new BrowserClaim(Engine.Chromium, Number(chromium), PlatformOf(chromium.Groups["system"].ValueSpan), isMobile, hash);
        if (Firefox().Match(text) is { Success: true } firefox)
            return new BrowserClaim(Engine.Firefox, Number(firefox), null, isMobile, hash);
        return Safari().Match(text) is { Success: true } safari
            ? new BrowserClaim(Engine.Safari, Number(safari), null, isMobile, hash)
            : new BrowserClaim(Engine.Other, 0, null, isMobile, hash);
    }

    static int Number(Match match) => int.Parse(match.Groups["version"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Linux is none: telephones that ask for the desktop's pages say so too.</summary>
    static string? PlatformOf(ReadOnlySpan<char> system) =>
        system.StartsWith("Windows NT", StringComparison.Ordinal) ? "Windows"
        : system.StartsWith("Macintosh", StringComparison.Ordinal) ? "macOS"
        : system.Contains("Android", StringComparison.Ordinal) ? "Android"
        : null;

    [GeneratedRegex(@"^Mozilla/5\.0 \((?<system>[^()]*)\) AppleWebKit/537\.36 \(KHTML, like Gecko\) Chrome/(?<version>[0-9]{1,4})(\.[0-9]{1,6}){3}( Mobile)? Safari/537\.36( Edg/[0-9.]+)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Chromium();

    [GeneratedRegex(@"^Mozilla/5\.0 \([^()]*; rv:[0-9.]+\) Gecko/[0-9.]+ Firefox/(?<version>[0-9]{1,4})\.[0-9.]+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Firefox();

    [GeneratedRegex(@"^Mozilla/5\.0 \((Macintosh|iPhone|iPad|iPod)[^()]*\) AppleWebKit/605\.1\.15 \(KHTML, like Gecko\) Version/(?<version>[0-9]{1,3})\.[0-9.]+( Mobile/[0-9A-Z]+)? Safari/[0-9.]+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Safari();
}
