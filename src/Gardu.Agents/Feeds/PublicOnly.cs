using System.Net;
using System.Net.Sockets;
using Gardu.Agents.Addresses;

namespace Gardu.Agents.Feeds;

/// <summary>
/// Connects to public addresses alone: names are the world's to answer, and one that leads into one's own network must
/// not be fetched from there. The address that is checked is the one that is connected to.
/// </summary>
public static class PublicOnly
{
    /// <summary>What is not reachable over the Internet, of the IANA special-purpose registries (RFC 6890), and multicast.</summary>
    static readonly AddressRange[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(text => AddressRange.TryParse(text, out var range) ? range : throw new FormatException(text)),
    ];

    static readonly AddressRange GlobalUnicast = AddressRange.TryParse("2000::/3", out var range) ? range : throw new FormatException();

    /// <summary>Whether an address is one of the public Internet.</summary>
    public static bool IsPublic(Address address)
    {
        if (!address.IsIPv4 && !GlobalUnicast.Contains(address))
            return false;
        foreach (var range in NotPublic)
            if (range.Contains(address))
                return false;
        return true;
    }

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="NotPublicException">The name leads to no public address.</exception>
    /// <exception cref="SocketException">The name leads nowhere, or no address answers.</exception>
    public static ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation) => ConnectAsync(context, IsPublic, cancellation);

    /// <summary>The same with another choice of addresses.</summary>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, Func<Address, bool> isAllowed, CancellationToken cancellation)
    {
        var end = context.DnsEndPoint;
        var addresses = Array.FindAll(await LookUpAsync(end.Host, cancellation), address => isAllowed(Address.From(address)));
        if (addresses.Length == 0)
            throw new NotPublicException(end.Host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, end.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The system's lookup keeps a thread for as long as a resolver is silent, whatever becomes of the wait: one of its own, since a stranger who names
    /// hosts that nobody answers for would else keep those that requests are answered by.
    /// </summary>
    static Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellation) =>
        Task.Factory.StartNew(() => Dns.GetHostAddresses(host), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(cancellation);
}

/// <summary>A host has no address of the public Internet.</summary>
/// <param name="host">Its name.</param>
public sealed class NotPublicException(string host) : HttpRequestException(HttpRequestError.ConnectionError, $"{host} has no public address");
