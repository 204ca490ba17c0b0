using Gardu.Commands;
using Gardu.Configuration;
using Gardu.Reports;
using Gardu.Reports.Recorded;
using Gardu.Reports.Traffic;
using Gardu.Store;

namespace Gardu.Reporting;

/// <summary>One run of <c>gardu report</c>.</summary>
sealed record ReportRun
{
    const string Name = "gardu report";

    public required IReadOnlyList<string> Files { get; init; }

    public required bool Json { get; init; }

    public required string? HtmlPath { get; init; }

    public required string? Format { get; init; }

    public required string? TermsPath { get; init; }

    public required string? FeedsFolder { get; init; }

    public required string? RobotsPath { get; init; }

    public required string? DataFolder { get; init; }

    public required string? ConfigurationPath { get; init; }

    /// <summary>Reads, and prints the answers on standard output; everything else is said on standard error.</summary>
    public int Run() => CommandRun.Run(Name, Console.Error, () =>
    {
        ReportOutputs.Spare(HtmlPath, [.. Files, TermsPath, RobotsPath]);
        var warmingUp = Task.Run(LogReport.WarmUp);
        var settings = ReportInputs.Settings(TermsPath, FeedsFolder, RobotsPath, Complain);
        warmingUp.Wait();
        var summary = DataFolder is null && ConfigurationPath is null ? ReadLogs(settings) : ReadRecord(settings);
        if (HtmlPath is not null)
            ReportOutputs.WriteHtml(summary, HtmlPath, Complain);
        if (Json)
            ReportOutputs.WriteJson(summary, Complain);
        else
            TerminalReport.Write(summary, HasTerms, settings.Robots is not null);
        return ExitCode.Done;
    });

    bool HasTerms => TermsPath is not null;

    TrafficSummary ReadRecord(ReportSettings settings)
    {
        if (Files.Count > 0)
            throw new UsageException("name logs, or the record with --data or --config, not both");
        var configuration = ConfigurationPath is null ? null : ConfigurationFile.Require(ConfigurationPath);
        using var record = new RecordedTraffic(Database.Of(DataFolder ?? configuration!.DataFolder, configuration?.Store)); // one of the two is named
        return RecordedReport.Read(record, settings);
    }

    TrafficSummary ReadLogs(ReportSettings settings)
    {
        var choice = ReportInputs.Format(Format);
        var logs = ReportInputs.Logs(Name, Files);
        using var report = new LogReport(logs, settings, choice);
        return ReadingProgress.Show(report.Read, () => (report.BytesRead, report.BytesTotal));
    }

    static void Complain(string message) => Console.Error.WriteLine($"{Name}: {message}");
}
