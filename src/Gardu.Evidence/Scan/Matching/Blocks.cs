using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Gardu.Evidence.Scan.Normalising;

namespace Gardu.Evidence.Scan.Matching;

/// <summary>Octets that stand in a document and in a text alike, and no longer in either direction.</summary>
/// <param name="InDocument">Where in the document's normalised text.</param>
/// <param name="InText">Where in the other.</param>
/// <param name="Length">Octets.</param>
readonly record struct Block(int InDocument, int InText, int Length)
{
    public int EndInDocument => InDocument + Length;

    public int EndInText => InText + Length;
}

/// <summary>
/// Finds every block of <see cref="LengthMin"/> octets and more of a document and a text near the seeds. Such a block holds sixteen octets that begin at a multiple of sixteen of the document; those are
/// looked up at each place of the text.
/// </summary>
sealed class Blocks
{
    /// <summary>Octets of a block at least.</summary>
    public const int LengthMin = 32;

    /// <summary>Places of a document at which the same sixteen octets are looked at, and blocks that have one place of a text: what repeats itself more often is found by its first blocks alone.</summary>
    const int SameMax = 64;

    /// <summary>Blocks of a document and a text at the most.</summary>
    const int CountMax = 65_536;

    const int Step = 16;

    /// <summary>Octets of a text of which the blocks are counted together.</summary>
    const int CellSize = 64;

    /// <summary>Bits of <see cref="known"/> for each sixteen octets, so that fewer than one in sixteen others pass.</summary>
    const int BitsEach = 16;

    /// <summary>Bits that <see cref="firsts"/> tells hashes apart by are fewer by this.</summary>
    const int FewerBits = 3;

    readonly NormalText document;
    readonly int[] firsts; // by the upper bits of a hash of sixteen octets, the first place of such ones, in sixteens and one more
    readonly int[] nexts; // and of each place the next one of the same hash
    readonly ulong[] known;
    readonly int shift;
    readonly HashSet<Block> found = [];
    readonly Dictionary<int, int> ends = []; // where the last block of each diagonal ends in the text
    readonly Dictionary<int, int> counts = []; // blocks that have something of a cell of the text

    public Blocks(NormalText document)
    {
        this.document = document;
        var bits = BitOperations.Log2((uint)Math.Max(64, document.Length / Step * BitsEach)) + 1;
        (known, shift) = (new ulong[1 << (bits - 6)], 64 - bits);
        (firsts, nexts) = (new int[1 << (bits - FewerBits)], new int[document.Length / Step]);
        for (var place = nexts.Length - 1; place >= 0; place--)
        {
            var hash = HashOf(OctetsAt(document.Octets, place * Step));
            known[hash >> shift >> 6] |= 1UL << (int)(hash >> shift);
            ref var first = ref firsts[hash >> shift >> FewerBits];
            (nexts[place], first) = (first, place + 1);
        }
    }

    /// <summary>Sixteen octets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<ulong> OctetsAt(ReadOnlySpan<byte> text, int at) => Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(text.Slice(at, Step))).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong HashOf(Vector128<ulong> octets) => (octets[0] * 0x9E3779B97F4A7C15) ^ (octets[1] * 0xC2B2AE3D27D4EB4F);

    /// <summary>The blocks, in the order of the text and then of the document.</summary>
    /// <param name="text">The other text, normalised.</param>
    /// <param name="seeds">Those of the document, in the order of the text.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public List<Block> Find(ReadOnlySpan<byte> text, ReadOnlySpan<Seed> seeds)
    {
        found.Clear();
        ends.Clear();
        counts.Clear();
        foreach (var seed in seeds)
            Extend(text, seed.InDocument, seed.InText);
        ends.Clear(); // a region begins before the seeds
        var same = new List<int>();
        foreach (var (begin, end) in Windows.Of(seeds, document.Length, text.Length))
            for (var at = begin; at + Step <= end && found.Count < CountMax; at++)
            {
                var hash = HashOf(OctetsAt(text, at));
                if ((known[hash >> shift >> 6] >> (int)(hash >> shift) & 1) == 0)
                    continue; // most that the document has not
                same.Clear();
                for (var place = firsts[hash >> shift >> FewerBits]; place > 0 && same.Count <= SameMax; place = nexts[place - 1])
                    if (OctetsAt(document.Octets, (place - 1) * Step) == OctetsAt(text, at))
                        same.Add((place - 1) * Step);
                if (same.Count <= SameMax)
                    foreach (var place in same)
                        Extend(text, place, at);
            }
        return [.. found.OrderBy(block => block.InText).ThenBy(block => block.InDocument)];
    }

    void Extend(ReadOnlySpan<byte> text, int inDocument, int inText)
    {
        if (found.Count >= CountMax || (ends.TryGetValue(inText - inDocument, out var end) && inText < end) || counts.GetValueOrDefault(inText / CellSize) >= SameMax)
            return;
        var octets = document.Octets;
        var begin = 0;
        while (begin < inDocument && begin < inText && octets[inDocument - begin - 1] == text[inText - begin - 1])
            begin++;
        var length = begin + octets[inDocument..].CommonPrefixLength(text[inText..]);
        ends[inText - inDocument] = inText - begin + length;
        if (length < LengthMin)
            return;
        if (!found.Add(new Block(inDocument - begin, inText - begin, length)))
            return;
        for (var cell = (inText - begin) / CellSize; cell <= (inText - begin + length - 1) / CellSize; cell++)
            CollectionsMarshal.GetValueRefOrAddDefault(counts, cell, out _)++;
    }
}
