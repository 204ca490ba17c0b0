namespace Gardu.Protocols.Robots;

/// <summary>
/// An <c>X-Robots-Tag</c> header or the content of a robots <c>meta</c> element: words such as <c>noai</c>, for one agent or
/// for all.
/// </summary>
/// <param name="Agent">The agent it is for (<c>otherbot: noindex</c>); null for all.</param>
/// <param name="Words">In lower case; of those with a value (<c>max-snippet:20</c>) the whole.</param>
public sealed record RobotsTag(string? Agent, IReadOnlyList<string> Words)
{
    /// <summary>Longest value that is read, in characters.</summary>
    public const int LengthMax = 4096;

    /// <summary>Words whose colon is followed by a value and not preceded by an agent.</summary>
    static readonly string[] WithValue = ["max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"];

    /// <summary>Reads a header's or an element's value; one that is too long says nothing.</summary>
    public static RobotsTag Parse(string value)
    {
        if (value.Length > LengthMax)
            return new RobotsTag(null, []);
        var colon = value.IndexOf(':');
        var first = colon < 0 ? "" : value[..colon].Trim();
        var agent = first.Length > 0 && !first.Contains(',') && !WithValue.Contains(first, StringComparer.OrdinalIgnoreCase) ? first : null;
        var rest = agent is null ? value : value[(colon + 1)..];
        return new RobotsTag(agent, [.. rest.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(word => word.ToLowerInvariant())]);
    }

    /// <summary>Whether one of the words is <paramref name="word"/>.</summary>
    public bool Says(string word) => Words.Contains(word);
}
