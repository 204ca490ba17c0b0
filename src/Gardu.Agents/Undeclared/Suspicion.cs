using System.Globalization;

namespace Gardu.Agents.Undeclared;

/// <summary>All that speaks against one request's claim to be a browser that a person holds.</summary>
/// <param name="Signs">The signs.</param>
/// <param name="Now">What the client did in this stretch of ten minutes.</param>
/// <param name="Before">What it did in the one before.</param>
public readonly record struct Suspicion(Signs Signs, ConductFigures Now, ConductFigures Before)
{
    /// <summary>The sum of the signs' points.</summary>
    public int Score => SignTable.Score(Signs);

    /// <summary>Whether it is enough.</summary>
    public bool IsPastThreshold => Score >= SignTable.Threshold;

    /// <summary>The signs, each with its points and what was seen.</summary>
    public IReadOnlyList<(SignEntry Entry, string Seen)> List()
    {
        var list = new List<(SignEntry, string)>();
        foreach (var entry in SignTable.Every)
            if (Signs.HasFlag(entry.Sign))
                list.Add((entry, entry.Say(Now.Signs.HasFlag(entry.Sign) ? Now : Before)));
        return list;
    }

    /// <summary>The same in one line: <c>105 points, threshold 100: no Accept-Language (30), 240 pages in a minute (25), …</c></summary>
    public string Describe() => string.Create(CultureInfo.InvariantCulture,
        $"{Score} points, threshold {SignTable.Threshold}: {string.Join(", ", List().Select(sign => string.Create(CultureInfo.InvariantCulture, $"{sign.Seen} ({sign.Entry.Points})")))}");
}
