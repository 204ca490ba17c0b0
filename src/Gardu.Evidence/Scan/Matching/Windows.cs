namespace Gardu.Evidence.Scan.Matching;

/// <summary>The parts of a text that are looked at closely: where a copy of a document can stand of which an anchor was seen.</summary>
static class Windows
{
    /// <summary>Octets before and behind where an unchanged document would begin and end: what stands further away, and has no anchor of its own, is not part of the same run.</summary>
    const int Around = Chains.GapMax;

    /// <summary>The windows of seeds of a document of so many normalised octets, in a text of so many; in order, those that overlap or touch made one.</summary>
    public static List<(int Begin, int End)> Of(ReadOnlySpan<Seed> seeds, int document, int text)
    {
        var windows = new List<(int Begin, int End)>();
        foreach (var seed in seeds)
        {
            var (begin, end) = ((int)Math.Max(0L, (long)seed.InText - seed.InDocument - Around), (int)Math.Min(text, (long)seed.InText - seed.InDocument + document + Around));
            if (windows.Count > 0 && begin <= windows[^1].End && end >= windows[^1].Begin)
                windows[^1] = (Math.Min(begin, windows[^1].Begin), Math.Max(end, windows[^1].End));
            else
                windows.Add((begin, end));
        }
        windows.Sort();
        var merged = 0;
        for (var i = 1; i < windows.Count; i++)
            if (windows[i].Begin <= windows[merged].End)
                windows[merged] = (windows[merged].Begin, Math.Max(windows[merged].End, windows[i].End));
            else
                windows[++merged] = windows[i];
        if (windows.Count > 0)
            windows.RemoveRange(merged + 1, windows.Count - merged - 1);
        return windows;
    }
}
