using System.Collections.Concurrent;
using Gardu.Gate.Forwarding;
using Gardu.Gate.Sites;
using Gardu.Gate.Telemetry;
using Gardu.Protocols.Robots;
using Microsoft.Extensions.Logging;

namespace Gardu.Gate.Declaring;

/// <summary>
/// The origins' own robots.txt files, fetched when they are asked for. A copy is fresh for a minute; after that it still serves
/// while the next one is fetched, and for as long as none can be had. Where there is none yet, the asking request waits.
/// </summary>
sealed class OriginRobots(OriginForwarder origins, TimeProvider clock, ILogger<OriginRobots> log)
{
    static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(1);
    static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    static readonly TimeSpan FetchWithin = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<(string Site, string Origin), Entry> entries = new();

    sealed class Entry
    {
        public readonly Lock Lock = new();
        public volatile byte[]? Copy;
        public Task? Fetch;
        public DateTimeOffset Due;
    }

    /// <summary>The last good copy, empty where the origin says that it has none; null where none could be had in 5 seconds.</summary>
    public async ValueTask<byte[]?> GetAsync(Site site)
    {
        var entry = entries.GetOrAdd((site.Name, site.OriginPrefix), static _ => new Entry());
        var fetch = Refresh(entry, site);
        if (entry.Copy is null)
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
            using var answer = await origins.GetAsync(site, "/robots.txt", stop.Token);
            if (answer.IsSuccessStatusCode)
                entry.Copy = await ReadAsync(answer, stop.Token) is var read && entry.Copy is { } kept && read.AsSpan().SequenceEqual(kept) ? kept : read;
            else if ((int)answer.StatusCode is >= 400 and < 500)
                entry.Copy = []; // RFC 9309 section 2.3.1.3: unavailable is the same as empty
            else
                problem = $"it answers {(int)answer.StatusCode}";
        }
        catch (OperationCanceledException)
        {
            problem = $"no answer in {FetchWithin.TotalSeconds} s";
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException)
        {
            problem = (failed.InnerException ?? failed).Message;
        }
        if (problem is not null)
            log.OriginRobotsFailed(site.Name, problem, entry.Copy is null ? "only Gardu's part is served" : "the last copy is served");
        entry.Due = clock.GetUtcNow() + (problem is null ? FreshFor : RetryAfter);
    }

    /// <summary>Reads as much as any crawler does, whole lines.</summary>
    static async Task<byte[]> ReadAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        var bytes = new byte[RobotsTxt.BytesMax];
        var length = await (await answer.Content.ReadAsStreamAsync(stop)).ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, stop);
        return length < bytes.Length ? bytes[..length] : bytes[..(bytes.AsSpan().LastIndexOfAny((byte)'\r', (byte)'\n') + 1)];
    }
}
