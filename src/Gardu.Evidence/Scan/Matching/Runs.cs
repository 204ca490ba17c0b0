using Gardu.Evidence.Scan.Normalising;

namespace Gardu.Evidence.Scan.Matching;

/// <summary>Finds the runs of a document and a text: cuts chains of blocks where too few words are equal.</summary>
static class Runs
{
    /// <summary>What is looked at in a row: fifty words.</summary>
    const int WindowWeight = 50 * MappedText.WordWeight;

    /// <summary>Of a hundred words that many are equal at least.</summary>
    const int EqualInHundred = 70;

    /// <summary>The runs in the order of the text.</summary>
    public static List<Run> Of(IReadOnlyList<Block> blocks, MappedText document, MappedText text)
    {
        var runs = new List<Run>();
        var (equal, equalInText) = (new bool[document.Words.Length], new bool[text.Words.Length]);
        foreach (var chain in Chains.Of(blocks, document, text))
        {
            MarkEqual(chain, document, equal, text, equalInText);
            for (var first = 0; first < chain.Count;)
            {
                var last = first;
                while (last + 1 < chain.Count && Holds(document, chain[first].InDocument, chain[last].EndInDocument, chain[last + 1].EndInDocument, equal)
                    && Holds(text, chain[first].InText, chain[last].EndInText, chain[last + 1].EndInText, equalInText))
                    last++;
                // A block may have been cut where it overlapped the one before, and be no beginning or end any more.
                if (chain.FindIndex(first, last - first + 1, IsWhole) is var begin and >= 0)
                    runs.Add(Of(chain[begin], chain[chain.FindLastIndex(last, last - begin + 1, IsWhole)], document, text, equal, equalInText));
                first = last + 1;
            }
            Unmark(document, chain[0].InDocument, chain[^1].EndInDocument, equal);
            Unmark(text, chain[0].InText, chain[^1].EndInText, equalInText);
        }
        return [.. runs.OrderBy(run => run.InText.Start.Value).ThenBy(run => run.InDocument.Start.Value)];
    }

    static bool IsWhole(Block block) => block.Length >= Blocks.LengthMin;

    static Run Of(Block first, Block last, MappedText document, MappedText text, bool[] equal, bool[] equalInText) => new(
        first.InDocument..last.EndInDocument, first.InText..last.EndInText,
        [.. WordsIn(document, first.InDocument, last.EndInDocument).Where(word => equal[word])], [.. WordsIn(text, first.InText, last.EndInText).Where(word => equalInText[word])]);

    /// <summary>Words that lie wholly in a stretch.</summary>
    static IEnumerable<int> WordsIn(MappedText text, int begin, int end)
    {
        for (var word = text.WordFrom(begin); word < text.Words.Length && text.Words[word].End <= end; word++)
            yield return word;
    }

    /// <summary>Marks the words that are equal: those of blocks, and between two blocks those of the longest row of words that both sides have.</summary>
    static void MarkEqual(List<Block> chain, MappedText document, bool[] equal, MappedText text, bool[] equalInText)
    {
        for (var i = 0; i < chain.Count; i++)
        {
            foreach (var word in WordsIn(document, chain[i].InDocument, chain[i].EndInDocument))
                equal[word] = true;
            foreach (var word in WordsIn(text, chain[i].InText, chain[i].EndInText))
                equalInText[word] = true;
            if (i > 0)
                Align(document, [.. WordsIn(document, chain[i - 1].EndInDocument, chain[i].InDocument)], equal, text, [.. WordsIn(text, chain[i - 1].EndInText, chain[i].InText)], equalInText);
        }
    }

    static void Unmark(MappedText text, int begin, int end, bool[] equal) => equal.AsSpan(text.WordFrom(begin)..text.WordFrom(end)).Clear();

    /// <summary>Marks the longest common row of words of two gaps; of several the one whose words come first.</summary>
    static void Align(MappedText document, int[] ofDocument, bool[] equal, MappedText text, int[] ofText, bool[] equalInText)
    {
        bool Same(int i, int j) => Octets(document, ofDocument[i]).SequenceEqual(Octets(text, ofText[j]));
        var longest = new int[ofDocument.Length + 1, ofText.Length + 1];
        for (var i = ofDocument.Length - 1; i >= 0; i--)
            for (var j = ofText.Length - 1; j >= 0; j--)
                longest[i, j] = Same(i, j) ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
        for (var (i, j) = (0, 0); i < ofDocument.Length && j < ofText.Length;)
            if (Same(i, j))
                (equal[ofDocument[i++]], equalInText[ofText[j++]]) = (true, true);
            else if (longest[i + 1, j] >= longest[i, j + 1])
                i++;
            else
                j++;
    }

    static ReadOnlySpan<byte> Octets(MappedText text, int word) => text.Octets[text.Words[word].Begin..text.Words[word].End];

    /// <summary>Whether a stretch in which enough words of any fifty in a row are equal still is one when it ends later.</summary>
    static bool Holds(MappedText text, int begin, int end, int later, bool[] equal)
    {
        var (start, first) = (text.WordFrom(begin), text.WordFrom(end));
        for (var past = first; first > start && text.WeightBefore(past) - text.WeightBefore(first) < WindowWeight;)
            first--;
        if (first == text.Words.Length)
            return true; // not one whole word
        var (isShort, weight, same) = (first == start, 0, 0);
        foreach (var word in WordsIn(text, text.Words[first].Begin, later))
        {
            weight += text.Words[word].Weight;
            same += equal[word] ? text.Words[word].Weight : 0;
            if (weight < WindowWeight)
                continue;
            if (same * 100 < weight * EqualInHundred)
                return false;
            for (isShort = false; weight >= WindowWeight; first++)
            {
                weight -= text.Words[first].Weight;
                same -= equal[first] ? text.Words[first].Weight : 0;
            }
        }
        return !isShort || same * 100 >= weight * EqualInHundred;
    }
}
