using System.Runtime.CompilerServices;

namespace Gardu.Reports.Traffic;

/// <summary>
/// The most frequent of any number of values in bounded memory (Misra and Gries, 1982, with the merge of Agarwal et al.,
/// 2012). Exact up to twice its capacity of distinct values. Beyond, whenever the table is full, the count of rank
/// <c>capacity</c> is taken off every count and what is left with nothing is dropped; so a count is never too high, and
/// too low by at most <see cref="Missing"/>, which stays below total / capacity.
/// </summary>
sealed class HeavyHitters
{
    /// <summary>Bytes of a value that are kept; longer ones count under their first bytes.</summary>
    public const int ValueBytesMax = 512;

    const int StartSize = 8;
    const int Small = 256; // counts told apart without sorting

    readonly int capacity;
    Counter[] counters = new Counter[StartSize];
    ulong[] buckets = new ulong[StartSize * 2]; // upper half of the hash, and place of the counter plus 1; 0 is free
    byte[] values = new byte[StartSize * 32];
    int used;
    int valuesUsed;

    /// <summary>Makes an empty one.</summary>
    /// <param name="capacity">A power of two, at least 8.</param>
    public HeavyHitters(int capacity) => this.capacity = capacity;

    struct Counter
    {
        public ulong Hash;
        public long Count;
        public int Start;
        public int Length;
    }

    /// <summary>A value and how often it was counted; the more frequent stands before the less.</summary>
    public sealed record Hitter(byte[] Value, long Count) : IComparable<Hitter>
    {
        public int CompareTo(Hitter? other) => other is null ? -1
            : Count != other.Count ? other.Count.CompareTo(Count)
            : Value.AsSpan().SequenceCompareTo(other.Value);
    }

    /// <summary>How much any count may be too low; 0 while everything is exact.</summary>
    public long Missing { get; private set; }

    /// <summary>Distinct values that are kept.</summary>
    public int Count => used;

    /// <summary>Counts a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<byte> value, long count = 1)
    {
        if (value.Length > ValueBytesMax)
            value = value[..ValueBytesMax];
        Add(value, BytesHash.Of(value), count);
    }

    /// <summary>Adds what another has counted.</summary>
    public void Merge(HeavyHitters other)
    {
        Missing += other.Missing;
        foreach (ref readonly var counter in other.counters.AsSpan(0, other.used))
            Add(other.ValueOf(counter), counter.Hash, counter.Count);
    }

    /// <summary>The most frequent, most first, equal ones by their bytes.</summary>
    public IReadOnlyList<Hitter> Top(int most)
    {
        // Few of many: those that the least of the best so far outranks are not even copied.
        var best = new List<Hitter>(most + 1);
        foreach (ref readonly var counter in counters.AsSpan(0, used))
        {
            if (best.Count == most && (most == 0 || counter.Count < best[^1].Count))
                continue;
            var hitter = new Hitter(ValueOf(counter).ToArray(), counter.Count);
            var place = best.Count;
            while (place > 0 && hitter.CompareTo(best[place - 1]) < 0)
                place--;
            best.Insert(place, hitter);
            if (best.Count > most)
                best.RemoveAt(most);
        }
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Add(ReadOnlySpan<byte> value, ulong hash, long count)
    {
        var mask = buckets.Length - 1;
        var bucket = (int)hash & mask;
        for (; buckets[bucket] is var place and not 0; bucket = (bucket + 1) & mask)
        {
            if ((place ^ hash) >> 32 != 0)
                continue;
            ref var counter = ref counters[(int)(uint)place - 1];
            if (counter.Hash != hash || !ByteScan.AreEqual(value, ValueOf(counter)))
                continue;
            counter.Count += count;
            return;
        }
        if (used == counters.Length)
        {
            MakeRoom();
            bucket = FreeBucket(hash);
        }
        Insert(value, hash, count, bucket);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Insert(ReadOnlySpan<byte> value, ulong hash, long count, int bucket)
    {
        if (valuesUsed + value.Length > values.Length)
            Array.Resize(ref values, Math.Max(values.Length * 2, valuesUsed + value.Length));
        value.CopyTo(values.AsSpan(valuesUsed));
        counters[used++] = new Counter { Hash = hash, Count = count, Start = valuesUsed, Length = value.Length };
        valuesUsed += value.Length;
        buckets[bucket] = BucketOf(hash, used);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void MakeRoom()
    {
        if (counters.Length < capacity * 2)
        {
            Array.Resize(ref counters, counters.Length * 2);
            buckets = new ulong[counters.Length * 2];
        }
        else
        {
            Drop(CountOfRank(capacity));
            Array.Clear(buckets);
        }
        for (var i = 0; i < used; i++)
            buckets[FreeBucket(counters[i].Hash)] = BucketOf(counters[i].Hash, i + 1);
    }

    /// <summary>Takes <paramref name="count"/> off every counter; those that are left move together, in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Drop(long count)
    {
        Missing += count;
        var (from, kept) = (0, 0);
        valuesUsed = 0;
        for (; from < used; from++)
        {
            var counter = counters[from];
            counter.Count -= count;
            if (counter.Count <= 0)
                continue;
            values.AsSpan(counter.Start, counter.Length).CopyTo(values.AsSpan(valuesUsed));
            counter.Start = valuesUsed;
            valuesUsed += counter.Length;
            counters[kept++] = counter;
        }
        used = kept;
    }

    /// <summary>The count that <paramref name="rank"/> counters reach or exceed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    long CountOfRank(int rank)
    {
        Span<int> having = stackalloc int[Small];
        having.Clear();
        foreach (ref readonly var counter in counters.AsSpan(0, used))
            having[(int)Math.Min(counter.Count, Small - 1)]++;
        var reached = 0;
        for (var count = Small - 1; count > 0; count--)
        {
            reached += having[count];
            if (reached >= rank)
                return count < Small - 1 ? count : ExactCountOfRank(rank);
        }
        return 1;
    }

    long ExactCountOfRank(int rank)
    {
        var counts = new long[used];
        for (var i = 0; i < used; i++)
            counts[i] = counters[i].Count;
        Array.Sort(counts);
        return counts[^rank];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int FreeBucket(ulong hash)
    {
        var mask = buckets.Length - 1;
        var bucket = (int)hash & mask;
        while (buckets[bucket] != 0)
            bucket = (bucket + 1) & mask;
        return bucket;
    }

    static ulong BucketOf(ulong hash, int place) => (hash & 0xFFFF_FFFF_0000_0000) | (uint)place;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    ReadOnlySpan<byte> ValueOf(in Counter counter) => values.AsSpan(counter.Start, counter.Length);
}
