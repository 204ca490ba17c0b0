using System.Buffers;
using System.Text;

namespace Gardu.Commerce.Metering;

/// <summary>The encodings of the web by their names: the Encoding Standard's, as far as .NET reads them.</summary>
static class Charsets
{
    static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\f;");

    static readonly Dictionary<string, string> DotNetNames = Table(
        ("utf-8", "unicode-1-1-utf-8 utf8"),
        ("utf-16", "utf-16le unicode ucs-2 iso-10646-ucs-2 csunicode"),
        ("utf-16be", "unicodefffe"),
        ("windows-1250", "cp1250 x-cp1250"),
        ("windows-1251", "cp1251 x-cp1251"),
        // Pages that say Latin-1 or ASCII are read as Windows-1252 by every browser.
        ("windows-1252", "cp1252 x-cp1252 iso-8859-1 iso8859-1 iso_8859-1 iso88591 latin1 l1 ascii us-ascii ansi_x3.4-1968 cp819 ibm819"),
        ("windows-1253", "cp1253 x-cp1253"),
        ("windows-1254", "cp1254 x-cp1254 iso-8859-9 iso8859-9 iso_8859-9 iso88599 latin5 l5"),
        ("windows-1255", "cp1255 x-cp1255"),
        ("windows-1256", "cp1256 x-cp1256"),
        ("windows-1257", "cp1257 x-cp1257"),
        ("windows-1258", "cp1258 x-cp1258"),
        ("windows-874", "dos-874 tis-620 iso-8859-11 iso8859-11 iso885911"),
        ("iso-8859-2", "iso8859-2 iso_8859-2 iso88592 latin2 l2"),
        ("iso-8859-3", "iso8859-3 iso_8859-3 iso88593 latin3 l3"),
        ("iso-8859-4", "iso8859-4 iso_8859-4 iso88594 latin4 l4"),
        ("iso-8859-5", "iso8859-5 iso_8859-5 iso88595 cyrillic"),
        ("iso-8859-6", "iso8859-6 iso_8859-6 iso88596 arabic ecma-114 asmo-708"),
        ("iso-8859-7", "iso8859-7 iso_8859-7 iso88597 greek greek8 ecma-118 elot_928"),
        ("iso-8859-8", "iso8859-8 iso_8859-8 iso88598 hebrew iso-8859-8-i iso-8859-8-e logical visual"),
        ("iso-8859-13", "iso8859-13 iso885913"),
        ("iso-8859-15", "iso8859-15 iso_8859-15 iso885915 latin-9 l9"),
        ("koi8-r", "koi koi8 koi8_r"),
        ("koi8-u", "koi8-ru"),
        ("macintosh", "mac x-mac-roman"),
        ("x-mac-cyrillic", "x-mac-ukrainian"),
        ("cp866", "866 ibm866"),
        ("gb18030", "gbk gb2312 gb_2312 gb_2312-80 chinese x-gbk"),
        ("big5", "big5-hkscs cn-big5 x-x-big5"),
        ("shift_jis", "shift-jis sjis x-sjis ms_kanji ms932 windows-31j"),
        ("euc-jp", "x-euc-jp"),
        ("iso-2022-jp", "csiso2022jp"),
        ("ks_c_5601-1987", "euc-kr korean ksc5601 ksc_5601 ks_c_5601-1989 windows-949"));

    /// <summary>Every name that is known.</summary>
    public static IEnumerable<string> Names => DotNetNames.Keys;

    /// <summary>The encoding of a name, compared without case, blanks and quotes around it; null for a name that is not known.</summary>
    public static Encoding? Find(string? name)
    {
        if (name is null || !DotNetNames.TryGetValue(name.Trim(' ', '\t', '\r', '\n', '\f', '"', '\''), out var known))
            return null;
        return known switch
        {
            "utf-8" => Encoding.UTF8,
            "utf-16" => Encoding.Unicode,
            "utf-16be" => Encoding.BigEndianUnicode,
            _ => CodePagesEncodingProvider.Instance.GetEncoding(known, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback),
        };
    }

    /// <summary>The encoding that a byte order mark names, or null.</summary>
    public static Encoding? OfMark(ReadOnlySpan<byte> start) => start switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
        [0xFF, 0xFE, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
        _ => null,
    };

    /// <summary>The encoding that an XML declaration at the start names, or null (XML 1.0, section 2.8).</summary>
    public static Encoding? OfXml(ReadOnlySpan<byte> start)
    {
        var text = Encoding.Latin1.GetString(start);
        var end = text.IndexOf("?>", StringComparison.Ordinal);
        if (end < 0 || !text.StartsWith("<?xml", StringComparison.Ordinal))
            return null;
        return OfDeclared(NameBehind(text[..end], "encoding"));
    }

    /// <summary>The encoding of a name that stands in the text itself. Had it been UTF-16, the name could not have been read: it is UTF-8 then.</summary>
    public static Encoding? OfDeclared(string? name) => Find(name) is { } encoding ? encoding is UnicodeEncoding ? Encoding.UTF8 : encoding : null;

    /// <summary>The value in <c>text/html; charset=VALUE</c>, with or without quotes and blanks; null where there is none.</summary>
    public static string? NameBehind(string text, string key)
    {
        var start = text.IndexOf(key, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return null;
        var value = text[(start + key.Length)..].TrimStart();
        if (!value.StartsWith('='))
            return null;
        value = value[1..].TrimStart();
        if (value is ['"' or '\'', ..])
            return value.IndexOf(value[0], 1) is > 0 and var close ? value[1..close] : null;
        var end = value.AsSpan().IndexOfAny(Ends);
        return end < 0 ? value : value[..end];
    }

    static Dictionary<string, string> Table(params ReadOnlySpan<(string Name, string Others)> rows)
    {
        var table = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, others) in rows)
        {
            table[name] = name;
            foreach (var other in others.Split(' '))
                table[other] = name;
        }
        return table;
    }
}
