using System.Text;
using Gardu.Protocols.Robots;
using Gardu.Reports.Logs;
using Gardu.Reports.Replay;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;

namespace Gardu.Reports.Traffic;

/// <summary>
/// Asks robots.txt and the terms about a request, once for each machine, site and path. For one thread.
/// </summary>
sealed class PathVerdicts(RobotsTxt? robots, SiteIndex sites, ReplayedRules? rules = null)
{
    const int CacheSets = 4096;

    readonly BoundedCache<PathVerdict> known = new(CacheSets);
    readonly byte[] key = new byte[LogEntry.LineBytesMax + 1024];

    /// <summary>The verdict; one that asks nothing where there is neither robots.txt nor terms.</summary>
    /// <param name="identity">A machine's; anybody's where traffic is replayed.</param>
    /// <param name="method">HTTP method.</param>
    /// <param name="target">Path and query.</param>
    /// <param name="site">The site's place; -1 where no terms hold.</param>
    public PathVerdict Of(AgentIdentity identity, ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, int site)
    {
        if (robots is null && site < 0)
            return default;
        if (target.IsEmpty || target[0] != '/')
            return site < 0 || !identity.IsMachine ? default : new PathVerdict(false, null, rules?.Of(site, DecisionFunction.Unreadable, DecisionFunction.Unreadable));
        var isLiar = identity.Proof == Proof.Spoofed;
        var length = WriteKey(identity, isLiar, target, site);
        var hash = BytesHash.Of(key.AsSpan(0, length));
        if (!known.TryGet(key.AsSpan(0, length), hash, out var verdict))
        {
            verdict = Judge(identity, isLiar, Encoding.UTF8.GetString(target), site);
            known.Add(key.AsSpan(0, length), hash, verdict);
        }
        return method.SequenceEqual("HEAD"u8) ? verdict with { Price = null } : verdict;
    }

    PathVerdict Judge(AgentIdentity identity, bool isLiar, string target, int site)
    {
        var isDisallowed = robots is not null && !IsRobotsTxt(target) && !robots.IsAllowed(identity.Agent, target);
        if (site < 0)
            return new PathVerdict(isDisallowed, null);
        var within = Decide(identity, target, site, default);
        var rule = rules?.Of(site, within, Decide(identity, target, site, new Standing(LimitUsedUp: true, StoreDown: false)));
        return new PathVerdict(isDisallowed, within.Verdict == Verdict.Charge && !isLiar ? within.Clause?.Value.Price : null, rule);
    }

    /// <summary>As the gate does it.</summary>
    Decision Decide(AgentIdentity identity, string target, int site, Standing standing) =>
        Resource.TryRead(target, out var resource) || !identity.IsMachine
            ? DecisionFunction.Decide(identity, resource, sites.Terms(site), standing)
            : DecisionFunction.Malformed(sites.Terms(site));

    /// <summary>Kind, purpose, honesty, site, name and target; a name holds no zero byte that a target could be mistaken for.</summary>
    int WriteKey(AgentIdentity identity, bool isLiar, ReadOnlySpan<byte> target, int site)
    {
        key[0] = (byte)identity.Kind;
        key[1] = (byte)((identity.Purpose is { } purpose ? (int)purpose + 1 : 0) << 1 | (isLiar ? 1 : 0));
        BitConverter.TryWriteBytes(key.AsSpan(2), site);
        var length = 6 + Encoding.UTF8.GetBytes(identity.Agent, key.AsSpan(6));
        key[length++] = 0;
        target.CopyTo(key.AsSpan(length));
        return length + target.Length;
    }

    static bool IsRobotsTxt(string target) => target is "/robots.txt" || target.StartsWith("/robots.txt?", StringComparison.Ordinal);
}
