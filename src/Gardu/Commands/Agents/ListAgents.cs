using System.CommandLine;
using Gardu.Agents.Catalogue;
using Gardu.Terms;

namespace Gardu.Commands.Agents;

/// <summary><c>gardu agents list</c>: the catalogue with the owner's agents in it.</summary>
static class ListAgents
{
    public static Command Create()
    {
        var purpose = new Option<string?>("--purpose") { Description = $"Only agents of one purpose: {string.Join(", ", PurposeNames.Every)}" };
        purpose.AcceptOnlyFromAmong([.. PurposeNames.Every]);
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var data = new DataFolderOption();
        var command = new Command("list", "List all agents, yours among them") { purpose, json };
        data.AddConfigurationTo(command);
        command.SetAction(parsed => CommandRun.Run("gardu agents list", parsed.InvocationConfiguration.Error, () =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var wanted = parsed.GetValue(purpose);
            var catalogue = data.Configuration(parsed)?.Catalogue ?? AgentCatalogue.BuiltIn;
            var agents = catalogue.Agents.Where(agent => wanted is null || agent.Purpose.Name() == wanted).ToArray();
            if (parsed.GetValue(json))
                CommandOutput.WriteJson(output, agents.Select(agent => AgentJson.Of(agent)));
            else
                AgentTables.List(output, agents);
            var owners = agents.Count(agent => AgentSource.Of(agent).IsOwners);
            parsed.InvocationConfiguration.Error.WriteLine(
                $"{agents.Length} agents of {agents.Select(agent => agent.Operator).Distinct().Count()} operators, catalogue of {catalogue.Dated:yyyy-MM-dd}{(owners == 0 ? "" : $", {owners} of them as {data.ConfigurationPath(parsed)} says")}");
            return ExitCode.Done;
        }));
        return command;
    }
}
