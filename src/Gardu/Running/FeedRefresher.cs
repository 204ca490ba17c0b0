using Gardu.Agents.Feeds;
using Gardu.Configuration;
using Microsoft.Extensions.Logging;

namespace Gardu.Running;

/// <summary>
/// Fetches the operators' address lists while the gate runs, as often as the configuration says, and never in its first
/// minutes: a start is quick, and a gate that restarts in a loop troubles nobody. What was fetched lands in the feeds
/// folder, where the reloader sees it; the last good copy stays where a fetch fails.
/// </summary>
sealed class FeedRefresher(GarduConfiguration configuration, TimeProvider clock, ILogger log)
{
    static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(2);
    static readonly TimeSpan StepMax = TimeSpan.FromDays(1);

    /// <summary>Fetches until it is stopped; returns at once where the configuration turns fetching off.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (configuration.FeedRefresh is not { } every)
            return;
        using var client = FeedUpdater.CreateClient();
        var updater = new FeedUpdater(configuration.Catalogue, configuration.FeedsFolder, clock);
        try
        {
            // Many gates must not ask at the same second of the day.
            await Task.Delay(FirstAfter + TimeSpan.FromSeconds(Random.Shared.Next(600)), clock, stop);
            while (true)
            {
                foreach (var update in await updater.FetchAsync(client, stop))
                    Tell(update);
                await WaitAsync(every, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The gate stops.
        }
    }

    /// <summary>Waits in steps, since a timer holds seven weeks at the most.</summary>
    async Task WaitAsync(TimeSpan time, CancellationToken stop)
    {
        for (; time > TimeSpan.Zero; time -= StepMax)
            await Task.Delay(time < StepMax ? time : StepMax, clock, stop);
    }

    void Tell(FeedUpdate update)
    {
        if (update.Outcome == FeedOutcome.Updated)
            log.FeedUpdated(update.File);
        else if (!update.Had)
            log.FeedNotFetched(update.File, update.Reason ?? "no answer", update.Feed is { } kept ? $"the copy of {kept.Dated:yyyy-MM-dd} stays in use" : "there is no copy of it");
    }
}
