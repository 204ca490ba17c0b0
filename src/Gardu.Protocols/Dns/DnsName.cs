using System.Text;

namespace Gardu.Protocols.Dns;

/// <summary>
/// A domain name as messages write it: labels, each behind its length, up to the empty one (RFC 1035 section 3.1). Kept
/// in lower case, since names are compared without it (RFC 4343).
/// </summary>
static class DnsName
{
    /// <summary>Bytes, the last empty label included (RFC 1035 section 2.3.4).</summary>
    public const int MaxLength = 255;

    const int MaxLabel = 63;
    const int Pointer = 0xC0;

    /// <summary>A compressed name needs one; servers chain a few. Without a limit one message could lead in a circle.</summary>
    const int MaxPointers = 16;

    /// <summary>Reads a name with its pointers (RFC 1035 section 4.1.4).</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="at">Where the name begins; then, where what follows it begins.</param>
    /// <param name="name">Takes <see cref="MaxLength"/> bytes at most.</param>
    /// <param name="length">How many it took.</param>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int at, Span<byte> name, out int length)
    {
        length = 0;
        var (from, behind, pointers) = (at, -1, 0);
        while (from < message.Length)
        {
            var size = message[from];
            if (size >= Pointer)
            {
                if (from + 1 >= message.Length || ++pointers > MaxPointers)
                    return false;
                behind = behind < 0 ? from + 2 : behind;
                from = (size & ~Pointer) << 8 | message[from + 1];
                continue;
            }
            var room = MaxLength - length - (size == 0 ? 0 : 1);
            if (size > MaxLabel || size + 1 > room || from + 1 + size > message.Length)
                return false;
            name[length++] = size;
            foreach (var letter in message.Slice(from + 1, size))
                name[length++] = letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter;
            from += size + 1;
            if (size == 0)
            {
                at = behind < 0 ? from : behind;
                return true;
            }
        }
        return false;
    }

    /// <summary>The name as text without a last dot; false unless every label is of letters, digits, <c>-</c> and <c>_</c>.</summary>
    public static bool TryText(ReadOnlySpan<byte> name, out string text)
    {
        var written = new StringBuilder(name.Length);
        for (var at = 0; name[at] != 0; at += name[at] + 1)
        {
            if (at > 0)
                written.Append('.');
            foreach (var letter in name.Slice(at + 1, name[at]))
            {
                if (!IsPlain((char)letter))
                {
                    text = "";
                    return false;
                }
                written.Append((char)letter);
            }
        }
        text = written.ToString();
        return text.Length > 0;
    }

    /// <summary>Writes text, with or without a last dot; false unless every label is of letters, digits, <c>-</c> and <c>_</c>, and all of it fits.</summary>
    public static bool TryWrite(ReadOnlySpan<char> text, Span<byte> name, out int length)
    {
        length = 0;
        if (text.EndsWith('.'))
            text = text[..^1];
        foreach (var part in text.Split('.'))
        {
            var label = text[part];
            if (label.Length is 0 or > MaxLabel || length + 1 + label.Length + 1 > MaxLength)
                return false;
            name[length++] = (byte)label.Length;
            foreach (var letter in label)
            {
                if (!IsPlain(letter))
                    return false;
                name[length++] = (byte)char.ToLowerInvariant(letter);
            }
        }
        name[length++] = 0;
        return length > 1;
    }

    static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_';
}
