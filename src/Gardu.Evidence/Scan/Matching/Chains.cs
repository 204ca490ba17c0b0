using Gardu.Evidence.Scan.Normalising;

namespace Gardu.Evidence.Scan.Matching;

/// <summary>
/// Puts blocks together that follow each other on both sides with little between them: of all ways the one with the most equal octets, the best chain first, and none whose text an earlier one has.
/// </summary>
static class Chains
{
    /// <summary>What the words between two blocks weigh together at the most, on each side: a hundred words. Most of them may be equal, one here and two there.</summary>
    public const int GapWeightMax = 100 * MappedText.WordWeight;

    /// <summary>Octets between two blocks at the most.</summary>
    public const int GapMax = 1024;

    /// <summary>Blocks before one that it may follow.</summary>
    const int LookBack = 256;

    /// <summary>The chains, from the best on; the blocks of each in order, none overlapping another on either side.</summary>
    public static List<List<Block>> Of(IReadOnlyList<Block> blocks, MappedText document, MappedText text)
    {
        var (scores, before) = (new long[blocks.Count], new int[blocks.Count]);
        for (var i = 0; i < blocks.Count; i++)
        {
            (scores[i], before[i]) = (blocks[i].Length, -1);
            for (var j = i - 1; j >= Math.Max(0, i - LookBack); j--)
                if (Follows(blocks[j], blocks[i], document, text) && scores[j] + blocks[i].Length - Overlap(blocks[j], blocks[i]) is var score && score > scores[i])
                    (scores[i], before[i]) = (score, j);
        }
        var used = new bool[blocks.Count];
        var chains = new List<List<Block>>();
        var taken = new List<(int Begin, int End)>(); // stretches of the text in order, none within another
        foreach (var last in Enumerable.Range(0, blocks.Count).OrderByDescending(i => scores[i]).ThenBy(i => i))
        {
            var chain = new List<Block>();
            for (var i = last; i >= 0 && !used[i]; i = before[i])
            {
                used[i] = true;
                chain.Add(blocks[i]);
            }
            chain.Reverse();
            if (chain.Count > 0 && Take(taken, chain[0].InText, chain[^1].EndInText))
                chains.Add(Trimmed(chain));
        }
        return chains;
    }

    /// <summary>Octets that two blocks have in common, on the side where that is more.</summary>
    static int Overlap(Block one, Block next) => Math.Max(0, Math.Max(one.EndInDocument - next.InDocument, one.EndInText - next.InText));

    static bool Follows(Block one, Block next, MappedText document, MappedText text) =>
        one.InDocument < next.InDocument && one.InText < next.InText && Overlap(one, next) < next.Length
        && next.InDocument - one.EndInDocument <= GapMax && next.InText - one.EndInText <= GapMax
        && WeightBetween(document, one.EndInDocument, next.InDocument) <= GapWeightMax && WeightBetween(text, one.EndInText, next.InText) <= GapWeightMax;

    /// <summary>What the words weigh that lie wholly between two places.</summary>
    static int WeightBetween(MappedText text, int begin, int end)
    {
        var (first, past) = (text.WordFrom(begin), text.WordFrom(end));
        if (past > 0 && text.Words[past - 1].End > end)
            past--;
        return past <= first ? 0 : text.WeightBefore(past) - text.WeightBefore(first);
    }

    static List<Block> Trimmed(List<Block> chain)
    {
        for (var i = 1; i < chain.Count; i++)
            if (Overlap(chain[i - 1], chain[i]) is var overlap and > 0)
                chain[i] = new Block(chain[i].InDocument + overlap, chain[i].InText + overlap, chain[i].Length - overlap);
        return chain;
    }

    /// <summary>Adds a stretch, unless it is within one of the others; those within it go.</summary>
    static bool Take(List<(int Begin, int End)> taken, int begin, int end)
    {
        var first = ~taken.BinarySearch((begin, int.MaxValue));
        if (first > 0 && taken[first - 1].End >= end)
            return false;
        var past = first;
        while (past < taken.Count && taken[past].End <= end)
            past++;
        while (first > 0 && taken[first - 1].Begin == begin)
            first--;
        taken.RemoveRange(first, past - first);
        taken.Insert(first, (begin, end));
        return true;
    }
}
