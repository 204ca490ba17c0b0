using System.Text;

namespace Gardu.Protocols.Links;

/// <summary>
/// Reads <c>Link</c> headers (RFC 8288 section 3 and appendix B.2): several links in one value, words or quoted strings behind
/// them. What cannot be read ends the reading; the links before it stand. A link whose <c>anchor</c> is another page than the one
/// that sends it is left out.
/// </summary>
public static class LinkHeader
{
    /// <summary>Longest value that is read, in characters.</summary>
    public const int LengthMax = 16 * 1024;

    /// <summary>Reads a value.</summary>
    /// <param name="value">Several header lines joined with a comma.</param>
    /// <param name="page">The address that sends it, which relative targets are relative to.</param>
    public static IReadOnlyList<WebLink> Parse(string value, Uri page)
    {
        var links = new List<WebLink>();
        if (value.Length > LengthMax)
            return links;
        var text = value.AsSpan();
        while (true)
        {
            text = text.TrimStart(" \t,");
            if (text.IsEmpty || text[0] != '<' || text.IndexOf('>') is not (> 0 and var end))
                return links;
            var target = text[1..end].ToString();
            text = text[(end + 1)..];
            var (rel, type, anchor) = ReadParameters(ref text);
            if (Uri.TryCreate(page, target, out var absolute) && (anchor is null || (Uri.TryCreate(page, anchor, out var context) && context == page)))
                links.Add(new WebLink(absolute, WebLink.RelationsOf(rel ?? ""), type));
        }
    }

    /// <summary>Of a parameter that stands twice the first counts (sections 3.3 and 3.4.1).</summary>
    static (string? Rel, string? Type, string? Anchor) ReadParameters(ref ReadOnlySpan<char> text)
    {
        string? rel = null, type = null, anchor = null;
        while ((text = text.TrimStart(" \t")).StartsWith(";"))
        {
            text = text[1..].TrimStart(" \t");
            var end = text.IndexOfAny(" \t=;,");
            var name = (end < 0 ? text : text[..end]).ToString().ToLowerInvariant();
            text = (end < 0 ? [] : text[end..]).TrimStart(" \t");
            var value = "";
            if (text.StartsWith("="))
            {
                text = text[1..].TrimStart(" \t");
                value = text.StartsWith("\"") ? ReadQuoted(ref text) : ReadWord(ref text);
            }
            if (name == "rel")
                rel ??= value;
            else if (name == "type")
                type ??= value;
            else if (name == "anchor")
                anchor ??= value;
        }
        return (rel, type, anchor);
    }

    static string ReadWord(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny(" \t;,");
        var word = end < 0 ? text : text[..end];
        text = text[word.Length..];
        return word.ToString();
    }

    static string ReadQuoted(ref ReadOnlySpan<char> text)
    {
        var value = new StringBuilder();
        var at = 1;
        for (; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
                at++;
            value.Append(text[at]);
        }
        text = text[Math.Min(at + 1, text.Length)..];
        return value.ToString();
    }
}
