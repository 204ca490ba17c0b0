using System.Collections.Frozen;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>
/// How many elements of a page stand open in each other, by its tags alone. A parser looks through all that are open at each tag, so that a page made for it keeps it busy for hours; browsers end at 512 as well.
/// </summary>
static class HtmlDepth
{
    /// <summary>Elements in each other at the most, for a page to be parsed.</summary>
    public const int Max = 512;

    /// <summary>Elements that have no end, or that the next one of their kind ends.</summary>
    static readonly FrozenSet<string> EndOfThemselves =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "option", "optgroup", "rt", "rp"];

    static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Ended = EndOfThemselves.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether more than <see cref="Max"/> stand open somewhere. What ends an element is an end tag of its name, wherever it stands.</summary>
    public static bool IsOverMax(ReadOnlySpan<byte> page)
    {
        var open = new Dictionary<string, int>();
        var names = open.GetAlternateLookup<ReadOnlySpan<char>>();
        var depth = 0;
        Span<char> letters = stackalloc char[32]; // of a longer name the rest does not count
        for (var at = page.IndexOf((byte)'<'); at >= 0 && at + 1 < page.Length; at = page[(at + 1)..].IndexOf((byte)'<') is var next and >= 0 ? at + 1 + next : -1)
        {
            var isEnd = page[at + 1] == '/';
            var rest = page[(at + (isEnd ? 2 : 1))..];
            var length = 0;
            for (; length < Math.Min(rest.Length, letters.Length) && (char.IsAsciiLetterOrDigit((char)rest[length]) || rest[length] is (byte)'-' or (byte)':'); length++)
                letters[length] = char.ToLowerInvariant((char)rest[length]);
            var name = letters[..length];
            if (length == 0 || !char.IsAsciiLetter(name[0]) || Ended.Contains(name))
                continue;
            names.TryGetValue(name, out var count);
            if (isEnd && count == 0)
                continue;
            names[name] = count + (isEnd ? -1 : 1);
            if ((depth += isEnd ? -1 : 1) > Max)
                return true;
        }
        return false;
    }
}
