using System.Net;
using Gardu.Agents.Addresses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gardu.Gate.Clients;

/// <summary>Where a request really comes from, as far as trusted proxies say.</summary>
/// <param name="Address">The client's address.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>, as the client used it.</param>
/// <param name="Peer">Who sent the request: the client, or the last proxy.</param>
/// <param name="Chain">What trusted proxies say of those before them, as they say it; empty otherwise.</param>
/// <param name="IsBehindTrustedProxy">The peer is a trusted proxy.</param>
/// <param name="IsThroughUndeclaredProxy">Headers of a proxy arrived from an address that is none of the trusted ones.</param>
readonly record struct Client(Address Address, string Scheme, Address Peer, StringValues Chain, bool IsBehindTrustedProxy, bool IsThroughUndeclaredProxy)
{
    /// <summary>Addresses of one <c>X-Forwarded-For</c> that are read, from the right.</summary>
    const int HopsMax = 16;

    /// <summary>The chain that goes to the origin as <c>X-Forwarded-For</c>.</summary>
    public string ForwardedFor => StringValues.IsNullOrEmpty(Chain) ? Peer.ToString() : $"{Chain}, {Peer}";

    /// <summary>Reads a request: the peer's address, or behind trusted proxies the rightmost address that is not one of them.</summary>
    public static Client Of(HttpContext context, IReadOnlyList<AddressRange> trustedProxies)
    {
        var peer = Address.From(context.Connection.RemoteIpAddress ?? IPAddress.Loopback);
        var headers = context.Request.Headers;
        if (!Trusts(trustedProxies, peer))
        {
            var suspicious = headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Via") || headers.ContainsKey("Forwarded");
            return new Client(peer, context.Request.Scheme, peer, default, false, suspicious);
        }
        var chain = headers["X-Forwarded-For"];
        var scheme = string.Equals(headers["X-Forwarded-Proto"], "https", StringComparison.OrdinalIgnoreCase) ? "https" : context.Request.Scheme;
        return new Client(ClientBehind(chain, peer, trustedProxies), scheme, peer, chain, true, false);
    }

    static Address ClientBehind(StringValues chain, Address peer, IReadOnlyList<AddressRange> trustedProxies)
    {
        var client = peer;
        var hops = 0;
        for (var line = chain.Count - 1; line >= 0; line--)
        {
            var left = chain[line].AsSpan();
            while (!left.IsEmpty && hops++ < HopsMax)
            {
                var comma = left.LastIndexOf(',');
                if (!TryReadHop(left[(comma + 1)..].Trim(), out var hop))
                    return client;
                client = hop;
                if (!Trusts(trustedProxies, hop))
                    return client;
                left = comma < 0 ? [] : left[..comma];
            }
        }
        return client;
    }

    /// <summary>An address, in brackets or with a port as some proxies write it.</summary>
    static bool TryReadHop(ReadOnlySpan<char> text, out Address address)
    {
        if (text.StartsWith("[") && text.IndexOf(']') is var end and > 0)
            text = text[1..end];
        else if (text.Count(':') == 1)
            text = text[..text.IndexOf(':')];
        return Address.TryParse(text, out address);
    }

    static bool Trusts(IReadOnlyList<AddressRange> trusted, Address address)
    {
        for (var i = 0; i < trusted.Count; i++)
            if (trusted[i].Contains(address))
                return true;
        return false;
    }
}
