using System.Net;
using Gardu.Agents.Addresses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gardu.Gate.Clients;

/// <summary>Where a request really comes from, as far as trusted proxies say.</summary>
/// <param name="Address">The client's address.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>, as the client used it.</param>
/// <param name="ForwardedFor">The chain that goes to the origin as <c>X-Forwarded-For</c>.</param>
/// <param name="IsThroughUndeclaredProxy">Headers of a proxy arrived from an address that is none of the trusted ones.</param>
readonly record struct Client(Address Address, string Scheme, string ForwardedFor, bool IsThroughUndeclaredProxy)
{
    /// <summary>Addresses of one <c>X-Forwarded-For</c> that are read, from the right.</summary>
    const int HopsMax = 16;

    /// <summary>Reads a request: the peer's address, or behind trusted proxies the rightmost address that is not one of them.</summary>
    public static Client Of(HttpContext context, IReadOnlyList<AddressRange> trustedProxies)
    {
        var peer = context.Connection.RemoteIpAddress ?? IPAddress.Loopback;
        var address = Agents.Addresses.Address.From(peer);
        var headers = context.Request.Headers;
        if (!Trusts(trustedProxies, address))
        {
            var suspicious = headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Via") || headers.ContainsKey("Forwarded");
            return new Client(address, context.Request.Scheme, address.ToString(), suspicious);
        }
        var chain = headers["X-Forwarded-For"];
        var client = ClientBehind(chain, address, trustedProxies);
        var forwardedFor = StringValues.IsNullOrEmpty(chain) ? address.ToString() : $"{chain}, {address}";
        return new Client(client, headers["X-Forwarded-Proto"] == "https" ? "https" : context.Request.Scheme, forwardedFor, false);
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
