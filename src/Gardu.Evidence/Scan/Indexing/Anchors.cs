using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Gardu.Evidence.Scan.Normalising;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>
/// Chooses places of a normalised text by what stands there alone, so that the same text has the same ones wherever it stands; what is compared are the octets from such a place on.
/// <para>
/// A place has a rank, of its first eight octets. Ranks below a threshold are chosen; and where a stretch of <see cref="GuaranteedRun"/> octets has no chosen place that lies in it with all its octets,
/// those of the lowest rank. So whatever 64 octets two texts have in common, they have a chosen place in common (winnowing: Schleimer, Wilkerson and Aiken 2003). The fast way is
/// the lowest ranks alone, which are some of the places of the other.
/// </para>
/// </summary>
static class Anchors
{
    /// <summary>Octets of normalised text that two texts have in common at least, for one anchor in common to be certain.</summary>
    public const int GuaranteedRun = 64;

    /// <summary>Octets compared at a place whose rank is of ASCII mostly: about five words.</summary>
    public const int NarrowSize = 32;

    /// <summary>Octets compared at another place: sixteen letters of Chinese or Japanese. Shared turns of phrase are as long there as five words of English.</summary>
    public const int WideSize = 48;

    /// <summary>Of so many places the fast way looks at one.</summary>
    const int FastOneIn = 32;

    /// <summary>Ranks below this are chosen: one in sixteen.</summary>
    internal const uint Threshold = uint.MaxValue / 16;

    /// <summary>Places that are the same and have the same around them, one after another, after which more of them say nothing.</summary>
    public const int SameMax = 8;

    /// <summary>In place of what stands around an anchor, where the document has more places of it than the table: then what stands around the others is not known.</summary>
    public const ushort AroundMany = ushort.MaxValue;

    const int RankSize = sizeof(ulong);
    const uint First = 0x9E3779B1, Second = 0x85EBCA77;

    /// <summary>The probability that the fast way sees no place in a run of so many octets of normalised text.</summary>
    public static double MissBound(int octets) => octets < NarrowSize ? 1 : Math.Pow(1 - (1.0 / FastOneIn), octets - NarrowSize + 1);

