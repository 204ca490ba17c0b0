using System.Numerics;
using System.Runtime.InteropServices;
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

    /// <summary>Places of a document at which the same sixteen octets are looked at: text that repeats itself more often is found by its seeds alone.</summary>
    const int SameMax = 64;

    /// <summary>Blocks of a document and a text at the most.</summary>
    const int CountMax = 65_536;

    const int Step = 16;

    /// <summary>Bits of <see cref="known"/> for each sixteen octets, so that fewer than one in sixteen others pass.</summary>
    const int BitsEach = 16;

    readonly byte[] document;
    readonly Dictionary<UInt128, List<int>> places = [];
    readonly ulong[] known;
    readonly int shift;

    public Blocks(MappedText document)
    {
        this.document = document.Octets.ToArray();
        for (var at = 0; at + Step <= this.document.Length; at += Step)
        {
            ref var same = ref CollectionsMarshal.GetValueRefOrAddDefault(places, MemoryMarshal.Read<UInt128>(this.document.AsSpan(at)), out _);
            (same ??= []).Add(at);
        }
        var bits = BitOperations.Log2((uint)Math.Max(64, places.Count * BitsEach)) + 1;
        (known, shift) = (new ulong[1 << (bits - 6)], 64 - bits);
        foreach (var octets in places.Keys)
            known[BitOf(octets) >> 6] |= 1UL << (int)BitOf(octets);
    }

    /// <summary>The bit of sixteen octets.</summary>
    ulong BitOf(UInt128 octets) => (((ulong)octets * 0x9E3779B97F4A7C15) ^ ((ulong)(octets >> 64) * 0xC2B2AE3D27D4EB4F)) >> shift;

    /// <summary>Whether the document may have sixteen octets: most that it has not are told from one bit.</summary>
    bool MayHave(UInt128 octets) => (known[BitOf(octets) >> 6] >> (int)BitOf(octets) & 1) != 0;

    /// <summary>The blocks, in the order of the text and then of the document.</summary>
    public List<Block> Find(ReadOnlySpan<byte> text, IReadOnlyList<Seed> seeds)
    {
        var (found, ends) = (new List<Block>(), new Dictionary<int, int>()); // where the last block of each diagonal ends in the text
        foreach (var seed in seeds.OrderBy(seed => seed.InText))
            Extend(text, seed.InDocument, seed.InText, found, ends);
        ends.Clear(); // a region begins before the seeds
        var length = text.Length;
        foreach (var (begin, end) in Windows.Merge(seeds.Select(seed => Windows.Of(seed, document.Length, length))))
            for (var at = begin; at + Step <= end && found.Count < CountMax; at++)
                if (MemoryMarshal.Read<UInt128>(text[at..]) is var octets && MayHave(octets) && places.TryGetValue(octets, out var same) && same.Count <= SameMax)
                    foreach (var place in same)
                        Extend(text, place, at, found, ends);
        return [.. found.Distinct().OrderBy(block => block.InText).ThenBy(block => block.InDocument)];
    }

    void Extend(ReadOnlySpan<byte> text, int inDocument, int inText, List<Block> found, Dictionary<int, int> ends)
    {
        if (found.Count >= CountMax || (ends.TryGetValue(inText - inDocument, out var known) && inText < known))
            return;
        var begin = 0;
        while (begin < inDocument && begin < inText && document[inDocument - begin - 1] == text[inText - begin - 1])
            begin++;
        var length = begin + document.AsSpan(inDocument).CommonPrefixLength(text[inText..]);
        ends[inText - inDocument] = inText - begin + length;
        if (length >= LengthMin)
            found.Add(new Block(inDocument - begin, inText - begin, length));
    }
}
