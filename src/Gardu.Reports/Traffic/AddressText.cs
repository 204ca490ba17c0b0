using System.Text;
using Gardu.Agents.Addresses;

namespace Gardu.Reports.Traffic;

/// <summary>Addresses from the bytes of a log.</summary>
static class AddressText
{
    const int CharsMax = 64; // the longest IPv6 text has 45 characters, a zone behind

    /// <summary>Reads dotted IPv4 (the fast way) or IPv6; a zone is cut off.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out Address address)
    {
        if (TryReadIPv4(text, out var bits))
        {
            address = Address.FromIPv4(bits);
            return true;
        }
        address = default;
        var zone = text.IndexOf((byte)'%');
        if (zone >= 0)
            text = text[..zone];
        if (text.Length is 0 or > CharsMax || !text.Contains((byte)':'))
            return false;
        Span<char> chars = stackalloc char[CharsMax];
        var length = Encoding.Latin1.GetChars(text, chars);
        return Address.TryParse(chars[..length], out address);
    }

    static bool TryReadIPv4(ReadOnlySpan<byte> text, out uint bits)
    {
        bits = 0;
        uint part = 0;
        var (digits, dots) = (0, 0);
        foreach (var b in text)
        {
            var digit = (uint)(b - '0');
            if (digit <= 9)
            {
                part = part * 10 + digit;
                if (++digits > 3)
                    return false;
                continue;
            }
            if (b != '.' || digits == 0 || part > 255 || ++dots > 3)
                return false;
            bits = bits << 8 | part;
            (part, digits) = (0, 0);
        }
        bits = bits << 8 | part;
        return dots == 3 && digits > 0 && part <= 255;
    }
}
