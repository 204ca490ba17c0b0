using System.Collections.Concurrent;
using Gardu.Agents.Addresses;
using Gardu.Agents.Identification;
using Gardu.Terms.Compiled;
using Gardu.Terms.Identities;
using Gardu.Terms.Limits;
using Gardu.Terms.Values;

namespace Gardu.Gate.Limits;

/// <summary>
/// All sliding windows of a gate. Licensees and proven agents are counted by name, the others by <see cref="CountedNetwork"/>.
/// </summary>
public sealed class RateLimits(TimeProvider clock)
{
    /// <summary>Windows kept at once. Beyond it idle ones are dropped, and while none is idle newcomers share one window.</summary>
    public const int WindowsMax = 100_000;

    readonly ConcurrentDictionary<Key, SlidingWindow> windows = new();
    long nextSweep;

    readonly record struct Key(string Site, string Rule, string Agent, Address Network, int Count, long WindowTicks);

    /// <summary>Counts a request against the limit of its clause; true where the clause has none or it is not used up.</summary>
    public bool TryTake(string site, Clause? clause, AgentIdentity identity, Address address, out TimeSpan retryAfter)
    {
        retryAfter = default;
        if (clause?.Value.Limit is not { } limit)
            return true;
        return TryTake(new Key(site, clause.Rule, identity.IsProven ? identity.Licensee ?? identity.Agent : "", identity.IsProven ? default : CountedNetwork.Of(identity, address),
            limit.Count, limit.Window.Ticks), limit, out retryAfter);
    }

    /// <summary>Counts a request against the limit of a plan that somebody has; true where it is not used up.</summary>
    public bool TryTake(string subscription, RateLimit limit, out TimeSpan retryAfter) => TryTake(new Key("", "", subscription, default, limit.Count, limit.Window.Ticks), limit, out retryAfter);

    bool TryTake(Key key, RateLimit limit, out TimeSpan retryAfter)
    {
        var now = clock.GetElapsedTime(0).Ticks;
        while (true)
        {
            if (!windows.TryGetValue(key, out var window))
            {
                if (windows.Count >= WindowsMax && !Sweep(now))
                    key = key with { Agent = "", Network = default };
                window = windows.GetOrAdd(key, static (_, rate) => new SlidingWindow(rate), limit);
            }
            if (window.Take(now) is { } wait)
            {
                retryAfter = wait;
                return wait == TimeSpan.Zero;
            }
            windows.TryRemove(KeyValuePair.Create(key, window));
        }
    }

    /// <summary>Drops idle windows, at most once a second since it looks at all of them; false where there is still no room.</summary>
    bool Sweep(long now)
    {
        var due = Interlocked.Read(ref nextSweep);
        if (now >= due && Interlocked.CompareExchange(ref nextSweep, now + TimeSpan.TicksPerSecond, due) == due)
            foreach (var (key, window) in windows)
                if (window.TryRetire(now))
                    windows.TryRemove(KeyValuePair.Create(key, window));
        return windows.Count < WindowsMax;
    }
}
