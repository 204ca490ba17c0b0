using System.Buffers;
using System.Runtime.CompilerServices;

namespace Gardu.Reports.Logs.Fields;

/// <summary>Hosts and addresses as logs write them.</summary>
static class HostText
{
    static readonly SearchValues<byte> OfIPv4 = SearchValues.Create("0123456789."u8);
    static readonly SearchValues<byte> OfIPv6 = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <summary>Cuts a port off a host name or address, and the brackets off an IPv6 address; a bare IPv6 address stays whole.</summary>
    public static ReadOnlySpan<byte> WithoutPort(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'[', ..])
            return text.IndexOf((byte)']') is var close and > 0 ? text[1..close] : text;
        var colon = text.IndexOf((byte)':');
        return colon >= 0 && text[(colon + 1)..].IndexOf((byte)':') < 0 ? text[..colon] : text;
    }

    /// <summary>The first address of a list such as X-Forwarded-For's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> FirstOfList(ReadOnlySpan<byte> text) =>
        ByteScan.IndexOf(text, (byte)',') is var comma and >= 0 ? text[..comma] : text;

    /// <summary>Whether a word looks like an address rather than a name: digits and dots, or hexadecimal digits with colons.</summary>
    public static bool IsAddress(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf((byte)':') is var colon and >= 0 && text[(colon + 1)..].IndexOf((byte)':') >= 0)
            return !text.ContainsAnyExcept(OfIPv6);
        return text.Length >= 7 && !text.ContainsAnyExcept(OfIPv4);
    }
}
