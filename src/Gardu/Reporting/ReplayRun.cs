using Gardu.Commands;
using Gardu.Reports;
using Gardu.Reports.Traffic;

namespace Gardu.Reporting;

/// <summary>One run of <c>gardu replay</c>.</summary>
sealed record ReplayRun
{
    const string Name = "gardu replay";

    public required IReadOnlyList<string> Files { get; init; }

    public required string TermsPath { get; init; }

    public required string? Site { get; init; }

    public required string? FeedsFolder { get; init; }

    public required string? Format { get; init; }

    public required string? HtmlPath { get; init; }

    public required bool Json { get; init; }

    /// <summary>Reads, and prints the answers on standard output; everything else is said on standard error.</summary>
    public int Run() => CommandRun.Run(Name, Console.Error, () =>
    {
        ReportOutputs.Spare(HtmlPath, [.. Files, TermsPath]);
        var settings = ReportInputs.Settings(TermsPath, FeedsFolder, null, Complain);
        settings = settings with { Replays = true, SiteWithoutHost = Site is null ? null : FindSite(settings.Sites, Site) };
        using var report = new LogReport(ReportInputs.Logs(Name, Files), settings, ReportInputs.Format(Format));
        var summary = ReadingProgress.Show(report.Read, () => (report.BytesRead, report.BytesTotal));
        if (HtmlPath is not null)
            ReportOutputs.WriteHtml(summary, HtmlPath, Complain);
        if (Json)
            ReportOutputs.WriteJson(summary, Complain);
        else
            TerminalReplay.Write(summary, summary.Replay!); // asked for above
        return ExitCode.Done;
    });

    static SiteUnderTerms FindSite(IReadOnlyList<SiteUnderTerms> sites, string host) =>
        sites.FirstOrDefault(site => site.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase))
        ?? throw UsageException.NoSite(host, sites.Select(site => site.Hosts));

    static void Complain(string message) => Console.Error.WriteLine($"{Name}: {message}");
}
