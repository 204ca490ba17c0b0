using System.Text;

namespace Gardu.Reports.Logs.Fields;

/// <summary>Undoes, in place, what servers do to values that could break a line; the result is never longer.</summary>
static class Escapes
{
    /// <summary>
    /// Backslash escapes: <c>\"</c> and <c>\\</c> (Apache), <c>\x22</c> (nginx), <c>\u0022</c> (JSON) and the letters for
    /// control characters. What is none of these stays.
    /// </summary>
    public static Span<byte> UndoBackslashes(Span<byte> text)
    {
        var from = text.IndexOf((byte)'\\');
        if (from < 0)
            return text;
        var to = from;
        while (from < text.Length)
        {
            if (text[from] != '\\' || from + 1 == text.Length)
            {
                text[to++] = text[from++];
                continue;
            }
            var plain = Plain(text[from + 1]);
            if (plain != 0)
            {
                text[to++] = plain;
                from += 2;
            }
            else if (text[from + 1] == 'x' && Hex(text, from + 2, 2) is var octet and >= 0)
            {
                text[to++] = (byte)octet;
                from += 4;
            }
            else if (text[from + 1] == 'u' && TryReadUnicode(text, from, out var rune, out var taken))
            {
                to += rune.EncodeToUtf8(text[to..]);
                from += taken;
            }
            else
            {
                text[to++] = text[from++];
            }
        }
        return text[..to];
    }

    /// <summary>Percent-encoding, as CloudFront writes user agents; what was encoded twice (<c>%2520</c>) is decoded twice.</summary>
    public static Span<byte> UndoPercents(Span<byte> text)
    {
        var isTwice = text.IndexOf("%25"u8) >= 0;
        text = UndoPercentsOnce(text);
        return isTwice ? UndoPercentsOnce(text) : text;
    }

    /// <summary>Plus signs for spaces, as IIS writes user agents.</summary>
    public static Span<byte> UndoPluses(Span<byte> text)
    {
        text.Replace((byte)'+', (byte)' ');
        return text;
    }

    static Span<byte> UndoPercentsOnce(Span<byte> text)
    {
        var from = text.IndexOf((byte)'%');
        if (from < 0)
            return text;
        var to = from;
        while (from < text.Length)
        {
            var octet = text[from] == '%' ? Hex(text, from + 1, 2) : -1;
            text[to++] = octet >= 0 ? (byte)octet : text[from];
            from += octet >= 0 ? 3 : 1;
        }
        return text[..to];
    }

    static byte Plain(byte letter) => letter switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' => letter,
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'v' => (byte)'\v',
        _ => 0,
    };

    static bool TryReadUnicode(ReadOnlySpan<byte> text, int at, out Rune rune, out int taken)
    {
        taken = 6;
        rune = Rune.ReplacementChar;
        var high = Hex(text, at + 2, 4);
        if (high < 0 || Rune.TryCreate((char)high, out rune))
            return high >= 0;
        if (at + 7 < text.Length && text[at + 6] == '\\' && text[at + 7] == 'u' && Hex(text, at + 8, 4) is var low and >= 0
            && Rune.TryCreate((char)high, (char)low, out rune))
            taken = 12;
        else
            rune = Rune.ReplacementChar;
        return true;
    }

    static int Hex(ReadOnlySpan<byte> text, int at, int digits)
    {
        if (at + digits > text.Length)
            return -1;
        var value = 0;
        foreach (var b in text.Slice(at, digits))
        {
            if (!char.IsAsciiHexDigit((char)b))
                return -1;
            value = value << 4 | (b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10);
        }
        return value;
    }
}
