using System.Collections.Concurrent;
using Gardu.Agents.Addresses;
using Gardu.Gate.Telemetry;
using Microsoft.Extensions.Logging;

namespace Gardu.Gate.Clients;

/// <summary>Tells the owner of proxies that nobody declared: each once, and not more than a handful, since anybody can send such headers.</summary>
sealed class ProxyWarnings(ILogger log)
{
    const int WarningsMax = 8;

    readonly ConcurrentDictionary<Address, bool> told = new();

    /// <summary>Notes one request that came with a proxy's headers.</summary>
    public void Note(Address proxy)
    {
        if (told.Count < WarningsMax && told.TryAdd(proxy, true))
            log.UndeclaredProxy(proxy.ToString());
    }
}
