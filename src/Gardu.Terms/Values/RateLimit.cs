using System.Globalization;

namespace Gardu.Terms.Values;

/// <summary>
/// At most <paramref name="Count"/> requests in any span of <paramref name="Window"/>; all of them at once if they come so.
/// Written <c>limit 30/min</c>.
/// </summary>
/// <param name="Count">1 to <see cref="CountMax"/>.</param>
/// <param name="Window">One second, minute, hour or day.</param>
public sealed record RateLimit(int Count, TimeSpan Window)
{
    /// <summary>Largest count accepted.</summary>
    public const int CountMax = 100_000_000;

    static readonly (string Name, TimeSpan Window)[] Windows =
    [
        ("s", TimeSpan.FromSeconds(1)), ("min", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("day", TimeSpan.FromDays(1)),
    ];

    /// <summary>Requests per second, for telling the stricter of two.</summary>
    public double PerSecond => Count / Window.TotalSeconds;

    /// <summary>Reads <c>limit N/(s|min|h|day)</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out RateLimit? limit)
    {
        limit = null;
        if (!text.StartsWith("limit "))
            return false;
        text = text["limit ".Length..].Trim();
        var slash = text.IndexOf('/');
        if (slash < 0 || !int.TryParse(text[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or > CountMax)
            return false;
        foreach (var (name, window) in Windows)
            if (text[(slash + 1)..].SequenceEqual(name))
                limit = new RateLimit(count, window);
        return limit is not null;
    }

    /// <summary>As terms write it.</summary>
    public override string ToString()
    {
        var window = Array.Find(Windows, known => known.Window == Window).Name;
        return string.Create(CultureInfo.InvariantCulture, $"limit {Count}/{window}");
    }
}
