using Gardu.Agents.Catalogue;

namespace Gardu.Agents.Feeds;

/// <summary>
/// Keeps a folder of address lists up to date, from where operators publish them or from another folder. A list takes the
/// place of the last good copy only when it is one, and in one step, so that a reader sees the old or the new file.
/// </summary>
/// <param name="catalogue">Whose lists.</param>
/// <param name="folder">Where they lie; made when needed.</param>
/// <param name="clock">The time of a fetched file.</param>
public sealed class FeedUpdater(AgentCatalogue catalogue, string folder, TimeProvider clock)
{
    const int FetchesAtOnce = 4;

    /// <summary>A client for <see cref="FetchAsync"/>: no cookies, no redirects of its own, no proxy, public addresses alone unless told otherwise.</summary>
    public static HttpClient CreateClient(bool allowPrivate = false) =>
        new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            ConnectCallback = allowPrivate ? null : PublicOnly.ConnectAsync,
        });

    /// <summary>Fetches every list that has a URL; results in the catalogue's order.</summary>
    /// <param name="client">As <see cref="CreateClient"/> makes it.</param>
    /// <param name="cancellation">Stops; lists that are in place by then stay.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public async Task<IReadOnlyList<FeedUpdate>> FetchAsync(HttpClient client, CancellationToken cancellation)
    {
        var fetch = new FeedFetch(client, new ReferralHosts(catalogue), clock);
        var sources = catalogue.Agents
            .SelectMany(agent => agent.Proofs.Feeds.Select(source => (source.File, source.Url, agent.Operator)))
            .Where(source => source.Url is not null)
            .DistinctBy(source => source.File)
            .ToArray();
        var updates = new FeedUpdate[sources.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = FetchesAtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, sources.Length, options, async (at, stop) =>
        {
            var (file, url, owner) = sources[at];
            var (bytes, error) = await fetch.GetAsync(url!, owner, stop);
            updates[at] = bytes is null ? KeepOrFail(file, error!) : Take(file, bytes, clock.GetUtcNow().UtcDateTime);
        });
        return updates;
    }

    /// <summary>Copies every list of the catalogue that <paramref name="source"/> holds, with its file's time; results in the catalogue's order.</summary>
    public IReadOnlyList<FeedUpdate> CopyFrom(string source) =>
        [.. FeedFolder.FileNames(catalogue).Select(file =>
            FeedCopy.TryRead(Path.Combine(source, file), out var copy, out var error) ? Take(file, copy!.Bytes, copy.FileTime) : KeepOrFail(file, error!))];

    FeedUpdate Take(string file, byte[] bytes, DateTime fileTime)
    {
        if (!FeedFile.TryParse(file, bytes, fileTime, out var feed, out var error))
            return KeepOrFail(file, error!);
        var path = Path.Combine(folder, file);
        try
        {
            if (FeedCopy.TryRead(path, out var present, out _) && present!.Bytes.AsSpan().SequenceEqual(bytes))
            {
                File.SetLastWriteTimeUtc(path, fileTime);
                return new FeedUpdate(file, FeedOutcome.Unchanged, null, feed);
            }
            Replace(path, bytes, fileTime);
            return new FeedUpdate(file, FeedOutcome.Updated, null, feed);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return KeepOrFail(file, $"cannot be written: {failure.Message}");
        }
    }

    FeedUpdate KeepOrFail(string file, string reason) =>
        FeedCopy.TryRead(Path.Combine(folder, file), out var kept, out _)
            ? new FeedUpdate(file, FeedOutcome.Kept, reason, kept!.Feed)
            : new FeedUpdate(file, FeedOutcome.Failed, reason, null);

    void Replace(string path, byte[] bytes, DateTime fileTime)
    {
        Directory.CreateDirectory(folder);
        var unfinished = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.CreateVersion7():n}");
        try
        {
            using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
            File.SetLastWriteTimeUtc(unfinished, fileTime);
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