    /// <summary>Octets compared at a place of a padded text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SizeAt(ReadOnlySpan<byte> padded, int at) =>
        BitOperations.PopCount(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(padded), at)) & 0x8080808080808080) >= RankSize / 2 ? WideSize : NarrowSize;

    /// <summary>What stands for the octets at a place: 64 bits of a hash of them, of which no proof is made; a hit is compared octet by octet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FingerprintAt(ReadOnlySpan<byte> padded, int at)
    {
        ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(padded), at);
        var one = Mix(Word(ref from, 0) ^ 0xA0761D6478BD642F, Word(ref from, 1) ^ 0xE7037ED1A0B428DB);
        var two = Mix(Word(ref from, 2) ^ 0x8EBC6AF09C88C6E3, Word(ref from, 3) ^ 0x589965CC75374CC3);
        if (SizeAt(padded, at) == NarrowSize)
            return Mix(one ^ 0x1D8E4E27C47D124F, two);
        var three = Mix(Word(ref from, 4) ^ 0xEB44ACCAB455D165, Word(ref from, 5) ^ 0x2127599BF4325C37);
        return Mix(one ^ three, two ^ 0x880355F21E6D1965);

        static ulong Word(ref byte from, int number) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, number * sizeof(ulong)));

        static ulong Mix(ulong a, ulong b)
        {
            var high = Math.BigMul(a, b, out var low);
            return high ^ low;
        }
    }

    /// <summary>
    /// What stands around the octets compared at a place: in the upper eight bits a hash of so many octets before them, in the lower eight of so many behind, that whatever has
    /// <see cref="GuaranteedRun"/> octets in common has one of the two, each from 1 to 254; 0 for what is not there.
    /// </summary>
    public static ushort AroundAt(ReadOnlySpan<byte> padded, int length, int at)
    {
        var size = SizeAt(padded, at);
        var around = (GuaranteedRun - size) / 2;
        var before = at >= around ? Hash(padded.Slice(at - around, around)) : 0;
        var behind = at + size + around <= length ? Hash(padded.Slice(at + size, around)) : 0;
        return (ushort)((before << 8) | behind);

        static uint Hash(ReadOnlySpan<byte> octets)
        {
            var mixed = 0UL;
            for (; octets.Length > 0; octets = octets[sizeof(ulong)..])
                mixed = (mixed ^ MemoryMarshal.Read<ulong>(octets)) * 0x9E3779B97F4A7C15;
            return Math.Clamp((uint)(mixed >> 56), 1, 254);
        }
    }

    /// <summary>Whether what stands around two places, the first one of the table, is the same on one side, as far as <see cref="AroundAt"/> tells.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLonger(ushort around, ushort other)
    {
        var equal = around ^ other;
        return around == AroundMany || ((equal & 0xFF00) == 0 && around >> 8 != 0) || ((equal & 0xFF) == 0 && (around & 0xFF) != 0);
    }

    /// <summary>The places of a text: in order those of low rank, and among them the others.</summary>
    public static ReadOnlySpan<int> Choose(NormalText text, bool isFast, AnchorPlaces to)
    {
        to.Clear();
        ByRank(text.Padded, text.Length, isFast ? uint.MaxValue / FastOneIn : Threshold, to);
        if (!isFast)
            AnchorGaps.Fill(text.Padded, text.Length, to);
        return to.All;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ByRank(ReadOnlySpan<byte> padded, int length, uint threshold, AnchorPlaces to)
    {
        ref var from = ref MemoryMarshal.GetReference(padded);
        var last = length - NarrowSize;
        for (var at = 0; at <= last; at += 64)
        {
            ref var room = ref MemoryMarshal.GetReference(to.Room(64));
            var chosen = Vector512.IsHardwareAccelerated && Bmi2.X64.IsSupported ? Low512(ref from, at, threshold) : Low128(ref from, at, threshold);
            if (at + 63 > last)
                chosen &= ulong.MaxValue >> (63 - (last - at));
            // Eight are written however many there are, which costs less than a branch that nobody can foretell; what is too much is written over.
            var count = BitOperations.PopCount(chosen);
            for (var i = 0; i < 8 || i < count; i++, chosen &= chosen - 1)
                Unsafe.Add(ref room, i) = at + BitOperations.TrailingZeroCount(chosen);
            to.Count += count;
        }
        // At the end there may be too few octets for a wide one.
        for (var i = to.Count - 1; i >= 0 && to.All[i] > length - WideSize; i--)
            if (to.All[i] + SizeAt(padded, to.All[i]) > length)
                to.RemoveAt(i);
    }

    /// <summary>Which of 64 places have a low rank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Low512(ref byte from, int at, uint threshold) =>
        Bmi2.X64.ParallelBitDeposit(Low(ref from, at, threshold), 0x1111111111111111)
        | Bmi2.X64.ParallelBitDeposit(Low(ref from, at + 1, threshold), 0x2222222222222222)
        | Bmi2.X64.ParallelBitDeposit(Low(ref from, at + 2, threshold), 0x4444444444444444)
        | Bmi2.X64.ParallelBitDeposit(Low(ref from, at + 3, threshold), 0x8888888888888888);

    /// <summary>Which of every fourth place have one, sixteen of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Low(ref byte from, int at, uint threshold)
    {
        var one = Vector512.LoadUnsafe(ref Unsafe.Add(ref from, at)).AsUInt32();
        var two = Vector512.LoadUnsafe(ref Unsafe.Add(ref from, at + 4)).AsUInt32();
        var ranks = (one * Vector512.Create(First)) + (two * Vector512.Create(Second));
        return Vector512.LessThan(ranks, Vector512.Create(threshold)).ExtractMostSignificantBits();
    }

    static ulong Low128(ref byte from, int at, uint threshold)
    {
        var all = 0UL;
        for (var i = 0; i < 64; i += 16)
            for (var offset = 0; offset < 4; offset++)
            {
                var one = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, at + i + offset)).AsUInt32();
                var two = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, at + i + offset + 4)).AsUInt32();
                var low = Vector128.LessThan((one * Vector128.Create(First)) + (two * Vector128.Create(Second)), Vector128.Create(threshold)).ExtractMostSignificantBits();
                var spread = (low & 1) | ((low & 2) << 3) | ((low & 4) << 6) | ((low & 8) << 9);
                all |= (ulong)spread << (i + offset);
            }
        return all;
    }

    /// <summary>The rank of a place.</summary>
    internal static uint RankAt(ref byte from, int at) =>
        (Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, at)) * First) + (Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, at + 4)) * Second);

    /// <summary>The ranks of sixteen places, one after another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<uint> RanksAt(ref byte from, int at)
    {
        var octets = Vector512.LoadUnsafe(ref Unsafe.Add(ref from, at));
        var one = Avx512Vbmi.PermuteVar64x8(octets, EachFour).AsUInt32();
        var two = Avx512Vbmi.PermuteVar64x8(octets, EachFour + Vector512.Create((byte)4)).AsUInt32();
        return (one * Vector512.Create(First)) + (two * Vector512.Create(Second));
    }

    /// <summary>Places 0 to 3, 1 to 4, 2 to 5 and so on.</summary>
    static readonly Vector512<byte> EachFour = Vector512.Create([.. Enumerable.Range(0, 64).Select(i => (byte)((i / 4) + (i % 4)))]);
}
