using System.Collections.Concurrent;
using System.Globalization;
using Gardu.Agents.Addresses;
using Gardu.Agents.Identification;
using Gardu.Terms.Compiled;
using Gardu.Terms.Identities;
using Gardu.Terms.Limits;
using Gardu.Terms.Values;

namespace Gardu.Gate.Limits;

/// <summary>
/// All sliding windows of a gate. Licensees and proven agents are counted by name, the others by <see cref="CountedNetwork"/>. What those with a name take is told to other
/// gates on the same record, and what they took there is counted here.
/// </summary>
public sealed class RateLimits(TimeProvider clock)
{
    /// <summary>Windows kept at once. Beyond it idle ones are dropped, and while none is idle newcomers share one window.</summary>
    public const int WindowsMax = 100_000;

    readonly ConcurrentDictionary<Key, SlidingWindow> windows = new();
    readonly ConcurrentDictionary<Key, long> taken = new(); // by those with a name, since the gate began
    long nextSweep;

    readonly record struct Key(string Site, string Rule, string Agent, Address Network, int Count, long WindowTicks)
    {
        const char Between = '\n'; // which none of the parts has

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Site}{Between}{Rule}{Between}{Agent}{Between}{Count}{Between}{WindowTicks}");

        public static Key? Of(string text) => text.Split(Between) is [var site, var rule, var agent, var count, var ticks]
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var window) && window > 0
            ? new Key(site, rule, agent, default, most, window) : null;
    }

    /// <summary>Counts a request against the limit of its clause, and says how that stands; null where the clause has none.</summary>
    /// <param name="site">The site.</param>
    /// <param name="clause">What the terms say.</param>
    /// <param name="identity">Who asks.</param>
    /// <param name="address">From where.</param>
    /// <param name="retryAfter">How long to wait; zero where it is within the limit.</param>
    public RateStanding? Take(string site, Clause? clause, AgentIdentity identity, Address address, out TimeSpan retryAfter)
    {
        retryAfter = default;
        if (clause?.Value.Limit is not { } limit)
            return null;
        return Take(new Key(site, clause.Rule, identity.IsProven ? identity.Licensee ?? identity.Agent : "", identity.IsProven ? default : CountedNetwork.Of(identity, address),
            limit.Count, limit.Window.Ticks), limit, out retryAfter);
    }

    /// <summary>Counts a request against the limit of a plan that somebody has.</summary>
    public RateStanding Take(string subscription, RateLimit limit, out TimeSpan retryAfter) => Take(new Key("", "", subscription, default, limit.Count, limit.Window.Ticks), limit, out retryAfter);

    /// <summary>How much each of those with a name has taken since the gate began, by its text for <see cref="Note"/>.</summary>
    public IReadOnlyList<(string Key, long Taken)> Taken() => [.. taken.Select(pair => (pair.Key.ToString(), pair.Value))];

    /// <summary>Counts what another gate let through. What no gate of this version has written is passed over.</summary>
    public void Note(string key, long count)
    {
        if (Key.Of(key) is not { } known)
            return;
        var now = clock.GetElapsedTime(0).Ticks;
        for (var window = WindowOf(ref known, now); !window.TryNote(now, (int)Math.Min(count, RateLimit.CountMax)); window = WindowOf(ref known, now))
            windows.TryRemove(KeyValuePair.Create(known, window));
    }

    RateStanding Take(Key key, RateLimit limit, out TimeSpan retryAfter)
    {
        var now = clock.GetElapsedTime(0).Ticks;
        while (true)
        {
            var window = WindowOf(ref key, now);
            if (window.Take(now) is { } wait)
            {
                retryAfter = wait;
                if (wait == TimeSpan.Zero && key.Agent.Length > 0 && (taken.Count < WindowsMax || taken.ContainsKey(key)))
                    taken.AddOrUpdate(key, 1, static (_, before) => before + 1);
                var (left, reset) = window.Standing(now);
                return new RateStanding(RateStanding.Rate, limit.Count, null, limit.Window, left, reset);
            }
            windows.TryRemove(KeyValuePair.Create(key, window));
        }
    }

    SlidingWindow WindowOf(ref Key key, long now)
    {
        if (windows.TryGetValue(key, out var window))
            return window;
        if (windows.Count >= WindowsMax && !Sweep(now))
            key = key with { Agent = "", Network = default };
        return windows.GetOrAdd(key, static (_, rate) => new SlidingWindow(rate), new RateLimit(key.Count, TimeSpan.FromTicks(key.WindowTicks)));
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
