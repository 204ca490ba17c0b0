using System.CommandLine;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Credentials;
using Gardu.Agents.Feeds;
using Gardu.Reports.Profiles;
using Gardu.Reports.Rendering;
using Gardu.Store;
using Gardu.Terms.Yaml;

namespace Gardu.Commands.Agents;

/// <summary><c>gardu agents show</c>: all that is known of one agent, from the catalogue and from the record.</summary>
static class ShowAgent
{
    const int NamesSuggestedMax = 500;

    public static Command Create(TimeProvider clock)
    {
        var token = new Argument<string>("TOKEN") { Description = "Product token, such as GPTBot; or a name in the record: an unknown machine, the URL of a signer, a licensee by id or name" };
        var feeds = new Option<string?>("--feeds") { Description = "Folder of address lists (default: feeds in the data folder)", HelpName = "DIR" };
        var html = new Option<string?>("--html") { Description = "Write it as one web page", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var data = new DataFolderOption();
        var command = new Command("show", "Show everything that is known of an agent, and what is on record of it") { token, feeds, html, json };
        data.AddTo(command);
        command.SetAction(parsed => CommandRun.Run("gardu agents show", parsed.InvocationConfiguration.Error, () =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var configuration = data.Configuration(parsed);
            var folder = data.Folder(parsed, configuration);
            var catalogue = configuration?.Catalogue ?? AgentCatalogue.BuiltIn;
            var profile = Read(parsed.GetRequiredValue(token), catalogue, data.Database(parsed, configuration), clock.GetUtcNow())
                with { Feeds = FeedFolder.Load(parsed.GetValue(feeds) ?? UpdateFeeds.FeedsIn(folder), catalogue, error.WriteLine) };
            if (parsed.GetValue(html) is { } path)
            {
                File.WriteAllText(path, HtmlAgent.Render(profile));
                error.WriteLine($"the page is in {path}");
            }
            if (parsed.GetValue(json))
                CommandOutput.WriteJson(output, AgentJson.Of(profile));
            else
                AgentTables.Show(output, profile);
            return ExitCode.Done;
        }));
        return command;
    }

    /// <summary>Finds who is meant; throws <see cref="UsageException"/> where nobody is.</summary>
    static AgentProfile Read(string typed, AgentCatalogue catalogue, Database database, DateTimeOffset now)
    {
        var record = database.HasRecord() ? new RecordedMachines(database) : null;
        var licensees = record is null ? [] : Credentials.Open(database).Licensees();
        var agent = catalogue.Find(typed) ?? (catalogue.Agents.Where(known => known.Proofs.Signers.Contains(typed)).ToArray() is [var signer] ? signer : null);
        var licensee = agent is null ? Licensee(typed, licensees) : null;
        var history = record?.Find(agent is not null ? [agent.Token, .. SignersOf(agent, catalogue)] : [licensee?.Id ?? typed], licensee?.Id);
        UsageException.ThrowIfSecret(typed);
        if (agent is null && licensee is null && history is null)
            throw new UsageException($"no agent \"{typed}\" in the catalogue{(record is null ? "" : ", nor on record")}{Suggestion.For(typed, catalogue.Agents.Select(known => known.Token).Concat(record?.Outside(NamesSuggestedMax).Select(machine => machine.Name) ?? []))}");
        return new AgentProfile
        {
            Name = agent?.Token ?? licensee?.Name ?? typed,
            Agent = agent,
            Licensee = licensee,
            Feeds = [],
            History = history,
            HasRecord = record is not null,
            Licensees = licensees,
            At = now,
        };
    }

    /// <summary>The URLs under which it was on record before the catalogue had them; none that another agent signs with too.</summary>
    static IEnumerable<string> SignersOf(Agent agent, AgentCatalogue catalogue) =>
        agent.Proofs.Signers.Where(signer => catalogue.Agents.All(other => other == agent || !other.Proofs.Signers.Contains(signer)));

    static Licensee? Licensee(string typed, IReadOnlyList<Licensee> licensees) =>
        licensees.Where(known => known.Id == typed || known.Name.Equals(typed, StringComparison.OrdinalIgnoreCase)).ToArray() switch
        {
            [] => null,
            [var only] => only,
            var several => throw new UsageException($"several licensees are called \"{typed}\": {string.Join(", ", several.Select(known => known.Id))}"),
        };
}
