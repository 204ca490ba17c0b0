using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text;

namespace Gardu.Evidence.Scan.Normalising;

/// <summary>A word of a normalised text, or a letter where words are not told apart by spaces.</summary>
/// <param name="Begin">Its first octet.</param>
/// <param name="End">The octet behind its last.</param>
/// <param name="Weight">How much it counts: 2 for a word, 1 for a letter of a script without spaces, so that fifty words are a hundred letters of Japanese.</param>
readonly record struct Word(int Begin, int End, int Weight);

/// <summary>A normalised text with its words and with where each octet stands in the raw text. Made of what is looked at closely, since it takes one thing after another.</summary>
sealed class MappedText
{
    /// <summary>What a word counts.</summary>
    public const int WordWeight = 2;

    readonly NormalText text;
    readonly Word[] words;
    readonly int[] weights;
    int[] from;

    /// <summary>Normalises a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public MappedText(ReadOnlyMemory<byte> raw)
    {
        Raw = raw;
        var octets = raw.Span;
        (text, from) = (new NormalText(octets.Length), new int[octets.Length + NormalTable.WrittenMax]);
        var begun = new List<(int At, int Weight)>(octets.Length / 4); // words follow each other: one ends where the next begins
        var breaks = true;
        for (var at = 0; at < octets.Length;)
        {
            var (began, before) = (at, text.Length);
            at = Normaliser.Next(octets, at, text);
            if (text.Length == before)
            {
                breaks |= IsBetweenWords(octets[began..at]);
                continue;
            }
            if (text.Length > from.Length)
                Array.Resize(ref from, from.Length * 2);
            from.AsSpan(before..text.Length).Fill(began);
            var letter = LetterOf(text.Octets[before..]);
            if (letter == Letter.Alone)
                begun.Add((before, 1));
            else if (breaks || (letter == Letter.OfWord && begun[^1].Weight != WordWeight))
                begun.Add((before, WordWeight));
            breaks = false;
        }
        text.Close();
        (words, weights) = (new Word[begun.Count], new int[begun.Count + 1]);
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = new Word(begun[i].At, i + 1 < words.Length ? begun[i + 1].At : text.Length, begun[i].Weight);
            weights[i + 1] = weights[i] + begun[i].Weight;
        }
    }

    /// <summary>The text as it was.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The text as it is compared.</summary>
    public ReadOnlySpan<byte> Octets => text.Octets;

    /// <summary>The text for anchors.</summary>
    public NormalText Normal => text;

    /// <summary>Its words in order.</summary>
    public ReadOnlySpan<Word> Words => words;

    /// <summary>What the words before one count together.</summary>
    public int WeightBefore(int word) => weights[word];

    /// <summary>The first word that begins at a place or behind it.</summary>
    public int WordFrom(int place)
    {
        var (low, high) = (0, words.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (words[middle].Begin < place)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Where a stretch stands in the raw text.</summary>
    public (int Begin, int End) RawOf(int begin, int end) => begin == end ? (from[begin], from[begin]) : (from[begin], Normaliser.Next(Raw.Span, from[end - 1], null));

    enum Letter
    {
        OfWord,
        Alone,
        Mark,
    }

    /// <summary>What a letter is: of a word, by itself, or a mark upon the one before.</summary>
    static Letter LetterOf(ReadOnlySpan<byte> octets)
    {
        if (octets[0] < 0xE0)
            return Letter.OfWord;
        Rune.DecodeFromUtf8(octets, out var rune, out _);
        return rune.Value switch
        {
            0x3099 or 0x309A => Letter.Mark,
            >= 0x0E00 and <= 0x0EFF or >= 0x1000 and <= 0x109F or >= 0x1780 and <= 0x17FF => Rune.IsLetterOrDigit(rune) ? Letter.Alone : Letter.Mark, // Thai, Lao, Burmese, Khmer
            >= 0x2E80 and <= 0x31FF or >= 0x3400 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF => Letter.Alone, // Han, kana
            _ => Letter.OfWord,
        };
    }

    /// <summary>Whether what was left out stands between words. An apostrophe, a hyphen and what is not seen stand within one.</summary>
    static bool IsBetweenWords(ReadOnlySpan<byte> thing)
    {
        if (thing.Length == 1)
            return thing[0] is not ((byte)'\'' or (byte)'-');
        if (thing[0] < 0x80)
            return !WithinWord.Contains(Encoding.ASCII.GetString(thing));
        Rune.DecodeFromUtf8(thing, out var rune, out _);
        return rune.Value is not (0xAD or 0x2018 or 0x2019 or 0x2010 or 0x2011 or 0x2BC or (>= 0x200B and <= 0x200D) or 0x2060 or 0xFEFF) && !IsMark(rune);
    }

    /// <summary>The same, escaped.</summary>
    static readonly FrozenSet<string> WithinWord = FrozenSet.Create("&#39;", "&#039;", "&#x27;", "&apos;", "&rsquo;", "&lsquo;", "&#8216;", "&#8217;", "&#x2018;", "&#x2019;", "&shy;", "\\u0027", "\\u2018", "\\u2019", "\\u00ad", "\\u00AD");

    static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.EnclosingMark;
}
