using System.CommandLine;
using System.Text;
using Gardu.Configuration;
using Gardu.Gate.Sites;
using Gardu.Terms;
using Gardu.Terms.Declarations;
using Gardu.Terms.Values;

namespace Gardu.Commands.Terms;

/// <summary><c>gardu terms show</c>: what the terms say to the world, and what a vocabulary cannot say.</summary>
static class ShowTerms
{
    const int RulesShown = 4;

    public static Command Create()
    {
        var config = new ConfigurationOption();
        var file = new Option<string?>("--file") { Description = "Print one file as the gate serves it: " + string.Join(", ", DeclarationFile.All.Select(known => known.Name)) };
        file.AcceptOnlyFromAmong([.. DeclarationFile.All.Select(known => known.Name)]);
        var robots = new Option<string?>("--robots") { Description = "Your server's own robots.txt, to be merged with", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("show", "Show what is declared, in every vocabulary, and what a vocabulary cannot say") { file, robots, json };
        config.AddWithModeTo(command);
        command.SetAction(parsed => CommandRun.Run("gardu terms show", parsed.InvocationConfiguration.Error, () =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var configuration = config.Load(parsed);
            var name = parsed.GetValue(file);
            var sites = name is null ? config.Sites(parsed, configuration) : [config.Site(parsed, configuration, $"whose {name}")];
            var origin = parsed.GetValue(robots) is { } path ? NamedFile.Bytes(path) : [];
            var shown = sites.Select(site => (Site: site, Files: Render(configuration, site, origin))).ToArray();
            if (name is not null)
                output.Write(shown[0].Files.GetValueOrDefault(name));
            else if (parsed.GetValue(json))
                CommandOutput.WriteJson(output, new { Sites = shown.Select(entry => Json(entry.Site, entry.Files)) });
            else
                foreach (var (site, _) in shown)
                    Print(output, site);
            foreach (var (site, files) in shown)
                if (files.TryGetValue(DeclarationFile.Robots.Name, out var text) && DeclarationFile.Robots.TooLong(Encoding.UTF8.GetBytes(text)) is { } problem)
                    error.WriteLine($"{site.Name}: {problem}");
            foreach (var site in sites.Where(site => site.Declared.IsEmpty))
                error.WriteLine($"{site.Name}: nothing is declared, since every rule is in observe; --mode warn shows what would be");
            return ExitCode.Done;
        }));
        return command;
    }

    static Dictionary<string, string> Render(GarduConfiguration configuration, Site site, byte[] originRobots)
    {
        var source = new DeclarationSource(site.Declared, configuration.Catalogue.Claimed, PublicBase.Of(configuration, site)) { OriginRobots = originRobots };
        return DeclarationFile.All.Where(file => file.IsSaid(site.Declared)).ToDictionary(file => file.Name, file => Encoding.UTF8.GetString(file.Bytes(source)));
    }

    static void Print(TextWriter output, Site site)
    {
        output.WriteLine(site.Name);
        if (!site.Declared.IsEmpty)
            PrintDeclared(output, site.Declared);
        var losses = DeclarationLoss.Of(site.Declared);
        if (losses.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine("What vocabularies cannot say; the gate does it all the same:");
        var (console, table) = CommandOutput.StartTable(output, "said instead", "in", "of");
        foreach (var alike in losses.GroupBy(loss => (loss.Instead, In: string.Join(", ", loss.Vocabularies))))
            table.AddTexts(alike.Key.Instead, alike.Key.In, Some([.. alike.Select(loss => $"{loss.Path} {loss.Subject}").Distinct()]));
        console.Write(table);
    }

    static void PrintDeclared(TextWriter output, DeclaredTerms declared)
    {
        var (console, table) = CommandOutput.StartTable(output, ["declared for", .. PurposeNames.Every, "unknown machines"]);
        foreach (var pattern in declared.Patterns)
            table.AddTexts([pattern.Text, .. Enum.GetValues<Purpose>().Select(purpose => declared.At(pattern, DeclaredTerms.AnyOf(purpose))).Append(declared.AtOfUnknown(pattern)).Select(value => value?.ToString() ?? "–")]);
        if (declared.Patterns.Count == 0)
            table.AddTexts(["every path", .. Enum.GetValues<Purpose>().Select(_ => "–"), declared.UnknownMachines?.ToString() ?? "–"]);
        console.Write(table);
        output.WriteLine("–: no rule speaks of it, so it passes");
        var named = declared.Rules.SelectMany(rule => rule.Lines.Where(line => line.IsAgents), (rule, line) => (rule.Path, line)).ToArray();
        if (named.Length == 0)
            return;
        output.WriteLine();
        (console, table) = CommandOutput.StartTable(output, "and by name", "on", "gets");
        foreach (var (path, line) in named)
            table.AddTexts(line.Name, path.Text, line.Value.ToString());
        console.Write(table);
    }

    static string Some(IReadOnlyList<string> rules) =>
        rules.Count <= RulesShown ? string.Join(", ", rules) : $"{string.Join(", ", rules.Take(RulesShown))} and {rules.Count - RulesShown} more (all of them with --json)";

    static object Json(Site site, Dictionary<string, string> files) => new
    {
        site.Hosts,
        Declared = site.Declared.Patterns.SelectMany(pattern => Enum.GetValues<Purpose>(), (pattern, purpose) => (pattern, purpose, Value: site.Declared.At(pattern, DeclaredTerms.AnyOf(purpose))))
            .Where(entry => entry.Value is not null).Select(entry => new { Path = entry.pattern.Text, Purpose = entry.purpose.Name(), Value = entry.Value!.ToString() }),
        UnknownMachines = site.Declared.UnknownMachines?.ToString(),
        Losses = DeclarationLoss.Of(site.Declared).Select(loss => new { loss.Path, loss.Subject, Value = loss.Value.ToString(), loss.Vocabularies, loss.Instead }),
        Files = files,
    };
}
