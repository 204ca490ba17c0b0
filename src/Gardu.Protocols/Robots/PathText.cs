using System.Buffers;
using System.Text;

namespace Gardu.Protocols.Robots;

/// <summary>
/// The one spelling in which paths and patterns are compared (RFC 9309 section 2.2.2): octets outside printable
/// US-ASCII and percent-encoded reserved characters stay percent-encoded with upper-case digits; percent-encoded
/// unreserved characters (RFC 3986 section 2.3) are decoded. <c>*</c> and <c>$</c> are percent-encoded wherever they stand
/// for themselves (section 2.2.3), which in a path is everywhere. So is a percent sign that encodes nothing (<c>%zz</c> is
/// <c>%25zz</c>), lest it encode something once the letters behind it are decoded (<c>%%625</c>): the canonical spelling of
/// a canonical spelling is the same.
/// </summary>
public static class PathText
{
    static readonly SearchValues<char> Plain = SearchValues.Create(
        "!\"#&'()+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>Gives a path and query in canonical spelling; the same instance when it already is.</summary>
    public static string Canonical(string path)
    {
        var at = path.AsSpan().IndexOfAnyExcept(Plain);
        return at < 0 ? path : Rewrite(path, at, isPattern: false);
    }

    /// <summary>Gives a pattern in canonical spelling: <c>*</c> and a final <c>$</c> keep their meaning.</summary>
    public static string CanonicalPattern(string pattern)
    {
        var at = pattern.AsSpan().IndexOfAnyExcept(Plain);
        return at < 0 ? pattern : Rewrite(pattern, at, isPattern: true);
    }

    /// <summary>A pattern with its letters outside US-ASCII percent-encoded and the digits of octets in upper case, and nothing decoded.</summary>
    internal static string EncodedPattern(string pattern)
    {
        var result = new StringBuilder(pattern.Length);
        for (var i = 0; i < pattern.Length; i++)
        {
            var octet = Octet(pattern, i);
            if (octet >= 0)
                AppendOctet(result, octet);
            else if (pattern[i] < 128)
                result.Append(pattern[i]);
            else
                i += AppendEncoded(result, pattern, i) - 1;
            i += octet >= 0 ? 2 : 0;
        }
        return result.ToString();
    }

    /// <summary>
    /// Path and query of a URL that may lack its scheme, or its host: from the first slash behind the host (or question mark, or
    /// semicolon, before which a slash is put) up to the fragment.
    /// </summary>
    public static string OfUrl(string url)
    {
        const string PathStart = "/?;";
        var start = url.StartsWith("//", StringComparison.Ordinal) ? 2 : 0;
        var scheme = url.IndexOf("://", start, StringComparison.Ordinal);
        var first = url.AsSpan(start).IndexOfAny(PathStart);
        var host = scheme >= 0 && (first < 0 || start + first > scheme) ? scheme + 3 : start;
        var fragment = url.IndexOf('#', start);
        var end = fragment < 0 ? url.Length : fragment;
        var path = url.AsSpan(Math.Min(host, end), end - Math.Min(host, end));
        var at = path.IndexOfAny(PathStart);
        return at < 0 ? "/" : path[at] == '/' ? path[at..].ToString() : string.Concat("/", path[at..]);
    }

    /// <summary>
    /// A canonical path or pattern in lower case, letters outside US-ASCII among them (<c>%C3%84</c> becomes <c>%C3%A4</c>), in
    /// canonical spelling again. Octets that are no UTF-8 stay.
    /// </summary>
    public static string Folded(string canonical)
    {
        if (!canonical.Contains('%'))
            return canonical.ToLowerInvariant();
        var text = new StringBuilder(canonical.Length);
        Span<byte> octets = stackalloc byte[4];
        for (var i = 0; i < canonical.Length;)
        {
            var taken = RuneLength(canonical, i, octets);
            if (taken > 0)
                text.Append(Encoding.UTF8.GetString(octets[..taken]).ToLowerInvariant());
            else if (Octet(canonical, i) >= 0)
                text.Append(canonical, i, 3);
            else
                text.Append(char.ToLowerInvariant(canonical[i]));
            i += taken > 0 ? 3 * taken : Octet(canonical, i) >= 0 ? 3 : 1;
        }
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.ToString().EnumerateRunes())
        {
            if (rune.IsAscii)
                result.Append((char)rune.Value);
            else
                foreach (var octet in octets[..rune.EncodeToUtf8(octets)])
                    AppendOctet(result, octet);
        }
        return result.ToString();
    }

    /// <summary>How many percent-encoded octets at <paramref name="at"/> make one character outside US-ASCII; 0 where they make none.</summary>
    static int RuneLength(string text, int at, Span<byte> octets)
    {
        var count = 0;
        while (count < 4 && Octet(text, at + 3 * count) is var octet and >= 0x80)
            octets[count++] = (byte)octet;
        return count > 0 && Rune.DecodeFromUtf8(octets[..count], out _, out var taken) == OperationStatus.Done ? taken : 0;
    }

    /// <summary>The value 0 to 255 of a percent-encoded octet at <paramref name="at"/>, or -1 where there is none.</summary>
    public static int Octet(ReadOnlySpan<char> text, int at) =>
        at + 2 < text.Length && text[at] == '%' && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2])
            ? HexValue(text[at + 1]) << 4 | HexValue(text[at + 2])
            : -1;

    /// <summary>True for ALPHA, DIGIT, <c>-</c>, <c>.</c>, <c>_</c>, <c>~</c> (RFC 3986 section 2.3).</summary>
    public static bool IsUnreserved(int octet) => octet < 128 && (char.IsAsciiLetterOrDigit((char)octet) || octet is '-' or '.' or '_' or '~');

    static string Rewrite(string text, int from, bool isPattern)
    {
        var result = new StringBuilder(text.Length + 16).Append(text, 0, from);
        for (var i = from; i < text.Length; i++)
        {
            var octet = Octet(text, i);
            if (octet >= 0)
            {
                if (IsUnreserved(octet))
                    result.Append((char)octet);
                else
                    AppendOctet(result, octet);
                i += 2;
            }
            else if (IsKept(text, i, isPattern))
            {
                result.Append(text[i]);
            }
            else
            {
                i += AppendEncoded(result, text, i) - 1;
            }
        }
        return result.ToString();
    }

    /// <summary>Appends the octets of one character.</summary>
    /// <returns>How many UTF-16 units it takes in <paramref name="text"/>.</returns>
    static int AppendEncoded(StringBuilder to, string text, int at)
    {
        Span<byte> utf8 = stackalloc byte[4];
        _ = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var consumed);
        foreach (var octet in utf8[..rune.EncodeToUtf8(utf8)])
            AppendOctet(to, octet);
        return consumed;
    }

    static bool IsKept(string text, int at, bool isPattern) => text[at] switch
    {
        '%' => false,
        '*' => isPattern,
        '$' => isPattern && at == text.Length - 1,
        var c => c is > ' ' and < (char)127,
    };

    static void AppendOctet(StringBuilder to, int octet) =>
        to.Append('%').Append("0123456789ABCDEF"[octet >> 4]).Append("0123456789ABCDEF"[octet & 15]);

    static int HexValue(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}
