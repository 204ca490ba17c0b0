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

    readonly byte[] document;
    readonly Dictionary<UInt128, List<int>> places = [];

    public Blocks(MappedText document)
    {
        this.document = document.Octets.ToArray();
        for (var at = 0; at + Step <= this.document.Length; at += Step)
        {
            ref var same = ref CollectionsMarshal.GetValueRefOrAddDefault(places, MemoryMarshal.Read<UInt128>(this.document.AsSpan(at)), out _);
            (same ??= []).Add(at);
        }
    }

    /// <summary>The blocks, in the order of the text and then of the document.</summary>
    public List<Block> Find(ReadOnlySpan<byte> text, IReadOnlyList<Seed> seeds)
    {
        var (found, ends) = (new List<Block>(), new Dictionary<int, int>()); // where the last block of each diagonal ends in the text
        foreach (var seed in seeds.OrderBy(seed => seed.InText))
            Extend(text, seed.InDocument, seed.InText, found, ends);
        ends.Clear(); // a region begins before the seeds
        foreach (var (begin, end) in Regions(seeds, text.Length))
            for (var at = begin; at + Step <= end && found.Count < CountMax; at++)
                if (places.TryGetValue(MemoryMarshal.Read<UInt128>(text[at..]), out var same) && same.Count <= SameMax)
                    foreach (var place in same)
                        Extend(text, place, at, found, ends);
        return [.. found.Distinct().OrderBy(block => block.InText).ThenBy(block => block.InDocument)];
    }

    /// <summary>The parts of a text that a copy can stand in: a document's length and a little before and behind where a seed says that the document begins and ends.</summary>
    IEnumerable<(int Begin, int End)> Regions(IReadOnlyList<Seed> seeds, int length)
    {
        var slack = document.Length + 1024;
        var (begin, end) = (0, -1);
        foreach (var (first, last) in seeds.Select(seed => (Math.Max(0, seed.InText - seed.InDocument - slack), (int)Math.Min(length, (long)seed.InText - seed.InDocument + document.Length + slack))).Order())
        {
            if (first > end)
            {
                if (end > 0)
                    yield return (begin, end);
                (begin, end) = (first, last);
            }
            end = Math.Max(end, last);
        }
        if (end > 0)
            yield return (begin, end);
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
