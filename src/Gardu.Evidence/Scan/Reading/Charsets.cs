using System.Buffers;
using System.Text;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>In which encoding a text is, as far as it says so: by the mark it begins with, or by a charset declared for it. Everything else is UTF-8.</summary>
static class Charsets
{
    /// <summary>Octets of a page in which a charset is declared (WHATWG HTML, 4.2.5.4).</summary>
    public const int DeclaredWithin = 1024;

    static readonly SearchValues<byte> Ends = SearchValues.Create("\"' ;>/?\t\r\n"u8);

    /// <summary>The text as UTF-8 without the mark: the same window, or another one on it. What is not of the encoding becomes U+FFFD.</summary>
    /// <param name="text">The text from its beginning.</param>
    /// <param name="kind">A page may say itself.</param>
    /// <param name="outside">A charset that was declared outside the text, such as in <c>Content-Type</c>; empty for none. A mark goes before it, and it goes before the page's own word.</param>
    public static ByteWindow AsUtf8(ByteWindow text, TextKind kind, ReadOnlySpan<byte> outside = default)
    {
        text.Ensure(DeclaredWithin);
        switch (text.Rest)
        {
            case [0xEF, 0xBB, 0xBF, ..]:
                text.Take(3);
                return text;
            case [0xFF, 0xFE, ..]:
                text.Take(2);
                return From(Encoding.Unicode, text);
            case [0xFE, 0xFF, ..]:
                text.Take(2);
                return From(Encoding.BigEndianUnicode, text);
            default:
                var declared = outside.IsEmpty && kind == TextKind.Html ? Declared(text.Rest[..Math.Min(text.Rest.Length, DeclaredWithin)]) : outside;
                return Find(declared) is { } encoding ? From(encoding, text) : text;
        }
    }

    /// <summary>The charset of a <c>Content-Type</c>; empty where it has none.</summary>
    public static ReadOnlySpan<byte> Parameter(ReadOnlySpan<byte> contentType) => After(contentType, "charset"u8);

    /// <summary>The charset that a page declares, or a document of XML; empty where it declares none.</summary>
    static ReadOnlySpan<byte> Declared(ReadOnlySpan<byte> page)
    {
        for (var at = 0; page[at..].IndexOf((byte)'<') is var found and >= 0; at += found + 1)
        {
            var tag = page[(at + found + 1)..];
            var end = tag.IndexOf((byte)'>');
            tag = end < 0 ? tag : tag[..end];
            var charset = Begins(tag, "meta"u8) ? After(tag, "charset"u8) : Begins(tag, "?xml"u8) ? After(tag, "encoding"u8) : default;
            if (!charset.IsEmpty)
                return charset;
        }
        return default;
    }

    /// <summary>What stands behind a name and an equals sign.</summary>
    static ReadOnlySpan<byte> After(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        for (var at = 0; at + name.Length < text.Length; at++)
        {
            if (!Begins(text[at..], name))
                continue;
            var rest = text[(at + name.Length)..].TrimStart(" \t\r\n"u8);
            if (rest is not [(byte)'=', ..])
                continue;
            rest = rest[1..].TrimStart(" \t\r\n\"'"u8);
            var end = rest.IndexOfAny(Ends);
            return end < 0 ? rest : rest[..end];
        }
        return default;
    }

    static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name) => text.Length >= name.Length && Ascii.EqualsIgnoreCase(text[..name.Length], name);

    /// <summary>The encoding by its label (WHATWG Encoding, 4.2); null for UTF-8 and for one that is not known.</summary>
    static Encoding? Find(ReadOnlySpan<byte> label)
    {
        if (label.IsEmpty || label.Length > 32 || !Ascii.IsValid(label))
            return null;
        return Encoding.ASCII.GetString(label).ToLowerInvariant() switch
        {
            "utf-8" or "utf8" => null,
            // An ASCII page that claims these is not in them (WHATWG HTML, 13.2.3.2).
            "utf-16" or "utf-16le" or "utf-16be" or "utf-32" or "utf-7" => null,
            "iso-8859-1" or "iso8859-1" or "latin1" or "l1" or "us-ascii" or "ascii" or "cp1252" => CodePagesEncodingProvider.Instance.GetEncoding(1252),
            "iso-8859-9" or "latin5" => CodePagesEncodingProvider.Instance.GetEncoding(1254),
            "x-sjis" or "sjis" or "shift-jis" or "ms_kanji" or "windows-31j" => CodePagesEncodingProvider.Instance.GetEncoding(932),
            "x-euc-jp" => CodePagesEncodingProvider.Instance.GetEncoding(51932),
            var other => CodePagesEncodingProvider.Instance.GetEncoding(other),
        };
    }

    static ByteWindow From(Encoding encoding, ByteWindow text) => new(Encoding.CreateTranscodingStream(text, encoding, Encoding.UTF8));
}
