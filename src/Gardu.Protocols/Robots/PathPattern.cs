namespace Gardu.Protocols.Robots;

/// <summary>
/// A path pattern of RFC 9309 section 2.2.2: <c>*</c> stands for any run of characters, a final <c>$</c> for the end
/// of the URL, anything else for itself (<c>%2A</c> for a star); compared with path and query, case-sensitively, from the first character.
/// A trailing <c>*</c> says nothing that the bare prefix does not, so it is dropped, and runs of <c>*</c> are one.
/// </summary>
public sealed record PathPattern
{
    /// <summary>Longest pattern accepted, in characters, before and after canonical spelling.</summary>
    public const int LengthMax = 2048;

    /// <summary>The pattern in canonical spelling.</summary>
    public string Text { get; }

    /// <summary>Length in octets: the longer of two matching patterns is the more specific.</summary>
    public int Length => Text.Length;

    /// <summary>The part before the first wildcard, which a matching path starts with.</summary>
    public string Prefix { get; }

    /// <summary>The part from the first wildcard on (<c>*…</c> or <c>$</c>); empty for a plain prefix.</summary>
    public string Rest { get; }

    PathPattern(string text)
    {
        Text = text;
        var wild = text.IndexOf('*');
        if (wild < 0 && text.EndsWith('$'))
            wild = text.Length - 1;
        Prefix = wild < 0 ? text : text[..wild];
        Rest = wild < 0 ? "" : text[wild..];
    }

    /// <summary><c>/</c>, which every path begins with.</summary>
    public static PathPattern Root { get; } = new("/");

    /// <summary>Reads a pattern; it must start with <c>/</c> or <c>*</c> and hold at most <see cref="LengthMax"/> characters.</summary>
    public static bool TryParse(string text, out PathPattern? pattern)
    {
        pattern = null;
        if (text.Length is 0 or > LengthMax || text[0] is not ('/' or '*'))
            return false;
        var canonical = PathText.CanonicalPattern(text);
        while (canonical.Contains("**", StringComparison.Ordinal))
            canonical = canonical.Replace("**", "*", StringComparison.Ordinal);
        if (canonical.Length > 1 && canonical[^1] == '*')
            canonical = canonical[..^1];
        if (canonical.Length > LengthMax)
            return false;
        pattern = new PathPattern(canonical);
        return true;
    }

    /// <summary>A pattern that is spelled already and is taken as it stands, but for its trailing stars.</summary>
    internal static PathPattern OfSpelled(string text)
    {
        var end = text.AsSpan().TrimEnd('*').Length;
        return new PathPattern(end == 0 ? "*" : text[..end]);
    }

    /// <summary>The same pattern in lower case, for origins that ignore case.</summary>
    public PathPattern Folded() => new(PathText.Folded(Text));

    /// <summary>Whether every path of another pattern is one of this; false where that cannot be told.</summary>
    public bool Covers(PathPattern other) =>
        Text == other.Text || (Rest.Length == 0 && other.Prefix.StartsWith(Prefix, StringComparison.Ordinal));

    /// <summary>Whether a path can be one of both; true where that cannot be told.</summary>
    public bool MayMeet(PathPattern other) =>
        Prefix.StartsWith(other.Prefix, StringComparison.Ordinal) || other.Prefix.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether the pattern matches <paramref name="path"/> (path and query, canonical spelling).</summary>
    public bool IsMatch(ReadOnlySpan<char> path) =>
        path.StartsWith(Prefix, StringComparison.Ordinal) && RestMatches(Rest, path[Prefix.Length..]);

    /// <summary>
    /// Whether <paramref name="rest"/>, which starts at a wildcard, matches all that follows the prefix. Greedy from the
    /// left: each literal between two <c>*</c> is taken at its first place, so the work is bounded by the product of
    /// both lengths and nothing is tried twice.
    /// </summary>
    public static bool RestMatches(ReadOnlySpan<char> rest, ReadOnlySpan<char> path)
    {
        if (rest.IsEmpty)
            return true;
        var anchored = rest[^1] == '$';
        if (anchored)
            rest = rest[..^1];
        if (rest.IsEmpty)
            return path.IsEmpty;
        while (!rest.IsEmpty)
        {
            rest = rest[1..];
            var next = rest.IndexOf('*');
            var literal = next < 0 ? rest : rest[..next];
            if (next < 0 && anchored)
                return path.EndsWith(literal, StringComparison.Ordinal);
            var at = path.IndexOf(literal, StringComparison.Ordinal);
            if (at < 0)
                return false;
            path = path[(at + literal.Length)..];
            rest = next < 0 ? [] : rest[next..];
        }
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
