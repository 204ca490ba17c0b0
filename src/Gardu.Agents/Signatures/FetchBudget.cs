namespace Gardu.Agents.Signatures;

/// <summary>How much may be fetched at a stranger's wish: so many at once, and so many in a second.</summary>
sealed class FetchBudget(int atOnceMax, int perSecondMax, TimeProvider clock)
{
    readonly Lock changing = new();
    readonly long started = clock.GetTimestamp();
    int underWay;
    double left = perSecondMax;
    double lastSeconds;

    /// <summary>Whether there is leave for one fetch now.</summary>
    public bool HasLeave()
    {
        lock (changing)
        {
            var seconds = clock.GetElapsedTime(started).TotalSeconds;
            left = Math.Min(perSecondMax, left + (seconds - lastSeconds) * perSecondMax);
            lastSeconds = seconds;
            return underWay < atOnceMax && left >= 1;
        }
    }

    /// <summary>Takes leave for one fetch, which <see cref="Return"/> gives back; false where there is none now.</summary>
    public bool TryTake()
    {
        lock (changing)
        {
            if (!HasLeave())
                return false;
            underWay++;
            left--;
            return true;
        }
    }

    /// <summary>A fetch has ended.</summary>
    public void Return()
    {
        lock (changing)
            underWay--;
    }
}
