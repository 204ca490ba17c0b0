using System.CommandLine;
using Gardu.Configuration;
using Gardu.Gate.Sites;
using Gardu.Terms.Written;

namespace Gardu.Commands;

/// <summary>Which configuration and which of its sites a command is about: <c>--config</c> and <c>--site</c>.</summary>
sealed class ConfigurationOption
{
    readonly Option<string> config = new("--config") { Description = "The configuration file", DefaultValueFactory = _ => ConfigurationFile.DefaultName };
    readonly Option<string?> mode = new("--mode") { Description = "As if every site were in this mode: observe, warn or enforce", HelpName = "MODE" };
    readonly Option<string?> host = new("--site") { Description = "Only the site of this host", HelpName = "HOST" };

    public ConfigurationOption() => mode.AcceptOnlyFromAmong("observe", "warn", "enforce");

    /// <summary>Adds <c>--config</c> alone, where no site is meant.</summary>
    public void AddFileTo(Command command) => command.Options.Add(config);

    public void AddTo(Command command)
    {
        AddFileTo(command);
        command.Options.Add(host);
    }

    /// <summary>Adds <c>--mode</c> too, to look at what another mode would do.</summary>
    public void AddWithModeTo(Command command)
    {
        AddTo(command);
        command.Options.Add(mode);
    }

    /// <summary>Where the configuration is.</summary>
    public string Path(ParseResult parsed) => parsed.GetRequiredValue(config);

    /// <summary>The whole configuration; throws <see cref="UsageException"/> with every problem where it has any.</summary>
    public GarduConfiguration Load(ParseResult parsed) =>
        ConfigurationFile.Require(Path(parsed), parsed.GetValue(mode) is { } wanted && SiteTermsReader.TryParseMode(wanted, out var forced) ? forced : null);

    /// <summary>The sites that are meant, at least one.</summary>
    public IReadOnlyList<Site> Sites(ParseResult parsed, GarduConfiguration configuration)
    {
        var wanted = parsed.GetValue(host);
        Site[] sites = [.. configuration.Sites.Where(site => wanted is null || site.Hosts.Contains(wanted, StringComparer.OrdinalIgnoreCase))];
        return sites.Length > 0 ? sites
            : throw UsageException.NoSite(wanted, configuration.Sites.Select(site => site.Hosts));
    }

    /// <summary>The one site that is meant; throws <see cref="UsageException"/> where there are several.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="configuration">What <see cref="Load"/> gave.</param>
    /// <param name="what">What is asked of it: <c>whose robots.txt</c>.</param>
    public Site Site(ParseResult parsed, GarduConfiguration configuration, string what) => Sites(parsed, configuration) switch
    {
        [var only] => only,
        var several => throw new UsageException($"say {what} with --site: {string.Join(", ", several.Select(site => site.Name))}"),
    };
}
