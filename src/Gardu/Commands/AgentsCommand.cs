using System.CommandLine;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;
using Gardu.Commands.Agents;
using Gardu.Configuration;
using Gardu.Terms;
using Gardu.Terms.Yaml;

namespace Gardu.Commands;

/// <summary><c>gardu agents</c>: who is known, how each can be proven, and the lists of addresses that prove them.</summary>
static class AgentsCommand
{
    public static Command Create() => Create(TimeProvider.System, () => FeedUpdater.CreateClient());

    public static Command Create(TimeProvider clock, Func<HttpClient> connect) =>
        new("agents", "Show whom Gardu knows and refresh the lists that prove them") { List(), Show(clock), Update(clock, connect) };

    static Command List()
    {
        var purpose = new Option<string?>("--purpose") { Description = $"Only agents of one purpose: {string.Join(", ", PurposeNames.Every)}" };
        purpose.AcceptOnlyFromAmong([.. PurposeNames.Every]);
        var json = JsonOption();
        var command = new Command("list", "List all agents") { purpose, json };
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(purpose);
            var agents = AgentCatalogue.BuiltIn.Agents.Where(agent => wanted is null || agent.Purpose.Name() == wanted).ToArray();
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
                CommandOutput.WriteJson(output, agents.Select(agent => AgentJson.Of(agent)));
            else
                AgentTables.List(output, agents);
            parsed.InvocationConfiguration.Error.WriteLine(
                $"{agents.Length} agents of {agents.Select(agent => agent.Operator).Distinct().Count()} operators, catalogue of {AgentCatalogue.BuiltIn.Dated:yyyy-MM-dd}");
            return ExitCode.Done;
        });
        return command;
    }

    static Command Show(TimeProvider clock)
    {
        var token = new Argument<string>("TOKEN") { Description = "Product token, such as GPTBot" };
        var (feeds, data, json) = (new Option<string?>("--feeds") { Description = "Folder of address lists (default: feeds in the data folder)" }, DataOption(), JsonOption());
        var command = new Command("show", "Show everything that is known of an agent") { token, feeds, data, json };
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var typed = parsed.GetRequiredValue(token);
            if (AgentCatalogue.BuiltIn.Find(typed) is not { } agent)
            {
                error.WriteLine($"gardu agents show: no agent \"{typed}\" in the catalogue{Suggestion.For(typed, AgentCatalogue.BuiltIn.Agents.Select(known => known.Token))}");
                return ExitCode.Usage;
            }
            var loaded = FeedFolder.Load(parsed.GetValue(feeds) ?? FeedsIn(parsed.GetRequiredValue(data)), AgentCatalogue.BuiltIn, error.WriteLine);
            if (parsed.GetValue(json))
                CommandOutput.WriteJson(output, AgentJson.Of(agent, loaded, clock.GetUtcNow()));
            else
                AgentTables.Show(output, agent, loaded, clock.GetUtcNow());
            return ExitCode.Done;
        });
        return command;
    }

    static Command Update(TimeProvider clock, Func<HttpClient> connect)
    {
        var from = new Option<string?>("--from") { Description = "Copy the lists from a folder instead of fetching them where the operators publish them" };
        var (data, json) = (DataOption(), JsonOption());
        var command = new Command("update", "Refresh the lists of addresses that prove agents") { from, data, json };
        command.SetAction(async (parsed, stop) =>
        {
            var source = parsed.GetValue(from);
            if (source is not null && !Directory.Exists(source))
            {
                parsed.InvocationConfiguration.Error.WriteLine($"gardu agents update: there is no folder {source}");
                return ExitCode.Usage;
            }
            var updater = new FeedUpdater(AgentCatalogue.BuiltIn, FeedsIn(parsed.GetRequiredValue(data)), clock);
            using var client = connect();
            var updates = source is null ? await updater.FetchAsync(client, stop) : updater.CopyFrom(source);
            if (parsed.GetValue(json))
                CommandOutput.WriteJson(parsed.InvocationConfiguration.Output, updates.Select(AgentJson.Of));
            else
                AgentTables.Updates(parsed.InvocationConfiguration.Output, updates);
            var had = updates.Count(update => update.Had);
            parsed.InvocationConfiguration.Error.WriteLine($"{had} of {updates.Count} lists could be had");
            return had == 0 ? ExitCode.Unavailable : ExitCode.Done;
        });
        return command;
    }

    static Option<string> DataOption() => new("--data")
    {
        Description = $"Data folder, whose folder feeds holds the lists (default: ./{ConfigurationReader.DefaultData})",
        DefaultValueFactory = _ => ConfigurationReader.DefaultData,
    };

    static Option<bool> JsonOption() => new("--json") { Description = "Print JSON" };

    static string FeedsIn(string data) => Path.Combine(data, "feeds");
}
