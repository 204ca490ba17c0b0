using System.Buffers;

namespace Gardu.Agents.Identification;

/// <summary>
/// What a machine outside the catalogue calls itself: its first product (<c>python-requests/2.31</c>), or, where it poses
/// as a browser, the name in its comment (<c>(compatible; FooBot/1.0; …)</c>), the word that gives it away
/// (<c>HeadlessChrome</c>), or the next product (<c>Mozilla/5.0 zgrab/0.x</c>).
/// </summary>
static class MachineName
{
    /// <summary>Characters of a name that are kept.</summary>
    public const int LengthMax = 64;

    const string Compatible = "compatible;";

    static readonly SearchValues<char> WordEnds = SearchValues.Create(" /;,()[]\"'\t");

    /// <summary>Writes the name into <paramref name="buffer"/>, which holds <see cref="LengthMax"/> characters; empty where there is none.</summary>
    public static ReadOnlySpan<char> Read(ReadOnlySpan<char> text, Span<char> buffer)
    {
        var name = Find(text);
        name = name[..Math.Min(name.Length, LengthMax)];
        for (var i = 0; i < name.Length; i++)
            buffer[i] = name[i] is > ' ' and < (char)127 ? name[i] : '?'; // names reach terminals and pages
        return buffer[..name.Length];
    }

    static ReadOnlySpan<char> Find(ReadOnlySpan<char> text)
    {
        var first = FirstWord(text);
        if (!first.Equals("Mozilla", StringComparison.OrdinalIgnoreCase))
            return first;
        var comment = text.IndexOf(Compatible, StringComparison.OrdinalIgnoreCase);
        if (comment >= 0 && NameIn(text[(comment + Compatible.Length)..]) is { IsEmpty: false } named && !named.Equals("MSIE", StringComparison.OrdinalIgnoreCase))
            return named;
        if (MarkedWord(text) is { IsEmpty: false } marked)
            return marked;
        return !BrowserSigns.HasEngine(text) && SecondProduct(text) is { IsEmpty: false } second ? second : first;
    }

    /// <summary>The first word of a comment's part, which ends at the next sign of structure.</summary>
    static ReadOnlySpan<char> NameIn(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart();
        var end = rest.IndexOfAny(WordEnds);
        return (end < 0 ? rest : rest[..end]).TrimStart('+');
    }

    static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> text)
    {
        var start = text.IndexOfAnyExcept(WordEnds);
        return start < 0 ? [] : NameIn(text[start..]);
    }

    static ReadOnlySpan<char> MarkedWord(ReadOnlySpan<char> text)
    {
        for (var from = 0; BrowserSigns.NextMachineMark(text, from) is var at and >= 0; from = at + 1)
        {
            var start = text[..at].LastIndexOfAny(WordEnds) + 1;
            var length = text[start..].IndexOfAny(WordEnds);
            var word = length < 0 ? text[start..] : text.Slice(start, length);
            var isLink = (start > 0 && text[start - 1] == '/') || word.ContainsAny('@', ':') || word.Contains("www.", StringComparison.OrdinalIgnoreCase);
            if (!isLink)
                return word.TrimStart('+');
        }
        return [];
    }

    static ReadOnlySpan<char> SecondProduct(ReadOnlySpan<char> text)
    {
        var space = text.IndexOf(' ');
        var rest = space < 0 ? [] : text[space..].TrimStart();
        if (rest.StartsWith("("))
            rest = rest[(rest.IndexOf(')') + 1)..].TrimStart();
        return rest.StartsWith("(") ? [] : NameIn(rest);
    }
}
