using System.Buffers;

namespace Gardu.Protocols.Robots;

/// <summary>
/// A robots.txt file as a crawler reads it (RFC 9309): groups by product token, longest match wins, allow on a tie.
/// Lines that are not understood are passed over. <c>/robots.txt</c> itself is always allowed.
/// </summary>
public sealed class RobotsTxt
{
    /// <summary>Bytes that are read; the rest is ignored (RFC 9309 section 2.5 asks for at least 500 KiB).</summary>
    public const int BytesMax = 512 * 1024;

    /// <summary>By product token; agents that a group names together share its rules.</summary>
    readonly Dictionary<string, List<List<Rule>>> groups = new(StringComparer.OrdinalIgnoreCase);

    RobotsTxt() { }

    sealed record Rule(PathPattern Pattern, bool Allows);

    /// <summary>Reads a file; never fails, since every text is a robots.txt of some sort.</summary>
    public static RobotsTxt Parse(ReadOnlySpan<byte> bytes)
    {
        var robots = new RobotsTxt();
        if (bytes.Length > BytesMax)
            bytes = bytes[..(bytes[..BytesMax].LastIndexOfAny((byte)'\r', (byte)'\n') + 1)]; // a line cut short would say something else
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        var group = new List<Rule>(); // rules before any group are nobody's
        var rulesSeen = false;
        foreach (var line in System.Text.Encoding.UTF8.GetString(bytes).AsSpan().EnumerateSplits())
        {
            if (!TryReadRecord(line, out var key, out var value))
                continue;
            if (key.Equals("user-agent", StringComparison.OrdinalIgnoreCase))
            {
                if (rulesSeen)
                    group = [];
                rulesSeen = false;
                robots.Join(ProductToken(value), group);
            }
            else if (key.Equals("allow", StringComparison.OrdinalIgnoreCase) || key.Equals("disallow", StringComparison.OrdinalIgnoreCase))
            {
                rulesSeen = true;
                var allows = key.Length == "allow".Length;
                if (PathPattern.TryParse(value.ToString(), out var pattern))
                    group.Add(new Rule(pattern!, allows));
            }
        }
        return robots;
    }

    /// <summary>Whether <paramref name="productToken"/> may fetch <paramref name="path"/> (path and query as sent).</summary>
    public bool IsAllowed(string productToken, string path)
    {
        if (path == "/robots.txt")
            return true;
        if (!groups.TryGetValue(productToken, out var own) && !groups.TryGetValue("*", out own))
            return true;
        var canonical = PathText.Canonical(path);
        var (length, allowed) = (-1, true);
        foreach (var rule in own.SelectMany(group => group))
        {
            if (rule.Pattern.Length < length || !rule.Pattern.IsMatch(canonical))
                continue;
            allowed = rule.Allows || (rule.Pattern.Length == length && allowed);
            length = rule.Pattern.Length;
        }
        return allowed;
    }

    void Join(string token, List<Rule> group)
    {
        if (!groups.TryGetValue(token, out var joined))
            groups.Add(token, joined = []);
        if (joined.Count == 0 || joined[^1] != group)
            joined.Add(group);
    }

    static bool TryReadRecord(ReadOnlySpan<char> line, out ReadOnlySpan<char> key, out ReadOnlySpan<char> value)
    {
        var comment = line.IndexOf('#');
        if (comment >= 0)
            line = line[..comment];
        var colon = line.IndexOf(':');
        key = colon < 0 ? default : line[..colon].Trim();
        value = colon < 0 ? default : line[(colon + 1)..].Trim();
        return colon > 0;
    }

    /// <summary>
    /// The token a group is for: <c>*</c>, or the first word. RFC 9309 allows letters, <c>-</c> and <c>_</c> alone; names
    /// in use hold digits, dots and spaces too (<c>AI2Bot</c>), so only a version behind a slash is cut off.
    /// </summary>
    static string ProductToken(ReadOnlySpan<char> value)
    {
        if (value.StartsWith("*"))
            return "*";
        var slash = value.IndexOf('/');
        return (slash < 0 ? value : value[..slash]).Trim().ToString();
    }
}

static class LineSplits
{
    static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");

    public static Enumerator EnumerateSplits(this ReadOnlySpan<char> text) => new(text);

    /// <summary>Lines that end in CR, LF or CRLF (RFC 9309 section 2.2); empty ones fall out by themselves.</summary>
    public ref struct Enumerator(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> left = text;

        public ReadOnlySpan<char> Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (left.IsEmpty)
                return false;
            var end = left.IndexOfAny(LineEnds);
            Current = end < 0 ? left : left[..end];
            left = end < 0 ? [] : left[(end + 1)..];
            return true;
        }
    }
}
