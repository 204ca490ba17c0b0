using Gardu.Commands;
using Gardu.Reports;
using Gardu.Reports.Recorded;
using Gardu.Reports.Rendering;
using Gardu.Reports.Traffic;
using Gardu.Store.Sqlite;

namespace Gardu.Reporting;

/// <summary>One run of <c>gardu report</c>.</summary>
sealed record ReportRun
{
    public required IReadOnlyList<string> Files { get; init; }

    public required bool Json { get; init; }

    public required string? HtmlPath { get; init; }

    public required string? Format { get; init; }

    public required string? TermsPath { get; init; }

    public required string? FeedsFolder { get; init; }

    public required string? RobotsPath { get; init; }

    public required string? DataFolder { get; init; }

    /// <summary>Reads, and prints the answers on standard output; everything else is said on standard error.</summary>
    public int Run() => CommandRun.Run("gardu report", Console.Error, () =>
    {
        var warmingUp = Task.Run(LogReport.WarmUp);
        var settings = ReportInputs.Settings(TermsPath, FeedsFolder, RobotsPath, Complain);
        warmingUp.Wait();
        var summary = DataFolder is null ? ReadLogs(settings) : ReadRecord(DataFolder, settings);
        if (HtmlPath is not null)
            WriteHtml(summary);
        if (Json)
            WriteJson(summary);
        else
            TerminalReport.Write(summary, HasTerms, settings.Robots is not null);
        return ExitCode.Done;
    });

    bool HasTerms => TermsPath is not null;

    TrafficSummary ReadRecord(string dataFolder, ReportSettings settings)
    {
        if (Files.Count > 0)
            throw new UsageException("name logs or --data, not both");
        using var record = SqliteTraffic.Open(dataFolder);
        return RecordedReport.Read(record, settings);
    }

    TrafficSummary ReadLogs(ReportSettings settings)
    {
        var choice = ReportInputs.Format(Format);
        var logs = ReportInputs.Logs(Files);
        using var report = new LogReport(logs, settings, choice);
        return ReadingProgress.Show(report.Read, () => (report.BytesRead, report.BytesTotal));
    }

    static void WriteJson(TrafficSummary summary)
    {
        foreach (var line in summary.Source.RejectedLines)
            Complain($"not understood: {PrintableText.Of(line, 160)}");
        foreach (var note in summary.Source.Notes)
            Complain(note);
        using var output = Console.OpenStandardOutput();
        JsonReport.Write(summary, output);
    }

    void WriteHtml(TrafficSummary summary)
    {
        File.WriteAllText(HtmlPath!, HtmlReport.Render(summary)); // asked for only where it is set
        Complain($"the page is in {HtmlPath}");
    }

    static void Complain(string message) => Console.Error.WriteLine($"gardu report: {message}");
}
