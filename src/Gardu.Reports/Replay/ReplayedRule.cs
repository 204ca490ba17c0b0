using System.Collections.Concurrent;
using Gardu.Terms.Compiled;
using Gardu.Terms.Decisions;
using Gardu.Terms.Values;

namespace Gardu.Reports.Replay;

/// <summary>A line of a site's terms that has decided a request, and what it gives.</summary>
/// <param name="Id">Its number, from 0.</param>
/// <param name="Site">The site's place.</param>
/// <param name="Clause">The line; null where none speaks.</param>
/// <param name="Within">What a request gets while the limit, where there is one, is not used up.</param>
/// <param name="Beyond">What it gets then.</param>
sealed record ReplayedRule(int Id, int Site, Clause? Clause, Verdict Within, Verdict Beyond)
{
    public RateLimit? Limit => Clause?.Value.Limit;
}

/// <summary>Numbers for the lines that decide. Shared by all workers; there are never more than the terms have.</summary>
sealed class ReplayedRules
{
    readonly ConcurrentDictionary<(int Site, Clause? Clause), ReplayedRule> rules = [];
    int next;

    /// <summary>All that have decided so far, in no order.</summary>
    public IEnumerable<ReplayedRule> All => rules.Values;

    /// <summary>The line of a decision.</summary>
    /// <param name="site">The site's place.</param>
    /// <param name="within">What is decided while no limit is used up.</param>
    /// <param name="beyond">What is decided when it is.</param>
    public ReplayedRule Of(int site, in Decision within, in Decision beyond) =>
        rules.TryGetValue((site, within.Clause), out var known) ? known : Add(site, within, beyond);

    ReplayedRule Add(int site, in Decision within, in Decision beyond)
    {
        lock (rules)
        {
            if (!rules.TryGetValue((site, within.Clause), out var rule))
                rules[(site, within.Clause)] = rule = new ReplayedRule(next++, site, within.Clause, within.Verdict, beyond.Verdict);
            return rule;
        }
    }
}
