using Gardu.Protocols.Robots;

namespace Gardu.Terms.Declarations;

/// <summary>The rules of one group of the origin's robots.txt, found by the literal start of their patterns: a file may have tens of thousands.</summary>
sealed class OriginRules
{
    readonly ILookup<string, RobotsRule> byPrefix;
    readonly int[] prefixLengths;

    public OriginRules(RobotsGroup group)
    {
        Group = group;
        byPrefix = group.Rules.ToLookup(rule => rule.Pattern.Prefix);
        prefixLengths = [.. byPrefix.Select(entry => entry.Key.Length).Distinct().Order()];
    }

    /// <summary>The group.</summary>
    public RobotsGroup Group { get; }

    /// <summary>The rules no longer than a pattern that may meet it. Those whose literal start goes on where that of a pattern with wildcards ends may meet it too.</summary>
    public IEnumerable<RobotsRule> Meeting(PathPattern pattern)
    {
        var found = pattern.Rest.Length > 0
            ? Group.Rules.Where(rule => rule.Pattern.MayMeet(pattern))
            : prefixLengths.TakeWhile(length => length <= pattern.Prefix.Length).SelectMany(length => byPrefix[pattern.Prefix[..length]]);
        return found.Where(rule => rule.Pattern.Length <= pattern.Length);
    }

    /// <summary>Whether the origin lets in on every path of a pattern that no longer one of its own speaks of.</summary>
    public bool LetsIn(PathPattern pattern)
    {
        var lengthCovered = -1;
        var closes = false;
        foreach (var length in Meeting(pattern).GroupBy(rule => rule.Length).OrderByDescending(rules => rules.Key))
        {
            if (length.Key < lengthCovered)
                break;
            // Of equal patterns the one that allows counts; of different ones of equal length that may not be known.
            closes |= length.Any(rule => !rule.Allows && !length.Any(other => other.Allows && other.Pattern.Covers(pattern)));
            if (length.Any(rule => rule.Pattern.Covers(pattern)))
                lengthCovered = length.Key;
        }
        return !closes;
    }
}
