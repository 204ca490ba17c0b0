using System.Globalization;

namespace Gardu.Ledger.Tiles;

/// <summary>
/// A piece of a log that is published as a file and, once whole, never changes (C2SP tlog-tiles): 256 hashes of one level of the tree, or the entries
/// below 256 leaves.
/// </summary>
/// <param name="Level">0 for hashes of leaves, up to 7; each level stands over 256 of the one below. Null for entries.</param>
/// <param name="Index">Which of its level, from 0.</param>
/// <param name="Width">How many hashes or entries it has: 1 to 256, and whole with 256.</param>
public readonly record struct Tile(int? Level, long Index, int Width)
{
    /// <summary>Hashes or entries of a whole tile.</summary>
    public const int Full = 256;

    /// <summary>Levels that a log of 2^63 entries has.</summary>
    public const int LevelsMax = 8;

    const int GroupSize = 1000;

    /// <summary>Whether nothing will be added to it.</summary>
    public bool IsFull => Width == Full;

    /// <summary>Its address below the log's: <c>tile/0/x001/x234/067</c>, <c>tile/entries/000.p/8</c>.</summary>
    public string Path
    {
        get
        {
            var path = (Index % GroupSize).ToString("000", CultureInfo.InvariantCulture);
            for (var left = Index / GroupSize; left > 0; left /= GroupSize)
                path = string.Create(CultureInfo.InvariantCulture, $"x{left % GroupSize:000}/{path}");
            var level = Level is { } number ? number.ToString(CultureInfo.InvariantCulture) : "entries";
            return string.Create(CultureInfo.InvariantCulture, $"tile/{level}/{path}{(IsFull ? "" : $".p/{Width}")}");
        }
    }

    /// <summary>Reads an address as <see cref="Path"/> writes it, and nothing else.</summary>
    public static bool TryParse(string path, out Tile tile)
    {
        tile = default;
        var (width, whole) = (Full, path);
        if (path.IndexOf(".p/", StringComparison.Ordinal) is var at and >= 0)
        {
            if (!int.TryParse(path.AsSpan(at + 3), NumberStyles.None, CultureInfo.InvariantCulture, out width))
                return false;
            whole = path[..at];
        }
        if (whole.Split('/') is not ["tile", var level, .. { Length: > 0 and <= 7 } groups])
            return false;
        int? number = level == "entries" ? null : int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : -1;
        var index = 0L;
        foreach (var group in groups)
        {
            if (!int.TryParse(group.AsSpan(group.StartsWith('x') ? 1 : 0), NumberStyles.None, CultureInfo.InvariantCulture, out var part) || part >= GroupSize || index > (long.MaxValue - part) / GroupSize)
                return false;
            index = index * GroupSize + part;
        }
        tile = new Tile(number, index, width);
        return number is null or (>= 0 and < LevelsMax) && width is >= 1 and <= Full && tile.Path == path;
    }

    /// <summary>The tiles that a log gets, or gets more of, when it grows: entries first, then hashes from the leaves up.</summary>
    /// <param name="from">Entries before; 0 or more.</param>
    /// <param name="to">Entries after; at least as many.</param>
    public static IEnumerable<Tile> Grown(long from, long to)
    {
        for (int? level = null; level is null or < LevelsMax; level = level is null ? 0 : level + 1)
        {
            var shift = 8 * (level ?? 0);
            var (before, after) = (from >> shift, to >> shift);
            if (before == after)
                continue;
            for (var index = before / Full; index * Full < after; index++)
                yield return new Tile(level, index, (int)Math.Min(Full, after - index * Full));
        }
    }
}
