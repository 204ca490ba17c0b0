using Gardu.Agents.Addresses;

namespace Gardu.Agents.Signatures;

/// <summary>
/// Counts by network the signatures that failed in this minute. A network that sends many is not given more work: what it
/// signs goes unchecked until the minute is over, and costs no more than an unsigned request.
/// </summary>
sealed class FailedSignatures(TimeProvider clock)
{
    /// <summary>Failures of a network in a minute, after which nothing of it is checked.</summary>
    public const int PerMinuteMax = 200;

    /// <summary>Networks that are counted. Those that come when there are so many are not: sharing one count, strangers would use up everybody's.</summary>
    const int NetworksMax = 10_000;

    readonly Lock changing = new();
    readonly Dictionary<Address, int> counts = [];
    long minute;

    public bool IsExhausted(Address address)
    {
        lock (changing)
            return IsThisMinute() && counts.GetValueOrDefault(NetworkOf(address)) >= PerMinuteMax;
    }

    public void Count(Address address)
    {
        lock (changing)
        {
            if (!IsThisMinute())
                counts.Clear();
            minute = Now();
            var network = NetworkOf(address);
            if (counts.Count >= NetworksMax && !counts.ContainsKey(network))
                return;
            counts[network] = counts.GetValueOrDefault(network) + 1;
        }
    }

    bool IsThisMinute() => minute == Now();

    long Now() => clock.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;

    static Address NetworkOf(Address address) => address.Network(address.IsIPv4 ? 32 : 64);
}
