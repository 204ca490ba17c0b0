using Gardu.Reports.Replay;
using Gardu.Terms.Values;

namespace Gardu.Reports.Traffic;

/// <summary>What robots.txt and the terms say of one machine on one path.</summary>
/// <param name="IsDisallowed">robots.txt asks it to stay away.</param>
/// <param name="Price">What the terms ask for an answered request; null where they ask nothing.</param>
/// <param name="Rule">The line of the terms that decides, where traffic is replayed.</param>
readonly record struct PathVerdict(bool IsDisallowed, Price? Price, ReplayedRule? Rule = null)
{
    /// <summary>The price of a request that was answered with a status: only 2xx with content has one.</summary>
    public Price? Earned(int status) => status is >= 200 and <= 299 and not 204 ? Price : null;
}
