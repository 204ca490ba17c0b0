namespace ScanBench;

/// <summary>A real passage of the owner's, one of its documents.</summary>
/// <param name="Text">Paragraphs with a blank line between them; begins and ends with a letter.</param>
/// <param name="Words">Words, by the blanks between them.</param>
sealed record Passage(string Text, int Words)
{
    /// <summary>Words of passages.</summary>
    public static readonly int[] Lengths = [100, 300, 800];

    /// <summary>Passages of each file at the most.</summary>
    const int EachFile = 3;

    /// <summary>Draws passages that stand nowhere else in the owner's texts, not even twelve words of them, and gives all that is left of these texts.</summary>
    /// <param name="files">The owner's paragraphs by file.</param>
    /// <param name="count">How many; their lengths take turns.</param>
    /// <param name="random">By what they are drawn.</param>
    /// <param name="rest">The paragraphs that are in no passage.</param>
    public static List<Passage> Draw(IReadOnlyList<string[]> files, int count, Prng random, out List<string> rest)
    {
        var order = Enumerable.Range(0, files.Count).ToArray();
        random.Shuffle(order);
        var rows = files.SelectMany(file => file).SelectMany(WordRows.Of).ToArray();
        Array.Sort(rows);
        var repeated = new HashSet<ulong>();
        for (var i = 1; i < rows.Length; i++)
            if (rows[i] == rows[i - 1])
                repeated.Add(rows[i]);
        var (passages, used) = (new List<Passage>(), new HashSet<string>());
        foreach (var file in order.Select(number => files[number]))
        {
            var ofFile = 0;
            for (var first = 0; first < file.Length && ofFile < EachFile && passages.Count < count;)
            {
                if (TryTake(file, first, Lengths[passages.Count % Lengths.Length], repeated, out var next) is { } passage)
                {
                    passages.Add(passage);
                    used.UnionWith(file[first..next]);
                    ofFile++;
                }
                first = next;
            }
        }
        rest = [.. files.SelectMany(file => file).Where(paragraph => !used.Contains(paragraph))];
        return passages.Count == count ? passages : throw new InvalidOperationException($"only {passages.Count} passages can be had of the owner's texts");
    }

    static Passage? TryTake(string[] file, int first, int length, HashSet<ulong> repeated, out int next)
    {
        next = first;
        var (text, words) = ("", 0);
        while (next < file.Length && words < length)
        {
            var paragraph = file[next++].Split(' ');
            if (WordRows.Of(file[next - 1]).Any(repeated.Contains))
                return null;
            text += (text.Length > 0 ? "\n\n" : "") + string.Join(' ', paragraph[..Math.Min(paragraph.Length, length - words)]);
            words += Math.Min(paragraph.Length, length - words);
        }
        if (words < length)
            return null;
        var (begin, end) = (0, text.Length);
        while (!char.IsAsciiLetterOrDigit(text[begin]))
            begin++;
        while (!char.IsAsciiLetterOrDigit(text[end - 1]))
            end--;
        return new Passage(text[begin..end], length);
    }
}
