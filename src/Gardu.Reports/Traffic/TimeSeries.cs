using System.Runtime.CompilerServices;

namespace Gardu.Reports.Traffic;

/// <summary>
/// Requests of people and machines over time, in at most <see cref="StretchesMax"/> stretches: when more would be needed, all
/// become longer. The outcome depends on which times there were, not on their order.
/// </summary>
sealed class TimeSeries
{
    /// <summary>Stretches that are kept.</summary>
    public const int StretchesMax = 1024;

    static readonly long[] Lengths =
    [
        60_000, 300_000, 900_000, 3_600_000, 10_800_000, 21_600_000, 86_400_000, 604_800_000, 2_419_200_000,
        29_030_400_000, 290_304_000_000, 2_903_040_000_000, 29_030_400_000_000, 290_304_000_000_000,
    ];

    Dictionary<long, Stretch> stretches = [];
    int level;
    Stretch? last;
    long lastStart = long.MinValue;
    long lastEnd = long.MinValue;

    /// <summary>Requests in one stretch.</summary>
    public sealed class Stretch(long place, long length)
    {
        public long People;
        public long Machines;

        /// <summary>How many stretches after 1970 it comes.</summary>
        public long Place => place;

        /// <summary>Its start, in milliseconds since 1970.</summary>
        public long Start => place * length;
    }

    /// <summary>Milliseconds that a stretch lasts.</summary>
    public long Length => Lengths[level];

    /// <summary>Counts requests at a time, in milliseconds since 1970.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long time, long people, long machines)
    {
        if (time < lastStart || time >= lastEnd)
            Move(time);
        last!.People += people; // set by Move, which runs first since the last stretch starts out empty
        last.Machines += machines;
    }

    /// <summary>Adds what another has counted.</summary>
    public void Merge(TimeSeries other)
    {
        while (level < other.level)
            Coarsen();
        foreach (var stretch in other.stretches.Values)
            Add(stretch.Start, stretch.People, stretch.Machines);
    }

    /// <summary>The stretches that have any, by time.</summary>
    public IReadOnlyList<Stretch> InOrder()
    {
        var all = new List<Stretch>(stretches.Values);
        all.Sort((one, other) => one.Place.CompareTo(other.Place));
        return all;
    }

    void Move(long time)
    {
        while (true)
        {
            var place = PlaceOf(time);
            if (!stretches.TryGetValue(place, out last))
            {
                if (stretches.Count == StretchesMax && level < Lengths.Length - 1)
                {
                    Coarsen();
                    continue;
                }
                stretches[place] = last = new Stretch(place, Length);
            }
            (lastStart, lastEnd) = (place * Length, place * Length + Length);
            return;
        }
    }

    void Coarsen()
    {
        level++;
        var coarse = new Dictionary<long, Stretch>();
        foreach (var stretch in stretches.Values)
        {
            var at = PlaceOf(stretch.Start);
            if (!coarse.TryGetValue(at, out var sum))
                coarse[at] = sum = new Stretch(at, Length);
            sum.People += stretch.People;
            sum.Machines += stretch.Machines;
        }
        stretches = coarse;
        (lastStart, lastEnd) = (long.MinValue, long.MinValue);
    }

    long PlaceOf(long time) => time >= 0 ? time / Length : ~(~time / Length);
}
