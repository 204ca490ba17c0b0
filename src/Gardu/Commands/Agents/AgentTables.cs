using System.Globalization;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;
using Gardu.Terms;
using Spectre.Console;

namespace Gardu.Commands.Agents;

/// <summary>What <c>gardu agents</c> prints for people.</summary>
static class AgentTables
{
    public static void List(TextWriter output, IEnumerable<Agent> agents)
    {
        var (console, table) = CommandOutput.StartTable(output, "agent", "operator", "purpose", "can be proven by", "honours robots.txt");
        foreach (var agent in agents)
            table.AddTexts(agent.Token, agent.Operator.Name, agent.Purpose.Name(), ProofsOf(agent), Say(agent.HonoursRobots));
        console.Write(table);
    }

    public static void Show(TextWriter output, Agent agent, IReadOnlyList<AddressFeed> loaded, DateTimeOffset now)
    {
        var (console, table) = CommandOutput.StartTable(output);
        table.AddColumns("", "").HideHeaders();
        table.AddTexts("agent", agent.Token);
        table.AddTexts("operator", agent.Operator.Contact is { } contact ? $"{agent.Operator.Name} ({contact})" : agent.Operator.Name);
        table.AddTexts("purpose", agent.Purpose.Name());
        AddMany(table, "also used for", agent.AlsoUsedFor.Select(purpose => purpose.Name()));
        AddMany(table, "in user agents", agent.Patterns);
        if (agent.IsControlToken)
            table.AddTexts("control token", "never fetches: whoever sends it lies");
        foreach (var source in agent.Proofs.Feeds)
        {
            table.AddTexts("address list", $"{source.File}{(source.Url is null ? "" : $" from {source.Url}")}");
            table.AddTexts("", loaded.FirstOrDefault(feed => feed.File == source.File) is { } feed ? FeedAge.Say(feed, now) : $"not loaded; bring it with gardu agents update{(source.Url is null ? " --from DIR" : "")}");
        }
        AddMany(table, "reverse DNS", agent.Proofs.DnsSuffixes);
        AddMany(table, "networks", agent.Proofs.AutonomousSystems.Select(number => string.Create(CultureInfo.InvariantCulture, $"AS{number}")));
        AddMany(table, "signatures", agent.Proofs.Signers);
        table.AddTexts("honours robots.txt", Say(agent.HonoursRobots));
        AddMany(table, "documentation", agent.Documentation is { } page ? [page.ToString()] : []);
        AddMany(table, "operator's hosts", agent.Operator.Domains);
        table.AddTexts("checked", agent.Checked.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        console.Write(table);
    }

    public static void Updates(TextWriter output, IEnumerable<FeedUpdate> updates)
    {
        var (console, table) = CommandOutput.StartTable(output, "list", "outcome", "ranges", "dated", "why");
        foreach (var update in updates)
            table.AddTexts(update.File, update.Outcome.Name(),
                update.Feed?.Ranges.Count.ToString(CultureInfo.InvariantCulture) ?? "",
                update.Feed?.Dated.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
                update.Reason ?? "");
        console.Write(table);
    }

    static void AddMany(Table table, string name, IEnumerable<string> values)
    {
        var text = string.Join(", ", values);
        if (text.Length > 0)
            table.AddTexts(name, text);
    }

    static string ProofsOf(Agent agent)
    {
        string?[] proofs =
        [
            agent.Proofs.Feeds.Count > 0 ? "address" : null,
            agent.Proofs.DnsSuffixes.Count > 0 ? "dns" : null,
            agent.Proofs.Signers.Count > 0 ? "signature" : null,
        ];
        return agent.IsControlToken ? "never fetches" : string.Join(", ", proofs.OfType<string>());
    }

    static string Say(RobotsStance stance) => stance switch
    {
        RobotsStance.Yes => "yes",
        RobotsStance.No => "no",
        RobotsStance.Unclear => "unclear",
        _ => throw new InvalidOperationException($"no word for stance {stance}"),
    };
}
