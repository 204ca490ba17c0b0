namespace ScanBench;

/// <summary>The rows of twelve words in texts, by a hash of their letters and digits, small: the plain way to see what two texts have in common.</summary>
static class WordRows
{
    public const int Length = 12;

    const ulong Base = 0x9E3779B97F4A7C15;

    static readonly ulong BaseToLength = Enumerable.Repeat(Base, Length).Aggregate(1UL, (power, by) => power * by);

    /// <summary>The hash of every row of a text, in order.</summary>
    public static List<ulong> Of(string text)
    {
        var (words, rows, rolling) = (new List<ulong>(), new List<ulong>(), 0UL);
        for (var at = 0; at < text.Length;)
        {
            var word = 14695981039346656037UL;
            var isWord = false;
            for (; at < text.Length && text[at] > ' '; at++)
                if (char.IsLetterOrDigit(text[at]))
                    (word, isWord) = ((word ^ char.ToLowerInvariant(text[at])) * 1099511628211, true);
            at++;
            if (!isWord)
                continue;
            words.Add(word * 0xD6E8FEB86659FD93);
            rolling = (rolling * Base) + words[^1];
            if (words.Count > Length)
                rolling -= words[^(Length + 1)] * BaseToLength;
            if (words.Count >= Length)
                rows.Add(rolling);
        }
        return rows;
    }
}
