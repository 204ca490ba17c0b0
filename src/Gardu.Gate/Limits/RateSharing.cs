using Gardu.Gate.Recording;

namespace Gardu.Gate.Limits;

/// <summary>
/// Tells the other gates on the same record once a second what this one has let through, and counts here what they have: limits of those who are known by name hold for all
/// gates together, but for what is let through within such a second.
/// </summary>
sealed class RateSharing(RateLimits limits, ISharedRates shared, TimeProvider clock)
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    readonly string gate = Guid.NewGuid().ToString("n");
    readonly Dictionary<string, long> told = [];
    Dictionary<(string Gate, string Key), long>? heard;

    /// <summary>Goes on until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                await Task.Run(Exchange, stop).WaitAsync(stop); // a store that is silent does not hold up the stop
        }
        catch (OperationCanceledException)
        {
            // The gate stops.
        }
    }

    /// <summary>Does it once; what a store that is down does not take is told when it is back.</summary>
    public void Exchange()
    {
        var changed = limits.Taken().Where(pair => told.GetValueOrDefault(pair.Key) != pair.Taken).ToArray();
        IReadOnlyList<(string Gate, string Key, long Taken)> others;
        try
        {
            others = shared.Exchange(gate, changed);
        }
        catch (StoreException)
        {
            return;
        }
        foreach (var (key, taken) in changed)
            told[key] = taken;
        var isFirst = heard is null; // what was let through before this gate began is not counted
        heard ??= [];
        foreach (var (other, key, taken) in others)
        {
            var before = heard.GetValueOrDefault((other, key));
            if (!isFirst && taken > before)
                limits.Note(key, taken - before);
            heard[(other, key)] = taken;
        }
    }
}
