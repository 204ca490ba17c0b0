using Gardu.Gate.Recording;
using Gardu.Store;
using Gardu.Store.Selling;
using Microsoft.Extensions.Logging;

namespace Gardu.Running;

/// <summary>Takes the fees of plans whose periods begin, while a gate runs.</summary>
sealed class FeeTaker(Database database, TimeProvider clock, ILogger log)
{
    static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    readonly Renewals renewals = new(database);

    /// <summary>Looks again and again, until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            do
                await Task.Run(Take, stop).WaitAsync(stop);
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // The gate stops.
        }
    }

    void Take()
    {
        try
        {
            renewals.Run(clock.GetUtcNow());
        }
        catch (StoreException failed)
        {
            log.FeesNotTaken(failed.Message);
        }
    }
}
