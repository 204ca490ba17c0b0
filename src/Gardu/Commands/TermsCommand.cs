using System.CommandLine;
using Gardu.Configuration;
using Gardu.Gate.Sites;
using Gardu.Protocols.Robots;
using Gardu.Terms;
using Gardu.Terms.Decisions;
using Gardu.Terms.Declarations;
using Gardu.Terms.Values;

namespace Gardu.Commands;

/// <summary><c>gardu terms</c>: what the terms say to the world.</summary>
static class TermsCommand
{
    const string RobotsFile = "robots.txt";
    const string RslFile = "license.xml";
    const string TdmFile = "tdmrep.json";

    public static Command Create() => new("terms", "Show what your terms say to the world") { Show() };

    static Command Show()
    {
        var config = new Option<string>("--config") { Description = $"The configuration file (default: {ConfigurationFile.DefaultName})", DefaultValueFactory = _ => ConfigurationFile.DefaultName };
        var host = new Option<string?>("--site") { Description = "Only the site of this host", HelpName = "HOST" };
        var file = new Option<string?>("--file") { Description = "Print one file of the declaration: " + string.Join(", ", RobotsFile, RslFile, TdmFile) };
        file.AcceptOnlyFromAmong(RobotsFile, RslFile, TdmFile);
        var robots = new Option<string?>("--robots") { Description = "Your server's own robots.txt, to be merged with", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("show", "Show what is declared, in every vocabulary, and what a vocabulary cannot say") { config, host, file, robots, json };
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (new ConfigurationFile { Path = parsed.GetRequiredValue(config) }.Load(Environment.GetEnvironmentVariables(), out var problems) is not { } configuration)
                return Complain(error, string.Join('\n', problems));
            var wanted = parsed.GetValue(host);
            var sites = configuration.Sites.Where(site => wanted is null || site.Hosts.Contains(wanted, StringComparer.OrdinalIgnoreCase)).ToArray();
            if (sites.Length == 0)
                return Complain(error, $"no site has the host \"{wanted}\"; there are {string.Join(", ", configuration.Sites.SelectMany(site => site.Hosts))}");
            var name = parsed.GetValue(file);
            if (name is not null && sites.Length > 1)
                return Complain(error, $"say whose {name} with --site: {string.Join(", ", sites.Select(site => site.Name))}");
            byte[] origin = [];
            if (parsed.GetValue(robots) is { } path)
                try
                {
                    origin = File.ReadAllBytes(path);
                }
                catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
                {
                    return Complain(error, $"cannot read {path}: {failed.Message}");
                }
            var shown = sites.Select(site => (Site: site, Files: Render(configuration, site, origin))).ToArray();
            if (name is not null)
                output.Write(shown[0].Files[name]);
            else if (parsed.GetValue(json))
                CommandOutput.WriteJson(output, new { Sites = shown.Select(entry => Json(entry.Site, entry.Files)) });
            else
                foreach (var (site, _) in shown)
                    Print(output, site);
            foreach (var site in sites.Where(site => site.Declared.IsEmpty))
                error.WriteLine($"{site.Name}: nothing is declared, since every rule is in observe; mode: warn declares");
            return ExitCode.Done;
        });
        return command;
    }

    static Dictionary<string, string> Render(GarduConfiguration configuration, Site site, byte[] origin)
    {
        var termsUrl = new Uri(site.Url ?? (site.Name.Contains('*', StringComparison.Ordinal) ? configuration.Listen[0] : new Uri($"https://{site.Name}")), FreePaths.OwnPrefix).AbsoluteUri;
        return new Dictionary<string, string>
        {
            [RobotsFile] = RobotsDeclaration.Render(site.Declared, configuration.Catalogue.Claimed, RobotsTxt.Parse(origin)),
            [RslFile] = RslDeclaration.Render(site.Declared, termsUrl),
            [TdmFile] = TdmDeclaration.Render(site.Declared, termsUrl),
        };
    }

    static void Print(TextWriter output, Site site)
    {
        output.WriteLine(site.Name);
        var (console, table) = CommandOutput.StartTable(output, ["declared for", .. PurposeNames.Every]);
        foreach (var pattern in site.Declared.Patterns)
            table.AddTexts([pattern.Text, .. Enum.GetValues<Purpose>().Select(purpose => site.Declared.At(pattern, DeclaredTerms.AnyOf(purpose))?.ToString() ?? "")]);
        console.Write(table);
        if (site.Declared.UnknownMachines is { } unknown)
            output.WriteLine($"unknown machines, everywhere: {unknown}");
        var losses = DeclarationLoss.Of(site.Declared);
        if (losses.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine("What vocabularies cannot say; the gate does it all the same:");
        (console, table) = CommandOutput.StartTable(output, "rule", "value", "not in", "instead");
        foreach (var loss in losses)
            table.AddTexts($"{loss.Path} {loss.Subject}", loss.Value.ToString(), string.Join(", ", loss.Vocabularies), loss.Instead);
        console.Write(table);
    }

    static object Json(Site site, Dictionary<string, string> files) => new
    {
        site.Hosts,
        Declared = site.Declared.Patterns.SelectMany(pattern => Enum.GetValues<Purpose>(), (pattern, purpose) => (pattern, purpose, Value: site.Declared.At(pattern, DeclaredTerms.AnyOf(purpose))))
            .Where(entry => entry.Value is not null).Select(entry => new { Path = entry.pattern.Text, Purpose = entry.purpose.Name(), Value = entry.Value!.ToString() }),
        UnknownMachines = site.Declared.UnknownMachines?.ToString(),
        Losses = DeclarationLoss.Of(site.Declared).Select(loss => new { loss.Path, loss.Subject, Value = loss.Value.ToString(), loss.Vocabularies, loss.Instead }),
        Files = files,
    };

    static int Complain(TextWriter error, string problem)
    {
        error.WriteLine($"gardu terms show: {problem}");
        return ExitCode.Usage;
    }
}
