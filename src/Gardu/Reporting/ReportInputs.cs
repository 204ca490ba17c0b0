using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;
using Gardu.Agents.Identification;
using Gardu.Commands;
using Gardu.Configuration;
using Gardu.Protocols.Robots;
using Gardu.Reports.Logs;
using Gardu.Reports.Logs.Input;
using Gardu.Reports.Traffic;

namespace Gardu.Reporting;

/// <summary>Opens what the command line names; each throws <see cref="UsageException"/> where that is not there or not right.</summary>
static class ReportInputs
{
    /// <summary>The logs, all of them there before any is read.</summary>
    public static IReadOnlyList<LogFile> Logs(string command, IReadOnlyList<string> names)
    {
        if (names.Count == 0 && !Console.IsInputRedirected)
            throw new UsageException($"say which logs to read, such as: {command} /var/log/nginx/access.log");
        return [.. (names.Count == 0 ? [LogFile.StandardInput] : names).Select(Open)];
    }

    /// <summary>The format; null to find out.</summary>
    public static LogFormatChoice? Format(string? text) =>
        text is null ? null
        : LogFormats.TryParse(text, out var choice, out var error) ? choice
        : throw new UsageException(error!); // set where nothing was read

    /// <summary>What to hold the traffic against.</summary>
    public static ReportSettings Settings(string? termsPath, string? feedsFolder, string? robotsPath, Action<string> complain)
    {
        var configuration = termsPath is null ? null : ConfigurationFile.Require(termsPath);
        var catalogue = configuration?.Catalogue ?? AgentCatalogue.BuiltIn;
        var folder = FeedsFolder(feedsFolder, configuration);
        return new ReportSettings
        {
            Identifier = new Identifier(catalogue, folder is null ? [] : FeedFolder.Load(folder, catalogue, complain), configuration?.Trusted ?? []),
            Referrals = new ReferralHosts(catalogue),
            Sites = [.. configuration?.Sites.Select(site => new SiteUnderTerms(site.Hosts, site.Terms)) ?? []],
            Robots = robotsPath is null ? null : RobotsTxt.Parse(NamedFile.Bytes(robotsPath)),
        };
    }

    static LogFile Open(string name) => name == LogFile.StandardInput
        ? LogFile.FromStream("standard input", Console.OpenStandardInput())
        : NamedFile.Open(name, LogFile.FromPath);

    /// <summary>The folder that was named, else that of the configuration where there is one.</summary>
    static string? FeedsFolder(string? named, GarduConfiguration? configuration)
    {
        if (named is not null)
            return Directory.Exists(named) ? named : throw new UsageException($"there is no folder {named}");
        return Directory.Exists(configuration?.FeedsFolder) ? configuration.FeedsFolder : null;
    }
}
