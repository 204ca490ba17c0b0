namespace Gardu.Evidence.Scan.Matching;

/// <summary>The parts of a text that are looked at closely: where a copy of a document can stand of which an anchor was seen.</summary>
static class Windows
{
    /// <summary>Octets before and behind where an unchanged document would begin and end: what stands further away, and has no anchor of its own, is not part of the same run.</summary>
    const int Around = 2048;

    /// <summary>The window of a seed of a document of so many normalised octets, in a text of so many.</summary>
    public static (int Begin, int End) Of(Seed seed, int document, int text) =>
        ((int)Math.Max(0L, (long)seed.InText - seed.InDocument - Around), (int)Math.Min(text, (long)seed.InText - seed.InDocument + document + Around));

    /// <summary>Windows in order, those that overlap or touch made one.</summary>
    public static List<(int Begin, int End)> Merge(IEnumerable<(int Begin, int End)> windows)
    {
        var merged = new List<(int Begin, int End)>();
        foreach (var (begin, end) in windows.Order())
            if (merged is [.., var last] && begin <= last.End)
                merged[^1] = (last.Begin, Math.Max(last.End, end));
            else
                merged.Add((begin, end));
        return merged;
    }
}
