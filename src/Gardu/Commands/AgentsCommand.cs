using System.CommandLine;
using Gardu.Agents.Feeds;
using Gardu.Commands.Agents;

namespace Gardu.Commands;

/// <summary><c>gardu agents</c>: who is known, how each can be proven, the lists of addresses that prove them, and who came that nobody knows.</summary>
static class AgentsCommand
{
    public static Command Create() => Create(TimeProvider.System, () => FeedUpdater.CreateClient());

    public static Command Create(TimeProvider clock, Func<HttpClient> connect) => new("agents", "Show whom Gardu knows and who came, add agents of your own, and refresh the lists that prove them")
    {
        ListAgents.Create(), ShowAgent.Create(clock), ProposeAgents.Create(), AddAgent.Create(), UpdateFeeds.Create(clock, connect),
    };
}
