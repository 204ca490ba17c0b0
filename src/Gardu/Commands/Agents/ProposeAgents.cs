using System.CommandLine;
using System.Globalization;
using Gardu.Agents.Catalogue;
using Gardu.Reports.Profiles;
using Gardu.Reports.Recorded;
using Gardu.Reports.Rendering;
using Gardu.Store;
using Gardu.Terms;

namespace Gardu.Commands.Agents;

/// <summary><c>gardu agents propose</c>: machines on record that the catalogue does not know, each with the command that adds it.</summary>
static class ProposeAgents
{
    /// <summary>Names that are looked at: more than there are libraries, so that these do not crowd out the rest.</summary>
    const int LookedAtMax = 500;

    const int ProposedMax = 20;
    const int NamesToldMax = 8;
    const int TextMax = 200;

    public static Command Create()
    {
        var libraries = new Option<bool>("--libraries") { Description = "Propose libraries too (curl, python-requests), though their names say nothing of who runs them" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var data = new DataFolderOption();
        var command = new Command("propose", "Propose agents to add: machines on record that the catalogue does not know") { libraries, json };
        data.AddTo(command);
        command.SetAction(parsed => CommandRun.Run("gardu agents propose", parsed.InvocationConfiguration.Error, () =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var configuration = data.Configuration(parsed);
            var proposals = new AgentProposals(configuration?.Catalogue ?? AgentCatalogue.BuiltIn);
            var outside = new RecordedMachines(data.Database(parsed, configuration)).Outside(LookedAtMax).Where(proposals.IsOutside).ToList();
            var left = parsed.GetValue(libraries) ? [] : outside.Where(AgentProposals.IsLibrary).ToList();
            var proposed = outside.Except(left).ToList();
            var shown = proposed.Take(ProposedMax).Select(proposals.For).ToList();
            if (parsed.GetValue(json))
                CommandOutput.WriteJson(output, shown.Select(proposal => Json(proposal, data.ConfigurationPath(parsed))));
            else
                foreach (var proposal in shown)
                    Print(output, proposal, data.ConfigurationPath(parsed));
            Tell(error, proposed, left);
            return ExitCode.Done;
        }));
        return command;
    }

    static void Tell(TextWriter error, List<RecordedMachine> proposed, List<RecordedMachine> libraries)
    {
        error.WriteLine(proposed.Count == 0 ? "nobody on record is to be added" : proposed.Count <= ProposedMax ? Figures.Count(proposed.Count, "machine", "machines") + " outside the catalogue"
            : $"the busiest {ProposedMax} of {(proposed.Count + libraries.Count < LookedAtMax ? "" : "at least ")}{Figures.Count(proposed.Count)} machines outside the catalogue");
        if (libraries.Count > 0)
            error.WriteLine($"left out, since their names say nothing of who runs them: {string.Join(", ", libraries.Take(NamesToldMax).Select(machine => $"{PrintableText.Of(machine.Name, TextMax)} ({Figures.Count(machine.Requests)})"))}{(libraries.Count > NamesToldMax ? " and others" : "")}; --libraries proposes them too");
    }

    static void Print(TextWriter output, AgentProposal proposal, string? configuration)
    {
        var seen = proposal.Seen;
        output.WriteLine(Shown(seen.Name));
        void Line(string name, string value) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-9} {value}"));
        Line("requests", $"{Figures.Count(seen.Requests)} from {MachineWords.From(seen)}, {MachineWords.Refused(seen)}");
        Line("seen", MachineWords.Seen(seen));
        if (seen.UserAgents is [var said, ..])
            Line("said", Shown(said.Text));
        if (proposal.Contact is { } contact)
            Line("contact", Shown(contact));
        if (proposal.Signature is not null)
            Line("signs", "its requests, under the URL that is its name");
        Line("robots", MachineWords.Robots(seen));
        if (proposal is { Purpose: { } purpose, PurposeWord: { } word })
            Line("purpose", $"{purpose.Name()} is a guess: it says \"{word}\" of itself, and anybody can");
        Line("add", proposal.Obstacle is { } why ? $"not under this name: {why}" : CommandFor(proposal, configuration));
        output.WriteLine();
    }

    static object Json(AgentProposal proposal, string? configuration) => new
    {
        proposal.Seen.Name,
        proposal.Token,
        proposal.Seen.Requests,
        proposal.Seen.Bytes,
        Answered = proposal.Seen.Requests - proposal.Seen.Refused,
        proposal.Seen.Refused,
        proposal.Seen.FirstSeen,
        proposal.Seen.LastSeen,
        proposal.Seen.Networks,
        proposal.Seen.HashedAddresses,
        UserAgents = proposal.Seen.UserAgents.Select(said => new { said.Text, said.Requests }),
        proposal.Contact,
        proposal.Seen.RobotsReads,
        proposal.Signature,
        proposal.Operator,
        Purpose = proposal.Purpose?.Name(),
        proposal.PurposeWord,
        Command = proposal.Obstacle is null ? CommandFor(proposal, configuration) : null,
        proposal.Obstacle,
    };

    /// <summary>The command as a shell takes it; what has to be filled in stands in capitals, and is refused as it stands.</summary>
    static string CommandFor(AgentProposal proposal, string? configuration)
    {
        List<string> words = ["gardu", "agents", "add", proposal.Token, "--operator", proposal.Operator ?? AddAgent.OperatorToFill, "--purpose", proposal.Purpose?.Name() ?? AddAgent.PurposeToFill];
        if (proposal.Signature is { } signer)
            words.AddRange(["--signature", signer]);
        if (configuration is not (null or Configuration.ConfigurationFile.DefaultName))
            words.AddRange(["--config", configuration]);
        return string.Join(' ', words.Select(ShellText.Quoted));
    }

    static string Shown(string text) => PrintableText.Of(text, TextMax);
}
