using System.Collections.Concurrent;
using System.Net;
using Gardu.Gate.Forwarding;
using Gardu.Gate.Sites;
using Gardu.Gate.Telemetry;
using Gardu.Protocols.Robots;
using Gardu.Terms.Declarations;
using Microsoft.Extensions.Logging;

namespace Gardu.Gate.Declaring;

/// <summary>
/// The origins' own robots.txt files, fetched when they are asked for. A copy is fresh for a minute; after that it still serves
/// while the next one is fetched, and for as long as none can be had, over restarts too. Where there is none yet, or nobody has
/// asked for some minutes, the asking request waits.
/// </summary>
sealed class OriginRobots(OriginForwarder origins, DeclarationHistory history, OriginTerms terms, TimeProvider clock, ILogger<OriginRobots> log)
{
    /// <summary>As many as a crawler follows at least (RFC 9309 section 2.3.1.2).</summary>
    const int RedirectsMax = 5;

    static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(1);
    static readonly TimeSpan OldAfter = TimeSpan.FromMinutes(5);
    static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    static readonly TimeSpan FetchWithin = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<(string Site, string Origin), Entry> entries = new();

    sealed class Entry(byte[]? copy)
    {
        public readonly Lock Lock = new();
        public volatile byte[]? Copy = copy;
        public Task? Fetch;
        public DateTimeOffset Due;
    }

    /// <summary>The last good copy, empty where the origin has none; null where none could be had in 5 seconds.</summary>
    public async ValueTask<byte[]?> GetAsync(Site site)
    {
        var entry = entries.GetOrAdd((site.Name, site.OriginPrefix), key => new Entry(history.Last(key.Site, Declaration.OriginRobots)));
        var fetch = Refresh(entry, site);
        if (entry.Copy is null || clock.GetUtcNow() > entry.Due + OldAfter)
            await fetch;
        return entry.Copy;
    }

    /// <summary>The fetch under way; starts one where it is due.</summary>
    Task Refresh(Entry entry, Site site)
    {
        lock (entry.Lock)
        {
            return entry.Fetch is { } fetch && (!fetch.IsCompleted || clock.GetUtcNow() < entry.Due) ? fetch : entry.Fetch = FetchAsync(entry, site);
        }
    }

    async Task FetchAsync(Entry entry, Site site)
    {
        await Task.Yield(); // the caller holds the lock
        using var stop = new CancellationTokenSource(FetchWithin, clock);
        string? problem = null;
        try
        {
            using var answer = await FollowAsync(site, stop.Token);
            if (answer.IsSuccessStatusCode)
                Take(entry, site, await OriginForwarder.ReadAsync(answer, RobotsTxt.BytesMax, stop.Token));
            else if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
                Take(entry, site, []);
            else
                problem = answer.Headers.Location is { } location ? $"it is redirected to {Shown(location)}, which is not followed" : $"it answers {(int)answer.StatusCode}";
            // RFC 9309 sections 2.3.1.2 and 2.3.1.3: unavailable is the same as empty, though not where there has been a file. 429 is a server in trouble.
            if (problem is not null && entry.Copy is null && (int)answer.StatusCode is >= 300 and < 500 and not 429)
                Take(entry, site, []);
        }
        catch (OperationCanceledException)
        {
            problem = $"no answer in {FetchWithin.TotalSeconds} s";
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or InvalidDataException)
        {
            problem = (failed.InnerException ?? failed).Message;
        }
        if (problem is not null)
            log.OriginRobotsFailed(site.Name, problem, entry.Copy switch { null => "until it can be, everything is disallowed", [] => "it counts as empty", _ => "the last copy is served" });
        entry.Due = clock.GetUtcNow() + (problem is null ? FreshFor : RetryAfter);
        if (problem is null)
            _ = terms.CompareAsync(site); // the origin answers, so its other files can be looked at too
    }

    /// <summary>Follows redirects to other paths of the same site, by asking the origin for them; every other answer is final.</summary>
    async Task<HttpResponseMessage> FollowAsync(Site site, CancellationToken stop)
    {
        var (target, isHttps) = (DeclarationFile.Robots.Path, false);
        for (var followed = 0; ; followed++)
        {
            var answer = await origins.GetAsync(site, target, stop, isHttps);
            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || followed == RedirectsMax || answer.Headers.Location is not { } location || !IsOf(site, location))
                return answer;
            answer.Dispose();
            var next = new Uri(new Uri(site.Origin, target), location);
            (target, isHttps) = (next.PathAndQuery, location.IsAbsoluteUri && next.Scheme == Uri.UriSchemeHttps);
        }
    }

    /// <summary>An address for the log, without control characters.</summary>
    static string Shown(Uri location) => location.IsAbsoluteUri ? location.AbsoluteUri : Uri.EscapeDataString(location.OriginalString);

    static bool IsOf(Site site, Uri location) =>
        !location.IsAbsoluteUri || location.Authority == site.Origin.Authority || site.Hosts.Contains(location.Host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Keeps a new copy; the old instance stays where it is the same, so that nothing is made anew from it.</summary>
    void Take(Entry entry, Site site, byte[] read)
    {
        if (entry.Copy is { } kept && read.AsSpan().SequenceEqual(kept))
            return;
        read = read.Length < RobotsTxt.BytesMax ? read : read[..(read.AsSpan().LastIndexOfAny((byte)'\r', (byte)'\n') + 1)]; // whole lines
        entry.Copy = read;
        history.Keep(site, Declaration.OriginRobots, read);
    }
}
