namespace Gardu.Agents.Undeclared;

/// <summary>How a path follows on another.</summary>
enum PathStep : byte
{
    /// <summary>In no way that tells anything.</summary>
    None,

    /// <summary>The same but for one number, which is one more.</summary>
    CountsUp,

    /// <summary>Later in the alphabet.</summary>
    Ascends,
}

/// <summary>Compares paths that were asked for one after the other.</summary>
static class PathSteps
{
    /// <summary>Digits of a number that is counted with.</summary>
    const int DigitsMax = 18;

    public static PathStep Between(ReadOnlySpan<char> previous, ReadOnlySpan<char> next)
    {
        var same = previous.CommonPrefixLength(next);
        if (same == next.Length)
            return PathStep.None; // the same again, or shorter
        var digits = same; // 19 to 20 differs in its first digit, 10 to 11 in its second: back to where the number starts
        while (digits > 0 && char.IsAsciiDigit(next[digits - 1]))
            digits--;
        var (first, firstEnd) = Number(previous, digits);
        var (second, secondEnd) = Number(next, digits);
        if (first >= 0 && second == first + 1 && previous[firstEnd..].SequenceEqual(next[secondEnd..]))
            return PathStep.CountsUp;
        return same == previous.Length || previous[same] < next[same] ? PathStep.Ascends : PathStep.None;
    }

    static (long Value, int End) Number(ReadOnlySpan<char> text, int start)
    {
        var (value, end) = (0L, start);
        while (end < text.Length && char.IsAsciiDigit(text[end]) && end - start < DigitsMax)
            value = value * 10 + (text[end++] - '0');
        return (end == start ? -1 : value, end);
    }
}
