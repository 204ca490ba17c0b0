using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;
using Gardu.Reports.Profiles;
using Gardu.Reports.Recorded;
using Gardu.Reports.Rendering;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Commands.Agents;

/// <summary>What <c>gardu agents … --json</c> prints; the names are those of the catalogue's file.</summary>
static class AgentJson
{
    /// <summary>An entry of the catalogue, and what is on record of it.</summary>
    public static object Of(Agent agent, AgentProfile? profile = null) => new
    {
        agent.Token,
        Operator = agent.Operator.Name,
        Purpose = agent.Purpose.Name(),
        AlsoUsedFor = agent.AlsoUsedFor.Select(purpose => purpose.Name()),
        Source = AgentSource.Of(agent).Name,
        AgentSource.Of(agent).Overrides,
        agent.Patterns,
        ControlToken = agent.IsControlToken,
        Feeds = agent.Proofs.Feeds.Select(source => Of(source, profile?.Feeds.FirstOrDefault(feed => feed.File == source.File), profile?.At ?? default)),
        Dns = agent.Proofs.DnsSuffixes,
        As = agent.Proofs.AutonomousSystems,
        Signatures = agent.Proofs.Signers,
        HonoursRobots = agent.HonoursRobots.ToString(),
        agent.Documentation,
        agent.Operator.Domains,
        agent.Operator.Contact,
        Checked = AgentSource.Of(agent) == AgentSource.Owner ? (DateOnly?)null : agent.Checked,
        Contacts = profile is null ? null : Contacts(profile),
        Seen = profile?.History is { } history ? Of(history) : null,
    };

    /// <summary>One that the catalogue may not know.</summary>
    public static object Of(AgentProfile profile) => profile.Agent is { } agent ? Of(agent, profile) : new
    {
        Token = profile.Name,
        Source = profile.Licensee is null ? "record" : "licensee",
        Licensee = profile.Licensee?.Id,
        Contacts = Contacts(profile),
        Seen = profile.History is { } history ? Of(history) : null,
    };

    public static object Of(FeedUpdate update) => new
    {
        update.File,
        Outcome = update.Outcome.Name(),
        update.Reason,
        Ranges = update.Feed?.Ranges.Count,
        update.Feed?.Dated,
    };

    static object Contacts(AgentProfile profile) => profile.Contacts.Select(contact => new { contact.Name, contact.Text });

    static object Of(MachineHistory history) => new
    {
        history.Machine.Requests,
        history.Machine.Bytes,
        history.Machine.Refused,
        history.Machine.FirstSeen,
        history.Machine.LastSeen,
        history.Machine.Networks,
        history.Machine.HashedAddresses,
        history.Machine.RobotsReads,
        UserAgents = history.Machine.UserAgents.Select(said => new { said.Text, said.Requests }),
        Proof = MachineWords.Proofs(history).ToDictionary(row => row.Proof, row => row.Requests),
        Grounds = history.Grounds.Select(grounds => new { Grounds = grounds.Reason.Code, Proof = grounds.Proof.Name(), grounds.Requests }),
        Decisions = history.Decisions.Select(decision => new { Decision = decision.Verdict.Name(), Mode = decision.Mode.Name(), decision.Reason, decision.Requests }),
        TopPaths = history.Paths,
        From = history.From.Select(place => new { place.Text, place.Requests }),
        history.Keys,
    };

    static object Of(AddressFeedSource source, AddressFeed? feed, DateTimeOffset now) => new
    {
        source.File,
        source.Url,
        Ranges = feed?.Ranges.Count,
        feed?.Dated,
        AgeDays = feed is null ? (int?)null : CatalogueFacts.Days(feed, now),
        ShowsLies = feed?.IsFreshAt(now),
    };
}
