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
    readonly List<RobotsLine> passedOver = [];
    readonly RobotsReading reading;

    RobotsTxt(RobotsReading reading) => this.reading = reading;

    /// <summary>The product tokens that groups name, <c>*</c> among them where it has one.</summary>
    public IReadOnlyCollection<string> Agents => groups.Keys;

    /// <summary>Whether a group names a product token.</summary>
    public bool Names(string productToken) => groups.ContainsKey(productToken);

    /// <summary>Licences of the whole file: <c>License</c> records before any group (RSL 1.0 section 4).</summary>
    public IReadOnlyList<string> Licenses => licenses;

    /// <summary><c>Sitemap</c> records, which belong to no group.</summary>
    public IReadOnlyList<string> Sitemaps => sitemaps;

    /// <summary>Whether any record but <c>Sitemap</c> stands before the first group; it would join a group put before it.</summary>
    public bool HasRecordsOfNobody { get; private set; }

    /// <summary>Lines that say something which is not taken: no known key, no pattern that could match, or a rule before any group.</summary>
    public IReadOnlyList<RobotsLine> PassedOver => passedOver;

    /// <summary>Reads a file as RFC 9309 says; never fails, since every text is a robots.txt of some sort.</summary>
    public static RobotsTxt Parse(ReadOnlySpan<byte> bytes) => Parse(bytes, RobotsReading.Standard);

    /// <summary>Reads a file in one of the ways it is understood; never fails.</summary>
    public static RobotsTxt Parse(ReadOnlySpan<byte> bytes, RobotsReading reading)
    {
        var robots = new RobotsTxt(reading);
        if (bytes.Length > BytesMax)
            bytes = bytes[..(bytes[..BytesMax].LastIndexOfAny((byte)'\r', (byte)'\n') + 1)]; // a line cut short would say something else
        RobotsGroup? group = null; // rules before any group are nobody's
        var rulesSeen = false;
        var lines = Encoding.UTF8.GetString(reading.WithoutMark(bytes)).AsSpan().EnumerateSplits();
        while (lines.MoveNext())
        {
            if (!reading.TryReadRecord(lines.Current, out var key, out var value))
            {
                robots.PassOver(lines.Number, lines.Current);
                continue;
            }
            if (key == RobotsReading.Key.UserAgent)
            {
                if (rulesSeen || group is null)
                    group = new RobotsGroup();
                rulesSeen = false;
                robots.Join(reading.ProductToken(value), group);
                continue;
            }
            rulesSeen |= key is RobotsReading.Key.Allow or RobotsReading.Key.Disallow;
            robots.HasRecordsOfNobody |= group is null && key != RobotsReading.Key.Sitemap;
            if (robots.TryAdd(group, key, value))
                continue;
            robots.PassOver(lines.Number, lines.Current);
            if (key == RobotsReading.Key.Other)
                group?.AddOther(lines.Current.Trim().ToString());
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
    public bool IsAllowed(string productToken, string path) => path == "/robots.txt" || RuleFor(productToken, path)?.Allows != false;

    /// <summary>The rule that counts for an agent on a path (path and query as sent): the longest that matches, and one that allows on a tie; null where none does.</summary>
    public RobotsRule? RuleFor(string productToken, string path) => GroupOf(productToken)?.RuleFor(reading.Path(path));

    /// <summary>
    /// What an agent's <c>Content-Signal</c> records say of a path: those with the longest path that matches, a no before a yes.
    /// </summary>
    /// <returns>True for yes, false for no, by key.</returns>
    public IReadOnlyDictionary<string, bool> SignalsOf(string productToken, string path) =>
        Preferences(GroupOf(productToken)?.ContentSignals ?? [], path, ContentSignals.Parse);

    /// <summary>Licences for an agent: those of its group, else those of the whole file (RSL 1.0 section 4).</summary>
    public IReadOnlyList<string> LicensesOf(string productToken) => GroupOf(productToken)?.Licenses is { Count: > 0 } own ? own : licenses;

    /// <summary>
    /// What an agent's <c>Content-Usage</c> records say of a path (draft-ietf-aipref-attach, section 3.3): those with the longest
    /// path that matches, equal ones combined. Nothing where the path may not be fetched at all.
    /// </summary>
    /// <returns>True for allowed, false for disallowed, by label.</returns>
    public IReadOnlyDictionary<string, bool> UsagesOf(string productToken, string path) =>
        Preferences(IsAllowed(productToken, path) ? GroupOf(productToken)?.ContentUsages ?? [] : [], path, UsagePreferences.Parse);

    static IReadOnlyDictionary<string, bool> Preferences(IReadOnlyList<RobotsPreference> records, string path, Func<string, IReadOnlyDictionary<string, bool>> parse)
    {
        var canonical = PathText.Canonical(path);
        var longest = records.Where(record => record.Pattern?.IsMatch(canonical) ?? true)
            .GroupBy(record => record.Pattern?.Length ?? 0).OrderByDescending(group => group.Key).FirstOrDefault();
        return UsagePreferences.Combine((longest ?? Enumerable.Empty<RobotsPreference>()).Select(record => parse(record.Value)));
    }

    void Join(string token, RobotsGroup group)
    {
        if (token.Length == 0)
            return; // the rules that follow are for nobody
        if (!groups.TryGetValue(token, out var joined))
            groups.Add(token, joined = []);
        if (joined.Count == 0 || joined[^1] != group)
            joined.Add(group);
    }

    bool TryAdd(RobotsGroup? group, RobotsReading.Key key, ReadOnlySpan<char> value)
    {
        switch (key)
        {
            case RobotsReading.Key.Sitemap:
                sitemaps.Add(value.ToString());
                return true;
            case RobotsReading.Key.License:
                if (group is null)
                    licenses.Add(value.ToString());
                else
                    group.AddLicense(value.ToString());
                return true;
            case var _ when group is null:
                return false;
            case RobotsReading.Key.ContentSignal:
                group.AddSignal(Preference(value));
                return true;
            case RobotsReading.Key.ContentUsage:
                group.AddUsage(Preference(value));
                return true;
            case RobotsReading.Key.Allow or RobotsReading.Key.Disallow:
                var count = group.Rules.Count;
                foreach (var rule in reading.Rules(value.ToString(), key == RobotsReading.Key.Allow))
                    group.Add(rule);
                return value.IsEmpty || group.Rules.Count > count; // an empty one says nothing, and means it
            default:
                return false;
        }
    }

    void PassOver(int number, ReadOnlySpan<char> line)
    {
        var said = line.Trim();
        if (!said.IsEmpty && said[0] != '#')
            passedOver.Add(new RobotsLine(number, said.ToString()));
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
}

/// <summary>A line of the file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Without blanks around it.</param>
public sealed record RobotsLine(int Number, string Text);
