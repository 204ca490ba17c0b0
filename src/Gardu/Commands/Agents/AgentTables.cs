using System.Globalization;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;
using Gardu.Terms;
using Spectre.Console;

namespace Gardu.Commands.Agents;

/// <summary>What <c>gardu agents</c> prints for people; without frames and as wide as it needs where it is redirected.</summary>
static class AgentTables
{
    const int RedirectedWidth = 4000;

    public static void List(TextWriter output, IEnumerable<Agent> agents)
    {
        var (console, table) = Start(output, "agent", "operator", "purpose", "can be proven by", "honours robots.txt");
        foreach (var agent in agents)
            AddRow(table, agent.Token, agent.Operator.Name, agent.Purpose.Name(), ProofsOf(agent), Say(agent.HonoursRobots));
        console.Write(table);
    }

    public static void Show(TextWriter output, Agent agent, IReadOnlyList<AddressFeed> loaded, DateTimeOffset now)
    {
        var (console, table) = Start(output);
        table.AddColumns("", "").HideHeaders();
        AddRow(table, "agent", agent.Token);
        AddRow(table, "operator", agent.Operator.Contact is { } contact ? $"{agent.Operator.Name} ({contact})" : agent.Operator.Name);
        AddRow(table, "purpose", agent.Purpose.Name());
        AddMany(table, "also used for", agent.AlsoUsedFor.Select(purpose => purpose.Name()));
        AddMany(table, "in user agents", agent.Patterns);
        if (agent.IsControlToken)
            AddRow(table, "control token", "never fetches: whoever sends it lies");
        foreach (var source in agent.Proofs.Feeds)
        {
            AddRow(table, "address list", $"{source.File}{(source.Url is null ? "" : $" from {source.Url}")}");
            AddRow(table, "", loaded.FirstOrDefault(feed => feed.File == source.File) is { } feed ? FeedAge.Say(feed, now) : $"not loaded; bring it with gardu agents update{(source.Url is null ? " --from DIR" : "")}");
        }
        AddMany(table, "reverse DNS", agent.Proofs.DnsSuffixes);
        AddMany(table, "networks", agent.Proofs.AutonomousSystems.Select(number => string.Create(CultureInfo.InvariantCulture, $"AS{number}")));
        AddMany(table, "signatures", agent.Proofs.SignatureAgents.Select(url => url.ToString()));
        AddRow(table, "honours robots.txt", Say(agent.HonoursRobots));
        AddMany(table, "documentation", agent.Documentation is { } page ? [page.ToString()] : []);
        AddMany(table, "operator's hosts", agent.Operator.Domains);
        AddRow(table, "checked", agent.Checked.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        console.Write(table);
    }

    public static void Updates(TextWriter output, IEnumerable<FeedUpdate> updates)
    {
        var (console, table) = Start(output, "list", "outcome", "ranges", "dated", "why");
        foreach (var update in updates)
            AddRow(table, update.File, update.Outcome.Name(),
                update.Feed?.Ranges.Count.ToString(CultureInfo.InvariantCulture) ?? "",
                update.Feed?.Dated.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
                update.Reason ?? "");
        console.Write(table);
    }

    static (IAnsiConsole Console, Table Table) Start(TextWriter output, params string[] columns)
    {
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!isTerminal)
            console.Profile.Width = RedirectedWidth;
        return (console, new Table().Border(isTerminal ? TableBorder.Rounded : TableBorder.None).AddColumns(columns));
    }

    static void AddMany(Table table, string name, IEnumerable<string> values)
    {
        var text = string.Join(", ", values);
        if (text.Length > 0)
            AddRow(table, name, text);
    }

    static void AddRow(Table table, params string[] cells) => table.AddRow([.. cells.Select(cell => new Text(cell))]);

    static string ProofsOf(Agent agent)
    {
        string?[] proofs =
        [
            agent.Proofs.Feeds.Count > 0 ? "address" : null,
            agent.Proofs.DnsSuffixes.Count > 0 ? "dns" : null,
            agent.Proofs.SignatureAgents.Count > 0 ? "signature" : null,
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
