using System.Globalization;

namespace Gardu.Agents.Addresses;

/// <summary>A prefix such as <c>192.0.2.0/24</c> as its first and last address.</summary>
/// <param name="First">Lowest address.</param>
/// <param name="Last">Highest address.</param>
public readonly record struct AddressRange(Address First, Address Last)
{
    /// <summary>How specific the prefix is: the fewer addresses, the more.</summary>
    public UInt128 Span => Last.Value - First.Value;

    /// <summary>Whether the range holds an address; an IPv6 prefix, however wide, holds no IPv4 address.</summary>
    public bool Contains(Address address) =>
        address.Value >= First.Value && address.Value <= Last.Value && address.IsIPv4 == First.IsIPv4;

    /// <summary>Reads CIDR text or a bare host address; bits behind the prefix are cleared.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AddressRange range)
    {
        range = default;
        text = text.Trim();
        var slash = text.IndexOf('/');
        if (!Address.TryParse(slash < 0 ? text : text[..slash], out var address))
            return false;
        var width = address.IsIPv4 && !text.Contains(':') ? 32 : 128;
        var bits = width;
        if (slash >= 0 && (!int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out bits) || bits > width))
            return false;
        var hostBits = width - bits;
        var hostMask = hostBits == 128 ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
        range = new AddressRange(new Address(address.Value & ~hostMask), new Address(address.Value | hostMask));
        return true;
    }
}
