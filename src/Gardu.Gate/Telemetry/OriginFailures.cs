using System.Collections.Concurrent;
using Gardu.Gate.Sites;
using Microsoft.Extensions.Logging;

namespace Gardu.Gate.Telemetry;

/// <summary>
/// Tells the owner that an origin fails: the first time at once, then once in ten seconds with how often it has failed
/// since, so that a site which is down does not fill the disk with its log.
/// </summary>
sealed class OriginFailures(TimeProvider clock, ILogger log)
{
    static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);

    readonly ConcurrentDictionary<string, Untold> untold = new();

    sealed class Untold
    {
        public long Count;
        public long ToldAt;
    }

    /// <summary>Notes one failure of a site's origin.</summary>
    public void Note(Site site, string error, Exception? exception)
    {
        var entry = untold.GetOrAdd(site.Name, static _ => new Untold());
        Interlocked.Increment(ref entry.Count);
        var toldAt = Interlocked.Read(ref entry.ToldAt);
        var now = clock.GetTimestamp();
        if ((toldAt == 0 || clock.GetElapsedTime(toldAt, now) >= TellEvery) && Interlocked.CompareExchange(ref entry.ToldAt, now, toldAt) == toldAt)
            log.OriginFailed(site.Name, site.OriginPrefix, error, (exception?.InnerException ?? exception)?.Message, Interlocked.Exchange(ref entry.Count, 0));
    }
}
