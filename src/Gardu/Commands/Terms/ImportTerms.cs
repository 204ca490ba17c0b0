using System.CommandLine;
using Gardu.Agents.Catalogue;
using Gardu.Configuration;
using Gardu.Importing;
using Gardu.Protocols.Robots;
using Gardu.Protocols.Rsl;
using Gardu.Reports.Rendering;
using Gardu.Terms.Importing;
using Gardu.Terms.Yaml;

namespace Gardu.Commands.Terms;

/// <summary><c>gardu terms import</c>: a configuration made of the robots.txt and the RSL document that a site has already.</summary>
static class ImportTerms
{
    const int ErrorMax = 400;
    const string NoHost = "news.example";

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "A robots.txt or an RSL document, or several of them", Arity = ArgumentArity.OneOrMore };
        var host = new Option<string?>("--host") { Description = $"The site's host (default: that of the first address in the files, else {NoHost})" };
        var origin = new Option<string>("--origin") { Description = "The server that holds the content", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
        var command = new Command("import", "Print a gardu.yaml made of a robots.txt or an RSL document") { files, host, origin };
        command.SetAction(parsed => CommandRun.Run("gardu terms import", parsed.InvocationConfiguration.Error, () =>
        {
            var names = parsed.GetRequiredValue(files);
            var terms = ImportedTerms.Join([.. names.Select(Read)]);
            var yaml = ImportedYaml.Render(terms, string.Join(", ", names.Select(Path.GetFileName)), parsed.GetValue(host) ?? names.Select(HostIn).FirstOrDefault(found => found is not null) ?? NoHost, parsed.GetRequiredValue(origin));
            var file = YamlFile.Parse("the configuration", yaml);
            if (file.Problems.Count > 0 || ConfigurationReader.Read(file, Directory.GetCurrentDirectory(), null) is null)
                throw new UsageException($"what comes out could not be used:\n{string.Join('\n', file.Problems)}");
            parsed.InvocationConfiguration.Output.Write(yaml);
            parsed.InvocationConfiguration.Error.WriteLine($"{terms.Rules.Count} rules; {(terms.Notes.Count == 0 ? "nothing was left out" : $"{terms.Notes.Count} comments at the end say what is not as it was")}");
            return ExitCode.Done;
        }));
        return command;
    }

    /// <summary>The host of the first license or sitemap that a robots.txt names by its whole address.</summary>
    static string? HostIn(string path)
    {
        var robots = RobotsTxt.Parse(NamedFile.Bytes(path));
        return robots.Licenses.Concat(robots.Agents.SelectMany(robots.LicensesOf)).Concat(robots.Sitemaps)
            .Select(address => Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url.IdnHost : null).FirstOrDefault(found => found is not null);
    }

    /// <summary>What begins like XML is RSL, and every other text is a robots.txt of some sort.</summary>
    static ImportedTerms Read(string path)
    {
        var bytes = NamedFile.Bytes(path);
        var start = bytes.AsSpan();
        if (start.StartsWith("\uFEFF"u8))
            start = start[3..];
        if (!start.TrimStart(" \t\r\n"u8).StartsWith("<"u8))
        {
            if (RobotsTxt.Parse(bytes) is { Agents.Count: 0, Licenses.Count: 0, Sitemaps.Count: 0 })
                throw new UsageException($"{path} is neither a robots.txt nor an RSL document");
            return RobotsImport.Read(bytes, AgentCatalogue.BuiltIn.Claimed, out var why) ?? throw new UsageException($"{path} cannot be taken over: {why}");
        }
        return RslReader.TryParse(bytes, out var document, out var error) ? RslImport.Read(document) : throw new UsageException($"{path} is no RSL document: {PrintableText.Of(error, ErrorMax)}");
    }
}
