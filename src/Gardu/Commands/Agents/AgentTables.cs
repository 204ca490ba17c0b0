using System.Globalization;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;
using Gardu.Reports.Profiles;
using Gardu.Reports.Recorded;
using Gardu.Reports.Rendering;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Spectre.Console;

namespace Gardu.Commands.Agents;

/// <summary>What <c>gardu agents</c> prints for people.</summary>
static class AgentTables
{
    const int TextMax = 160;

    public static void List(TextWriter output, IEnumerable<Agent> agents)
    {
        var (console, table) = CommandOutput.StartTable(output, "agent", "operator", "purpose", "can be proven by", "honours robots.txt", "entry");
        foreach (var agent in agents)
            table.AddTexts(agent.Token, agent.Operator.Name, agent.Purpose.Name(), ProofsOf(agent), CatalogueFacts.Say(agent.HonoursRobots), CatalogueFacts.Whose(AgentSource.Of(agent)) ?? "");
        console.Write(table);
    }

    public static void Show(TextWriter output, AgentProfile profile)
    {
        var (console, table) = CommandOutput.StartTable(output);
        table.AddColumns("", "").HideHeaders();
        Add(table, "agent", profile.Name);
        if (profile.Agent is null)
            Add(table, "known", profile.Kind);
        AddMany(table, profile.Contacts);
        if (profile.Agent is { } agent)
            AddMany(table, CatalogueFacts.Of(agent, profile.Feeds, profile.At));
        if (profile.History is { } history)
            AddHistory(table, profile, history);
        else if (profile.HasRecord)
            Add(table, "on record", "nothing");
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

    static void AddHistory(Table table, AgentProfile profile, MachineHistory history)
    {
        var seen = history.Machine;
        Add(table, "requests", $"{Figures.Count(seen.Requests)}, {Figures.Size(seen.Bytes)}, {MachineWords.Refused(seen)}");
        Add(table, "seen", MachineWords.Seen(seen));
        AddCounted(table, "called itself", seen.UserAgents.Select(said => (said.Requests, said.Text)));
        AddCounted(table, "proof", MachineWords.Proofs(history));
        AddCounted(table, "why", history.Grounds.Select(grounds => (grounds.Requests, $"{grounds.Proof.Name()}, {grounds.Reason.Code}: {grounds.Reason.Title}")));
        AddCounted(table, "decided", history.Decisions.Select(decision => (decision.Requests, $"{MachineWords.Decided(decision)}, {decision.Reason}")));
        AddCounted(table, "asked for most", history.Paths.Select(path => (path.Requests, $"{path.Path} on {path.Site}, {Figures.Size(path.Bytes)}")));
        Add(table, "robots.txt", MachineWords.Robots(seen));
        Add(table, "came from", MachineWords.From(seen));
        AddCounted(table, "", history.From.Select(place => (place.Requests, place.Text)));
        AddCounted(table, "keys", history.Keys.Select(key => (key.Requests, $"{key.Key} of {profile.LicenseeName(key.Licensee)}")));
    }

    static void AddCounted(Table table, string name, IEnumerable<(long Requests, string Text)> rows) => AddMany(table, rows.Select((row, place) =>
        new ProfileFact(place == 0 ? name : "", $"{Figures.Count(row.Requests)}  {row.Text}")));

    static void AddMany(Table table, IEnumerable<ProfileFact> facts)
    {
        foreach (var fact in facts)
            Add(table, fact.Name, fact.Text);
    }

    /// <summary>A stranger's word may be in it.</summary>
    static void Add(Table table, string name, string text) => table.AddTexts(name, PrintableText.Of(text, TextMax));

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
}
