using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>Chooses, of each stretch of <see cref="Anchors.GuaranteedRun"/> octets in which no place of low rank lies with all that is compared there, those of the lowest rank that do.</summary>
static class AnchorGaps
{
    /// <summary>Places behind the beginning of a stretch at which what is compared still lies in it.</summary>
    const int Narrow = Anchors.GuaranteedRun - Anchors.NarrowSize, Wide = Anchors.GuaranteedRun - Anchors.WideSize;

    /// <summary>Stretches that are looked at together.</summary>
    const int AtOnce = 448;

    /// <summary>Places chosen last that a place may be among: gaps overlap.</summary>
    const int Latest = 8;

    const int Lanes = 16;

    /// <summary>Adds to the places of low rank, which are in order.</summary>
    public static void Fill(ReadOnlySpan<byte> padded, int length, AnchorPlaces to)
    {
        var (chosen, next) = (to.Count, 0);
        for (var i = 0; i < chosen; i++)
        {
            var at = to.All[i];
            Fill(padded, next, at - (Anchors.GuaranteedRun - Anchors.SizeAt(padded, at)) - 1, to);
            next = at + 1;
        }
        Fill(padded, next, length - Anchors.GuaranteedRun, to);
    }

    /// <summary>Chooses for each stretch that begins at one of these places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Fill(ReadOnlySpan<byte> padded, int first, int last, AnchorPlaces to)
    {
        for (; first <= last; first += AtOnce)
        {
            var count = Math.Min(AtOnce, last - first + 1);
            if (Avx512Vbmi.IsSupported && Ascii(padded, first, count))
                ByVector(padded, first, count, to);
            else
                ByOne(padded, first, first + count - 1, to);
        }
    }

    /// <summary>Whether no place of these stretches is wide.</summary>
    static bool Ascii(ReadOnlySpan<byte> padded, int first, int count) => System.Text.Ascii.IsValid(padded.Slice(first, count + Narrow + sizeof(ulong)));

    /// <summary>The rule as it is said.</summary>
    internal static void ByOne(ReadOnlySpan<byte> padded, int first, int last, AnchorPlaces to)
    {
        ref var from = ref MemoryMarshal.GetReference(padded);
        var (latest, lowest) = (-1, 0U); // the last place of the lowest rank
        for (var begin = first; begin <= last; begin++)
        {
            if (latest >= begin)
            {
                Enter(ref from, padded, begin + Narrow, Anchors.NarrowSize);
                Enter(ref from, padded, begin + Wide, Anchors.WideSize);
                continue;
            }
            lowest = uint.MaxValue;
            for (var at = begin; at <= begin + Narrow; at++)
                if (IsWithin(padded, begin, at))
                    lowest = Math.Min(lowest, Anchors.RankAt(ref from, at));
            for (var at = begin; at <= begin + Narrow; at++)
                if (Anchors.RankAt(ref from, at) == lowest && IsWithin(padded, begin, at))
                    Add(latest = at, lowest, to);
        }

        void Enter(ref byte from, ReadOnlySpan<byte> padded, int at, int size)
        {
            if (Anchors.RankAt(ref from, at) is var rank && rank <= lowest && Anchors.SizeAt(padded, at) == size)
            {
                (latest, lowest) = (rank < lowest ? at : Math.Max(latest, at), rank);
                Add(at, rank, to);
            }
        }
    }

    /// <summary>Whether a place lies with all that is compared there in the stretch that begins at another.</summary>
    static bool IsWithin(ReadOnlySpan<byte> padded, int begin, int at) => at <= begin + Wide || Anchors.SizeAt(padded, at) == Anchors.NarrowSize;

    /// <summary>
    /// The same for narrow places, sixteen at a time: the lowest rank of each stretch by halving, and then the places whose rank is the highest of the lowest ranks of the stretches that they lie in.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ByVector(ReadOnlySpan<byte> padded, int first, int count, AnchorPlaces to)
    {
        const int size = AtOnce + (2 * Narrow) + (4 * Lanes);
        var (places, used) = (count + Narrow, count + (2 * Narrow) + (2 * Lanes));
        Span<uint> ranks = stackalloc uint[size], lowest = stackalloc uint[size], highest = stackalloc uint[size];
        ref var from = ref MemoryMarshal.GetReference(padded);
        for (var at = 0; at < places; at += Lanes)
        {
            Anchors.RanksAt(ref from, first + at).StoreUnsafe(ref ranks[at]);
            Vector512.LoadUnsafe(ref ranks[at]).StoreUnsafe(ref lowest[at]);
        }
        for (var step = 1; step < Narrow; step *= 2)
            for (var at = 0; at < count + Narrow - (2 * step) + 1; at += Lanes)
                Vector512.Min(Vector512.LoadUnsafe(ref lowest[at]), Vector512.LoadUnsafe(ref lowest[at + step])).StoreUnsafe(ref lowest[at]);
        highest[..Narrow].Clear();
        for (var at = 0; at < count; at += Lanes)
            Vector512.Min(Vector512.LoadUnsafe(ref lowest[at]), Vector512.LoadUnsafe(ref ranks[at + Narrow])).StoreUnsafe(ref highest[Narrow + at]);
        highest[(Narrow + count)..used].Clear();
        highest[..used].CopyTo(lowest);
        for (var step = 1; step < Narrow; step *= 2)
            for (var at = 0; at < places; at += Lanes)
                Vector512.Max(Vector512.LoadUnsafe(ref highest[at]), Vector512.LoadUnsafe(ref highest[at + step])).StoreUnsafe(ref highest[at]);
        for (var at = 0; at < places; at += Lanes)
        {
            var best = Vector512.Max(Vector512.LoadUnsafe(ref highest[at]), Vector512.LoadUnsafe(ref lowest[at + Narrow]));
            var chosen = Vector512.Equals(best, Vector512.LoadUnsafe(ref ranks[at])).ExtractMostSignificantBits();
            if (places - at < Lanes)
                chosen &= (1UL << (places - at)) - 1;
            for (; chosen != 0; chosen &= chosen - 1)
                Add(first + at + BitOperations.TrailingZeroCount(chosen), ranks[at + BitOperations.TrailingZeroCount(chosen)], to);
        }
    }

    /// <summary>Adds a place, unless it is one of low rank, which has been chosen, or has been added before.</summary>
    static void Add(int place, uint rank, AnchorPlaces to)
    {
        if (rank >= Anchors.Threshold && !to.All[^Math.Min(to.Count, Latest)..].Contains(place))
            to.Add(place);
    }
}
