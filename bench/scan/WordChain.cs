namespace ScanBench;

/// <summary>
/// Makes text by a chain over the words of real text: the next word is one that follows the last two somewhere; now and then, so that it says nothing twice at length, one that follows the last alone.
/// </summary>
sealed class WordChain
{
    /// <summary>One word in so many looks at the last word alone.</summary>
    const int Loose = 4;

    readonly int[] text;
    readonly int[] ordered;
    readonly int[] pairBegins;
    readonly int[] pairEnds;
    readonly int[] wordBegins;

    /// <param name="paragraphs">The real text. The last word of a paragraph is another word than the same elsewhere.</param>
    public WordChain(IEnumerable<string> paragraphs)
    {
        var (numbers, words, all) = (new Dictionary<string, int>(), new List<string>(), new List<int>());
        foreach (var paragraph in paragraphs)
            foreach (var word in (paragraph + "\n\n").Split(' '))
            {
                if (!numbers.TryGetValue(word, out var number))
                {
                    numbers.Add(word, number = words.Count);
                    words.Add(word);
                }
                all.Add(number);
            }
        (text, Words) = ([.. all, all[0], all[1]], words);
        var pairs = new long[all.Count];
        ordered = new int[all.Count];
        for (var i = 0; i < pairs.Length; i++)
            (pairs[i], ordered[i]) = (((long)text[i] << 32) | (uint)text[i + 1], i);
        Array.Sort(pairs, ordered);
        (pairBegins, pairEnds, wordBegins) = (new int[pairs.Length], new int[pairs.Length], new int[words.Count + 1]);
        for (var (begin, word) = (0, -1); begin < pairs.Length;)
        {
            var end = begin;
            while (end < pairs.Length && pairs[end] == pairs[begin])
                end++;
            for (var i = begin; i < end; i++)
                (pairBegins[ordered[i]], pairEnds[ordered[i]]) = (begin, end);
            while (word < (int)(pairs[begin] >> 32))
                wordBegins[++word] = begin;
            begin = end;
        }
        wordBegins[^1] = pairs.Length;
    }

    /// <summary>The words, by their numbers.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The numbers of so many words in a row.</summary>
    public void Make(Prng random, Span<int> made)
    {
        var at = random.Below(ordered.Length);
        for (var i = 0; i < made.Length; i++)
        {
            var last = text[at + 1];
            var (begin, end, next) = random.Below(Loose) == 0 ? (wordBegins[last], wordBegins[last + 1], 1) : (pairBegins[at], pairEnds[at], 2);
            var drawn = ordered[begin + random.Below(end - begin)];
            made[i] = text[drawn + next];
            at = (drawn + next - 1) % ordered.Length;
        }
    }
}
