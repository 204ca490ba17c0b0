using System.CommandLine;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;

namespace Gardu.Commands.Agents;

/// <summary><c>gardu agents update</c>: fetches the lists of addresses that operators publish, or copies them from a folder.</summary>
static class UpdateFeeds
{
    public static Command Create(TimeProvider clock, Func<HttpClient> connect)
    {
        var from = new Option<string?>("--from") { Description = "Copy the lists from a folder, yours among them, instead of fetching them where the operators publish them", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var data = new DataFolderOption();
        var command = new Command("update", "Refresh the lists of addresses that prove agents") { from, json };
        data.AddTo(command);
        command.SetAction((parsed, stop) => CommandRun.RunAsync("gardu agents update", parsed.InvocationConfiguration.Error, async () =>
        {
            var source = parsed.GetValue(from);
            if (source is not null && !Directory.Exists(source))
                throw new UsageException($"there is no folder {source}");
            var configuration = data.Configuration(parsed);
            var updater = new FeedUpdater(configuration?.Catalogue ?? AgentCatalogue.BuiltIn, FeedsIn(data.Folder(parsed, configuration)), clock);
            using var client = connect();
            var updates = source is null ? await updater.FetchAsync(client, stop) : updater.CopyFrom(source);
            if (parsed.GetValue(json))
                CommandOutput.WriteJson(parsed.InvocationConfiguration.Output, updates.Select(AgentJson.Of));
            else
                AgentTables.Updates(parsed.InvocationConfiguration.Output, updates);
            var had = updates.Count(update => update.Had);
            parsed.InvocationConfiguration.Error.WriteLine($"{had} of {updates.Count} lists could be had");
            if (had == 0 && source is null)
                parsed.InvocationConfiguration.Error.WriteLine("is there a network here? --from DIR copies lists from a folder; those in use stay in use");
            return had == 0 ? ExitCode.Unavailable : ExitCode.Done;
        }));
        return command;
    }

    /// <summary>Where a data folder has them.</summary>
    public static string FeedsIn(string data) => Path.Combine(data, "feeds");

    public static string Name(this FeedOutcome outcome) => outcome switch
    {
        FeedOutcome.Updated => "updated",
        FeedOutcome.Unchanged => "unchanged",
        FeedOutcome.Kept => "kept",
        FeedOutcome.Failed => "failed",
        _ => throw new InvalidOperationException($"no word for outcome {outcome}"),
    };
}
