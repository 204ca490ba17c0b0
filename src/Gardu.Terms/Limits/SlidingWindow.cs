using Gardu.Terms.Values;

namespace Gardu.Terms.Limits;

/// <summary>
/// One requester's requests in the last span: at most N in any span, all N at once if they come so. Moments are kept
/// exactly up to 256 of them; of more, those within a 256th of the span are kept as one that ends with the last, so
/// the limit never lets through too many and memory is at most about 4 KB.
/// </summary>
/// <param name="limit">The rate.</param>
public sealed class SlidingWindow(RateLimit limit)
{
    const int SlotsMax = 256;

    readonly long quantum = limit.Count <= SlotsMax ? 0 : limit.Window.Ticks / (SlotsMax - 1);
    (long At, int Count)[] slots = new (long, int)[4];
    readonly Lock gate = new();
    bool retired;
    int first;
    int used;
    int total;

    /// <summary>
    /// Takes one request at <paramref name="now"/> (ticks that never go back). Zero where it is within the rate, else how
    /// long to wait; null where the window has been retired and another has to be asked.
    /// </summary>
    public TimeSpan? Take(long now)
    {
        lock (gate)
        {
            if (retired)
                return null;
            Expire(now);
            if (total >= limit.Count)
                return UntilMore(now);
            Add(now, 1);
            return TimeSpan.Zero;
        }
    }

    /// <summary>Counts requests that were let through elsewhere, whatever that makes of the rate; false where the window has been retired and another has to be told.</summary>
    public bool TryNote(long now, int count)
    {
        lock (gate)
        {
            if (retired)
                return false;
            Expire(now);
            Add(now, count);
            return true;
        }
    }

    /// <summary>How many requests are left at <paramref name="now"/>, and how long it takes until there is one more; zero where nothing of the last span is in it.</summary>
    public (int Left, TimeSpan Reset) Standing(long now)
    {
        lock (gate)
        {
            Expire(now);
            return (Math.Max(0, limit.Count - total), used == 0 ? TimeSpan.Zero : UntilMore(now));
        }
    }

    /// <summary>Retires the window where nothing of the last span is left in it.</summary>
    public bool TryRetire(long now)
    {
        lock (gate)
        {
            Expire(now);
            return retired = used == 0;
        }
    }

    /// <summary>How long it takes until one more is let through than now. What others let through may have made it more than one that has to go first.</summary>
    TimeSpan UntilMore(long now)
    {
        var (at, over) = (first, total - limit.Count - slots[first].Count);
        for (; over >= 0; over -= slots[at].Count)
            at = (at + 1) % slots.Length;
        return TimeSpan.FromTicks(slots[at].At + limit.Window.Ticks - now);
    }

    void Expire(long now)
    {
        while (used > 0 && slots[first].At + limit.Window.Ticks <= now)
        {
            total -= slots[first].Count;
            first = (first + 1) % slots.Length;
            used--;
        }
    }

    void Add(long now, int count)
    {
        total += count;
        if (used > 0 && quantum > 0)
        {
            ref var last = ref slots[(first + used - 1) % slots.Length];
            if (now / quantum == last.At / quantum)
            {
                last = (now, last.Count + count);
                return;
            }
        }
        if (used == slots.Length)
            Grow();
        slots[(first + used++) % slots.Length] = (now, count);
    }

    void Grow()
    {
        var larger = new (long, int)[slots.Length * 2];
        for (var i = 0; i < used; i++)
            larger[i] = slots[(first + i) % slots.Length];
        (slots, first) = (larger, 0);
    }
}
