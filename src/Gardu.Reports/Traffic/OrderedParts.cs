namespace Gardu.Reports.Traffic;

/// <summary>
/// The parts that traffic is counted in. Blocks go to the parts in turn, and each part takes its blocks in their order,
/// so what a part counts does not depend on which worker was faster.
/// </summary>
sealed class OrderedParts
{
    readonly Part[] parts;

    public OrderedParts(int count, Func<TrafficTally> make) =>
        parts = [.. Enumerable.Range(0, count).Select(place => new Part(make()) { Next = place })];

    sealed class Part(TrafficTally tally)
    {
        public TrafficTally Tally { get; } = tally;

        public long Next { get; set; }
    }

    /// <summary>Has a block counted when the blocks before it in its part have been.</summary>
    public void Count(long number, Action<TrafficTally> count)
    {
        var part = parts[number % parts.Length];
        lock (part)
        {
            while (part.Next != number)
                Monitor.Wait(part);
            try
            {
                count(part.Tally);
            }
            finally
            {
                part.Next += parts.Length;
                Monitor.PulseAll(part);
            }
        }
    }

    /// <summary>Everything; called once, when all is counted.</summary>
    public TrafficTally Merged()
    {
        var whole = parts[0].Tally;
        foreach (var part in parts.AsSpan(1))
            whole.Merge(part.Tally);
        return whole;
    }
}
