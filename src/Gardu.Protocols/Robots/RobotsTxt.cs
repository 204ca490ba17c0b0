using System.Text;
using Gardu.Protocols.Signals;

namespace Gardu.Protocols.Robots;

/// <summary>
/// A robots.txt file as a crawler reads it (RFC 9309): groups by product token, longest match wins, allow on a tie.
/// Lines that are not understood are passed over. <c>/robots.txt</c> itself is always allowed.
/// </summary>
public sealed class RobotsTxt
{
    /// <summary>Bytes that are read; the rest is ignored (RFC 9309 section 2.5 asks for at least 500 KiB).</summary>
    public const int BytesMax = 512 * 1024;

    /// <summary>A product token that no crawler has.</summary>
    public const string Nobody = "nobody";

    const string Everybody = "*";

    /// <summary>By product token; agents that a group names together share it.</summary>
    readonly Dictionary<string, List<RobotsGroup>> groups = new(StringComparer.OrdinalIgnoreCase);

    readonly List<string> licenses = [];
    readonly List<string> sitemaps = [];

    RobotsTxt() { }

    /// <summary>The product tokens that groups name, <c>*</c> among them where it has one.</summary>
    public IReadOnlyCollection<string> Agents => groups.Keys;

    /// <summary>Whether a group names a product token.</summary>
    public bool Names(string productToken) => groups.ContainsKey(productToken);

    /// <summary>Licences of the whole file: <c>License</c> records before any group (RSL 1.0 section 4).</summary>
    public IReadOnlyList<string> Licenses => licenses;

    /// <summary><c>Sitemap</c> records, which belong to no group.</summary>
    public IReadOnlyList<string> Sitemaps => sitemaps;

    /// <summary>Whether anything stands before the first group that only a group can say; it would join a group put before it.</summary>
    public bool HasRulesOfNobody { get; private set; }

    /// <summary>Reads a file; never fails, since every text is a robots.txt of some sort.</summary>
    public static RobotsTxt Parse(ReadOnlySpan<byte> bytes)
    {
        var robots = new RobotsTxt();
        if (bytes.Length > BytesMax)
            bytes = bytes[..(bytes[..BytesMax].LastIndexOfAny((byte)'\r', (byte)'\n') + 1)]; // a line cut short would say something else
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        RobotsGroup? group = null; // rules before any group are nobody's
        var rulesSeen = false;
        foreach (var line in Encoding.UTF8.GetString(bytes).AsSpan().EnumerateSplits())
        {
            if (!TryReadRecord(line, out var key, out var value))
                continue;
            if (Is(key, "user-agent"))
            {
                if (rulesSeen || group is null)
                    group = new RobotsGroup();
                rulesSeen = false;
                robots.Join(ProductToken(value), group);
                continue;
            }
            rulesSeen |= Is(key, "allow") || Is(key, "disallow");
            robots.Add(group, key, value);
        }
        return robots;
    }

    /// <summary>What the file says to an agent: its own groups, else those of <c>*</c>; null where there are neither.</summary>
    public RobotsGroup? GroupOf(string productToken)
    {
        if (!groups.TryGetValue(productToken, out var own) && !groups.TryGetValue(Everybody, out own))
            return null;
        if (own is [var only])
            return only;
        var joined = new RobotsGroup();
        foreach (var group in own)
            joined.Join(group);
        return joined;
    }

    /// <summary>Whether <paramref name="productToken"/> may fetch <paramref name="path"/> (path and query as sent).</summary>
    public bool IsAllowed(string productToken, string path) =>
        path == "/robots.txt" || GroupOf(productToken) is not { } group || group.Allows(PathText.Canonical(path));

    /// <summary>
    /// What an agent's <c>Content-Usage</c> records say of a path (draft-ietf-aipref-attach, section 3.3): those with the longest
    /// path that matches, equal ones combined. Nothing where the path may not be fetched at all.
    /// </summary>
    /// <returns>True for allowed, false for disallowed, by label.</returns>
    public IReadOnlyDictionary<string, bool> UsagesOf(string productToken, string path)
    {
        if (GroupOf(productToken) is not { } group || !IsAllowed(productToken, path))
            return UsagePreferences.Combine([]);
        var canonical = PathText.Canonical(path);
        var longest = group.ContentUsages.Where(usage => usage.Pattern?.IsMatch(canonical) ?? true)
            .GroupBy(usage => usage.Pattern?.Length ?? 0).OrderByDescending(usages => usages.Key).FirstOrDefault();
        return UsagePreferences.Combine((longest ?? Enumerable.Empty<RobotsPreference>()).Select(usage => UsagePreferences.Parse(usage.Value)));
    }

    void Join(string token, RobotsGroup group)
    {
        if (!groups.TryGetValue(token, out var joined))
            groups.Add(token, joined = []);
        if (joined.Count == 0 || joined[^1] != group)
            joined.Add(group);
    }

    void Add(RobotsGroup? group, ReadOnlySpan<char> key, ReadOnlySpan<char> value)
    {
        if (Is(key, "sitemap"))
            sitemaps.Add(value.ToString());
        else if (Is(key, "license") && group is null)
            licenses.Add(value.ToString());
        else if (Is(key, "license"))
            group!.AddLicense(value.ToString()); // no group took the branch above
        else if (group is null)
            HasRulesOfNobody = true;
        else if (Is(key, "content-signal"))
            group.AddSignal(Preference(value));
        else if (Is(key, "content-usage"))
            group.AddUsage(Preference(value));
        else if ((Is(key, "allow") || Is(key, "disallow")) && PathPattern.TryParse(value.ToString(), out var pattern))
            group.Add(new RobotsRule(pattern!, Is(key, "allow"), PathText.CanonicalPattern(value.ToString()).Length));
    }

    /// <summary>A statement, behind a path up to the first blank where it starts with one.</summary>
    static RobotsPreference Preference(ReadOnlySpan<char> value)
    {
        if (!value.StartsWith("/"))
            return new RobotsPreference(null, value.ToString());
        var blank = value.IndexOfAny(' ', '\t');
        var path = blank < 0 ? value : value[..blank];
        var statement = blank < 0 ? "" : value[blank..].Trim().ToString();
        return PathPattern.TryParse(path.ToString(), out var pattern) ? new RobotsPreference(pattern, statement) : new RobotsPreference(null, "");
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

    static bool Is(ReadOnlySpan<char> key, string name) => key.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The token a group is for: <c>*</c>, or the first word. RFC 9309 allows letters, <c>-</c> and <c>_</c> alone; names
    /// in use hold digits, dots and spaces too (<c>AI2Bot</c>), so only a version behind a slash is cut off.
    /// </summary>
    static string ProductToken(ReadOnlySpan<char> value)
    {
        if (value.StartsWith(Everybody))
            return Everybody;
        var slash = value.IndexOf('/');
        return (slash < 0 ? value : value[..slash]).Trim().ToString();
    }
}
