using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;
using Gardu.Terms;

namespace Gardu.Commands.Agents;

/// <summary>What <c>gardu agents … --json</c> prints; the names are those of the catalogue's file.</summary>
static class AgentJson
{
    public static object Of(Agent agent, IReadOnlyList<AddressFeed>? loaded = null, DateTimeOffset now = default) => new
    {
        agent.Token,
        Operator = agent.Operator.Name,
        Purpose = agent.Purpose.Name(),
        AlsoUsedFor = agent.AlsoUsedFor.Select(purpose => purpose.Name()),
        agent.Patterns,
        ControlToken = agent.IsControlToken,
        Feeds = agent.Proofs.Feeds.Select(source => Of(source, loaded?.FirstOrDefault(feed => feed.File == source.File), now)),
        Dns = agent.Proofs.DnsSuffixes,
        As = agent.Proofs.AutonomousSystems,
        Signatures = agent.Proofs.Signers,
        HonoursRobots = agent.HonoursRobots.ToString(),
        agent.Documentation,
        agent.Operator.Domains,
        agent.Operator.Contact,
        agent.Checked,
    };

    public static object Of(FeedUpdate update) => new
    {
        update.File,
        Outcome = update.Outcome.Name(),
        update.Reason,
        Ranges = update.Feed?.Ranges.Count,
        update.Feed?.Dated,
    };

    static object Of(AddressFeedSource source, AddressFeed? feed, DateTimeOffset now) => new
    {
        source.File,
        source.Url,
        Ranges = feed?.Ranges.Count,
        feed?.Dated,
        AgeDays = feed is null ? (int?)null : FeedAge.Days(feed, now),
        ShowsLies = feed?.IsFreshAt(now),
    };
}
