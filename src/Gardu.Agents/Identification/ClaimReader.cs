using System.Buffers;
using Gardu.Agents.Catalogue;
using Gardu.Terms.Identities;

namespace Gardu.Agents.Identification;

/// <summary>
/// Reads a user agent: an agent of the catalogue (the first that stands on word boundaries; of several at one place the
/// longest), else a browser, else an unknown machine under its library's name.
/// </summary>
public sealed class ClaimReader
{
    /// <summary>Characters of a user agent that are looked at; longer ones are read up to here.</summary>
    public const int LengthMax = 1024;

    const int NameLengthMax = 64;

    static readonly AgentClaim Browser = new(null, true, "");
    static readonly AgentClaim Empty = new(null, false, AgentIdentity.Empty);

    static readonly SearchValues<string> Engines = SearchValues.Create(
        ["AppleWebKit/", "Gecko/", "Trident/", "MSIE ", "Presto/", "KHTML/", "Goanna/", "Servo/"], StringComparison.Ordinal);

    static readonly SearchValues<string> MachineMarks = SearchValues.Create(
        ["http://", "https://", "www.", "HeadlessChrome", "PhantomJS", "crawl", "spider", "scrapy", "bot/", "bot;", "bot)", "bot ", "bot,", "bot-", "bot_", "@"],
        StringComparison.OrdinalIgnoreCase);

    static readonly string[] OtherBrowsers = ["Opera/", "Lynx/", "w3m/", "Links (", "ELinks/", "Dillo/", "NetSurf/", "Konqueror/"];

    static readonly SearchValues<char> WordEnds = SearchValues.Create(" /;,()\t");

    readonly SearchValues<string> patterns;
    readonly (string Pattern, AgentClaim Claim)[][] byFirstLetter;

    /// <summary>Prepares the patterns of a catalogue.</summary>
    public ClaimReader(AgentCatalogue catalogue)
    {
        var all = catalogue.Agents
            .SelectMany(agent => agent.Patterns.Select(pattern => (Pattern: pattern, Claim: new AgentClaim(agent, false, agent.Token))))
            .OrderByDescending(entry => entry.Pattern.Length)
            .ToArray();
        patterns = SearchValues.Create([.. all.Select(entry => entry.Pattern)], StringComparison.OrdinalIgnoreCase);
        byFirstLetter = [.. Enumerable.Range(0, 128).Select(letter => all.Where(entry => char.ToLowerInvariant(entry.Pattern[0]) == letter).ToArray())];
    }

    /// <summary>Reads a user agent header; null, empty and <c>-</c> are an empty one.</summary>
    public AgentClaim Read(string? userAgent)
    {
        if (string.IsNullOrWhiteSpace(userAgent) || userAgent == "-")
            return Empty;
        var text = userAgent.AsSpan(0, Math.Min(userAgent.Length, LengthMax));
        return FindAgent(text) ?? (IsBrowser(text) ? Browser : new AgentClaim(null, false, NameOf(text)));
    }

    AgentClaim? FindAgent(ReadOnlySpan<char> text)
    {
        for (var from = 0; text[from..].IndexOfAny(patterns) is var found and >= 0; from += found + 1)
        {
            var at = from + found;
            if (at > 0 && !IsBoundaryBefore(text[at - 1]))
                continue;
            foreach (var (pattern, claim) in byFirstLetter[char.ToLowerInvariant(text[at]) & 127])
                if (text[at..].StartsWith(pattern, StringComparison.OrdinalIgnoreCase)
                    && (at + pattern.Length == text.Length || IsBoundaryAfter(text[at + pattern.Length])))
                    return claim;
        }
        return null;
    }

    /// <summary>A name inside a word or a link (<c>https://x.example/GPTBot</c>) is not what a client calls itself.</summary>
    static bool IsBoundaryBefore(char c) => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or '/' or '@');

    static bool IsBoundaryAfter(char c) => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '@');

    static bool IsBrowser(ReadOnlySpan<char> text)
    {
        foreach (var start in OtherBrowsers)
            if (text.StartsWith(start, StringComparison.Ordinal))
                return true;
        return text.StartsWith("Mozilla/", StringComparison.Ordinal) && text.ContainsAny(Engines) && !HasMachineMark(text);
    }

    /// <summary>Looks for what only machines write; "Cubot" is a maker of telephones.</summary>
    static bool HasMachineMark(ReadOnlySpan<char> text)
    {
        for (var from = 0; text[from..].IndexOfAny(MachineMarks) is var found and >= 0; from += found + 1)
        {
            var before = text[..(from + found)];
            if (!before.EndsWith("cu", StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    /// <summary>
    /// What an unknown machine calls itself: its first product, or behind <c>compatible;</c> the name that a
    /// browser-like user agent hides in its comment.
    /// </summary>
    static string NameOf(ReadOnlySpan<char> text)
    {
        var name = text;
        var compatible = text.IndexOf("compatible;", StringComparison.OrdinalIgnoreCase);
        if (text.StartsWith("Mozilla/", StringComparison.Ordinal) && compatible >= 0)
            name = text[(compatible + "compatible;".Length)..];
        else if (text.StartsWith("Mozilla/", StringComparison.Ordinal) && text.Contains("HeadlessChrome", StringComparison.Ordinal))
            name = "HeadlessChrome";
        name = name.TrimStart();
        var end = name.IndexOfAny(WordEnds);
        name = end < 0 ? name : name[..end];
        return name.IsEmpty ? AgentIdentity.Empty : name[..Math.Min(name.Length, NameLengthMax)].ToString();
    }
}
