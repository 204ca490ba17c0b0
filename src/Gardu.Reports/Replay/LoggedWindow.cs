using Gardu.Terms.Values;

namespace Gardu.Reports.Replay;

/// <summary>
/// One requester's window over times that come in order, by the rule of the gate's own: at most N in any span, requests beyond it
/// do not count, and of limits above 256 those within a 256th of the span are kept as one that ends with the last.
/// </summary>
sealed class LoggedWindow(RateLimit limit)
{
    const int SlotsMax = 256;

    readonly long quantum = limit.Count <= SlotsMax ? 0 : limit.Window.Ticks / (SlotsMax - 1);
    readonly Queue<(long At, int Count)> slots = [];
    (long At, int Count) last;
    int total;

    /// <summary>Takes one request; false where the limit is used up.</summary>
    /// <param name="milliseconds">Its time since 1970; never before the last one's.</param>
    public bool TryTake(long milliseconds)
    {
        var now = milliseconds * TimeSpan.TicksPerMillisecond;
        // The newest slot is kept apart, since it may still grow.
        while (slots.TryPeek(out var oldest) && oldest.At + limit.Window.Ticks <= now)
            total -= slots.Dequeue().Count;
        if (slots.Count == 0 && last.Count > 0 && last.At + limit.Window.Ticks <= now)
            (total, last) = (0, default);
        if (total >= limit.Count)
            return false;
        total++;
        if (last.Count > 0 && quantum > 0 && now / quantum == last.At / quantum)
        {
            last = (now, last.Count + 1);
            return true;
        }
        if (last.Count > 0)
            slots.Enqueue(last);
        last = (now, 1);
        return true;
    }
}
