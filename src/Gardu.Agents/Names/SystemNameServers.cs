using System.Net;
using System.Net.NetworkInformation;

namespace Gardu.Agents.Names;

/// <summary>The resolvers that the system names (<c>/etc/resolv.conf</c>), looked up again after 30 seconds: networks come and go.</summary>
sealed class SystemNameServers(TimeProvider clock)
{
    const int Port = 53;
    static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    volatile Reading? last;

    sealed record Reading(IReadOnlyList<IPEndPoint> Servers, long At);

    /// <summary>In the system's order; empty where it names none.</summary>
    public IReadOnlyList<IPEndPoint> Current
    {
        get
        {
            if (last is { } kept && clock.GetElapsedTime(kept.At) < Kept)
                return kept.Servers;
            var servers = Read();
            last = new Reading(servers, clock.GetTimestamp());
            return servers;
        }
    }

    static IPEndPoint[] Read()
    {
        try
        {
            return
            [
                .. NetworkInterface.GetAllNetworkInterfaces()
                    .SelectMany(network => network.GetIPProperties().DnsAddresses)
                    .Distinct()
                    .Select(address => new IPEndPoint(address, Port)),
            ];
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }
}
