namespace Gardu.Evidence.Tests.Scan;

/// <summary>Text that reads like some and stands nowhere else, always the same from the same seed.</summary>
static class WrittenText
{
    static readonly string[] Words = MakeWords();

    static string[] MakeWords()
    {
        var random = new Random(7);
        string[] syllables = ["ba", "ne", "ti", "ro", "lu", "sen", "mar", "kil", "po", "den", "ra", "vi", "sto", "che", "a", "o", "ing", "er"];
        return [.. Enumerable.Range(0, 6_000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => syllables[random.Next(syllables.Length)])))];
    }

    /// <summary>So many words.</summary>
    public static string[] Of(int words, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, words).Select(_ => Words[(int)(Words.Length * Math.Pow(random.NextDouble(), 1.6))])];
    }

    /// <summary>A text of so many words, with sentences.</summary>
    public static string Text(int words, int seed) => string.Join(' ', Of(words, seed).Select((word, i) => i % 13 == 0 ? char.ToUpperInvariant(word[0]) + word[1..] : i % 13 == 12 ? word + "." : word));

    /// <summary>The text with every word in a hundred of that many replaced.</summary>
    public static string Edited(string text, double inHundred, int seed)
    {
        var random = new Random(seed);
        return string.Join(' ', text.Split(' ').Select(word => random.NextDouble() * 100 < inHundred ? Words[random.Next(Words.Length)] : word));
    }
}
