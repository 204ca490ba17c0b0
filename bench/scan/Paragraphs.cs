using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ScanBench;

/// <summary>Cuts files of documentation into paragraphs: tags gone, entities decoded, blanks of any kind one space.</summary>
static partial class Paragraphs
{
    /// <summary>Words of a paragraph at the least; letters, where words are not apart.</summary>
    const int WordsMin = 8, LettersMin = 30;

    /// <summary>Of all its letters, digits and signs the share that are letters, at the least: code and tables have fewer.</summary>
    const double LettersShare = 0.75;

    static readonly string[] Skipped = ["script", "style", "pre", "nav", "head", "svg", "footer"];

    static readonly HashSet<string> Inline = ["a", "abbr", "acronym", "b", "big", "cite", "code", "em", "font", "i", "kbd", "samp", "small", "span", "strong", "sub", "sup", "tt", "u", "var", "wbr", "q", "dfn", "mark"];

    /// <summary>The paragraphs of a file; none where it is of another kind.</summary>
    public static IReadOnlyList<string> Of(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.Ordinal) ? path[..^3] : path;
        var kind = Path.GetExtension(name);
        var isPage = kind is ".html" or ".htm" or ".xhtml";
        var isManual = kind is [_, >= '1' and <= '9', ..] && name.Contains("/man/", StringComparison.Ordinal);
        if (!isPage && !isManual && kind is not (".txt" or ".rst" or ".md"))
            return [];
        var text = Read(path);
        return [.. (isPage ? OfPage(text) : isManual ? OfManual(text) : OfPlain(text)).Select(Cleaned).Where(IsProse)];
    }

    static string Read(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var all = new MemoryStream();
        stream.CopyTo(all);
        var octets = all.GetBuffer().AsSpan(0, (int)all.Length);
        return System.Text.Unicode.Utf8.IsValid(octets) ? Encoding.UTF8.GetString(octets) : OfAozora(octets);
    }

    /// <summary>A text of Aozora Bunko, in which a line is a paragraph, without its readings and notes.</summary>
    static string OfAozora(ReadOnlySpan<byte> octets)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Ruby().Replace(Encoding.GetEncoding(932).GetString(octets), "").Replace("\n", "\n\n", StringComparison.Ordinal);
    }

    static IEnumerable<string> OfPage(string html)
    {
        var paragraph = new StringBuilder();
        for (var at = 0; at < html.Length;)
        {
            var tag = html.IndexOf('<', at);
            if (tag < 0)
                tag = html.Length;
            paragraph.Append(html, at, tag - at);
            var end = tag + 1 < html.Length ? html.IndexOf('>', tag) : -1;
            if (end < 0)
                break;
            var name = NameOf(html.AsSpan(tag + 1, end - tag - 1));
            at = end + 1;
            if (Inline.Contains(name))
                continue;
            yield return WebUtility.HtmlDecode(paragraph.ToString());
            paragraph.Clear();
            if (html[tag + 1] != '/' && Skipped.Contains(name))
                at = html.IndexOf($"</{name}", at, StringComparison.OrdinalIgnoreCase) is >= 0 and var close ? close : html.Length;
        }
        yield return WebUtility.HtmlDecode(paragraph.ToString());
    }

    static string NameOf(ReadOnlySpan<char> tag)
    {
        tag = tag.TrimStart('/');
        var end = 0;
        while (end < tag.Length && char.IsAsciiLetterOrDigit(tag[end]))
            end++;
        return tag[..end].ToString().ToLowerInvariant();
    }

    static IEnumerable<string> OfPlain(string text) => BlankLine().Split(text);

    static IEnumerable<string> OfManual(string text) => Request().Split(text).Select(part => Font().Replace(part, ""));

    static string Cleaned(string paragraph) => string.Join(' ', paragraph.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("¶", "", StringComparison.Ordinal).Trim();

    static bool IsProse(string paragraph)
    {
        var (letters, blanks, wide) = (0, 0, 0);
        foreach (var c in paragraph)
        {
            if (char.IsLetter(c))
                letters++;
            else if (c == ' ')
                blanks++;
            if (c is >= '\u3040' and <= '\u9FFF')
                wide++;
        }
        return letters >= LettersShare * (paragraph.Length - blanks) && (wide > letters / 4 ? letters >= LettersMin : blanks + 1 >= WordsMin);
    }

    [GeneratedRegex(@"\r?\n[ \t]*\r?\n")]
    private static partial Regex BlankLine();

    [GeneratedRegex("《[^》]*》|［＃[^］]*］|｜")]
    private static partial Regex Ruby();

    [GeneratedRegex(@"^[.'].*$", RegexOptions.Multiline)]
    private static partial Regex Request();

    [GeneratedRegex(@"\\(f.|[-&|^])")]
    private static partial Regex Font();
}
