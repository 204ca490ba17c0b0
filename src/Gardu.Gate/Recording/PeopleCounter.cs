using System.Collections.Concurrent;

namespace Gardu.Gate.Recording;

/// <summary>Counts people's requests, by site and minute, in memory until the recorder takes them away.</summary>
public sealed class PeopleCounter(TimeProvider clock)
{
    readonly ConcurrentDictionary<string, Tally> sites = new();

    sealed class Tally
    {
        public long Requests;
        public long Bytes;
        public long Suspected;
        public readonly ConcurrentDictionary<string, long> Referrals = new();
    }

    long totalRequests;
    long totalBytes;
    long totalSuspected;

    /// <summary>People's requests since the start.</summary>
    public long Requests => Interlocked.Read(ref totalRequests);

    /// <summary>Bytes of the responses to them.</summary>
    public long Bytes => Interlocked.Read(ref totalBytes);

    /// <summary>Those of them that came from clients which behave like machines.</summary>
    public long Suspected => Interlocked.Read(ref totalSuspected);

    /// <summary>Counts one request.</summary>
    public void Count(string site, long bytes, string? referringOperator, bool isSuspected = false)
    {
        var tally = sites.GetOrAdd(site, static _ => new Tally());
        Interlocked.Increment(ref tally.Requests);
        Interlocked.Add(ref tally.Bytes, bytes);
        Interlocked.Increment(ref totalRequests);
        Interlocked.Add(ref totalBytes, bytes);
        if (isSuspected)
        {
            Interlocked.Increment(ref tally.Suspected);
            Interlocked.Increment(ref totalSuspected);
        }
        if (referringOperator is not null)
            tally.Referrals.AddOrUpdate(referringOperator, 1, static (_, count) => count + 1);
    }

    /// <summary>Takes away what has been counted since the last time, under the present minute.</summary>
    public IReadOnlyList<PeopleMinute> Drain()
    {
        var now = clock.GetUtcNow();
        var minute = new DateTimeOffset(now.Ticks - now.Ticks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
        var drained = new List<PeopleMinute>();
        foreach (var (site, tally) in sites)
        {
            var requests = Interlocked.Exchange(ref tally.Requests, 0);
            var bytes = Interlocked.Exchange(ref tally.Bytes, 0);
            var suspected = Interlocked.Exchange(ref tally.Suspected, 0);
            var referrals = new Dictionary<string, long>();
            foreach (var name in tally.Referrals.Keys)
                if (tally.Referrals.TryRemove(name, out var count))
                    referrals[name] = count;
            if (requests > 0 || bytes > 0 || suspected > 0)
                drained.Add(new PeopleMinute(minute, site, requests, bytes, suspected, referrals));
        }
        return drained;
    }
}
