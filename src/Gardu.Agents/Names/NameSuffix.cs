namespace Gardu.Agents.Names;

/// <summary>The end of a name on a label boundary: <c>googlebot.com</c> ends <c>crawl-1.googlebot.com</c> and itself, not <c>evilgooglebot.com</c>.</summary>
public static class NameSuffix
{
    /// <summary>Whether a name ends with one of the suffixes; without regard to case and a last dot.</summary>
    public static bool EndsAny(string name, IReadOnlyList<string> suffixes)
    {
        for (var i = 0; i < suffixes.Count; i++) // an enumerator would be an allocation
            if (Ends(name, suffixes[i]))
                return true;
        return false;
    }

    /// <summary>Whether a name ends with a suffix; without regard to case and a last dot.</summary>
    public static bool Ends(ReadOnlySpan<char> name, ReadOnlySpan<char> suffix)
    {
        name = WithoutLastDot(name);
        suffix = WithoutLastDot(suffix);
        if (suffix.IsEmpty || !name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            return false;
        return name.Length == suffix.Length || name[name.Length - suffix.Length - 1] == '.';
    }

    static ReadOnlySpan<char> WithoutLastDot(ReadOnlySpan<char> name) => name.EndsWith('.') ? name[..^1] : name;
}
