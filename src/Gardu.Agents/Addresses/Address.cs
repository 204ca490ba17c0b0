using System.Buffers.Binary;
using System.Net;

namespace Gardu.Agents.Addresses;

/// <summary>
/// An IP address as one number, so that both families sort in one table: IPv4 stands as IPv4-mapped IPv6
/// (<c>::ffff:a.b.c.d</c>, RFC 4291 section 2.5.5.2).
/// </summary>
/// <param name="Value">128 bits, most significant first.</param>
public readonly record struct Address(UInt128 Value) : IComparable<Address>
{
    static readonly UInt128 MappedPrefix = new(0, 0xFFFF_0000_0000);

    /// <summary>True for an IPv4 address.</summary>
    public bool IsIPv4 => Value >> 32 == MappedPrefix >> 32;

    /// <summary>
    /// True for loopback, private (RFC 1918), unique local (RFC 4193), link-local and unspecified addresses (what is left
    /// of one that a log has blanked): such an address proves nothing and disproves nothing.
    /// </summary>
    public bool IsLocal
    {
        get
        {
            if (IsIPv4)
            {
                var v4 = (uint)Value;
                return v4 == 0 || v4 >> 24 is 10 or 127 || v4 >> 20 == 0xAC1 || v4 >> 16 is 0xC0A8 or 0xA9FE;
            }
            return Value <= UInt128.One || Value >> 121 == 0xFC >> 1 || Value >> 118 == 0xFE80 >> 6;
        }
    }

    /// <summary>Takes over an address of the framework; allocates nothing.</summary>
    public static Address From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return written == 4
            ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new Address(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>An IPv4 address from its 32 bits.</summary>
    public static Address FromIPv4(uint bits) => new(MappedPrefix | bits);

    /// <summary>
    /// Reads IPv4 text of four decimal numbers without leading zeros (which some systems take for octal), or IPv6 text
    /// without brackets, port or zone. IPv4 allocates nothing.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Address address)
    {
        address = default;
        if (!text.Contains(':'))
            return TryParseIPv4(text, out address);
        if (text.IndexOfAny("[%/") >= 0 || !IPAddress.TryParse(text, out var ip))
            return false;
        address = From(ip);
        return true;
    }

    static bool TryParseIPv4(ReadOnlySpan<char> text, out Address address)
    {
        address = default;
        var (bits, part, digits, dots) = (0u, 0u, 0, 0);
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c) && digits < 3 && !(digits > 0 && part == 0))
            {
                (part, digits) = (part * 10 + (uint)(c - '0'), digits + 1);
                if (part > 255)
                    return false;
            }
            else if (c == '.' && digits > 0 && dots < 3)
            {
                (bits, part, digits, dots) = (bits << 8 | part, 0, 0, dots + 1);
            }
            else
            {
                return false;
            }
        }
        if (dots != 3 || digits == 0)
            return false;
        address = FromIPv4(bits << 8 | part);
        return true;
    }

    /// <summary>The network of the first <paramref name="bits"/> bits; bits count within the family (IPv4: 0 to 32, IPv6: 0 to 128).</summary>
    public Address Network(int bits)
    {
        var kept = IsIPv4 ? 96 + bits : bits;
        return kept == 0 ? default : new Address(Value & (UInt128.MaxValue << (128 - kept)));
    }

    /// <summary>The framework's form, IPv4 unmapped.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return new IPAddress(IsIPv4 ? bytes[12..] : bytes);
    }

    /// <inheritdoc/>
    public int CompareTo(Address other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => ToIPAddress().ToString();
}
