using System.CommandLine;
using System.Globalization;
using Gardu.Evidence.Scan.Reporting;
using Gardu.Reports.Rendering;

namespace Gardu.Commands.Scan;

/// <summary>Tells what a scan found: JSON for programs, a summary for people.</summary>
static class ScanOutput
{
    const int DocumentsShown = 20;
    const int NameShown = 60;

    public static void Tell(ParseResult parsed, ScanReport report, string folder, bool isJson)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (isJson)
        {
            using var raw = Console.OpenStandardOutput(); // there may be more of it than a string holds
            report.WriteJson(raw);
            raw.WriteByte((byte)'\n');
            return;
        }
        string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        output.WriteLine(Line($"{report.Corpus.Records:N0} records of {report.Corpus.Files:N0} files, {report.Corpus.TextOctets / 1e9:N3} GB of text, held against {report.Scan.Documents:N0} documents"));
        output.WriteLine(Line($"{report.Found.Strong:N0} documents strong, {report.Found.Substantive:N0} substantive; {report.Found.Copies:N0} copies of half or more; {report.Found.Words:N0} words; {report.Found.Candidates:N0} candidates, which say nothing by themselves"));
        output.WriteLine(report.Misses is { } misses
            ? $"The fast way: missed is a copy of {string.Join(", of ", misses.Select(miss => Line($"{miss.Octets} normalised octets with {miss.Probability:P2}")))}."
            : $"Every run of {report.Scan.Guarantee} normalised octets that is in both was seen.");
        foreach (var rate in report.Background ?? [])
            output.WriteLine(Line($"By chance, {rate.Tier.ToString().ToLowerInvariant()}: {rate.Found:N0} in {rate.Gigabytes:N3} GB that cannot hold it, {rate.PerGigabyte:N3} a GB (95%: {rate.Low:N3} to {rate.High:N3})"));
        if (report.Documents.Count > 0)
        {
            var (console, table) = CommandOutput.StartTable(output, "document", "tier", "longest run", "of it", "copies", "records");
            foreach (var document in report.Documents.Take(DocumentsShown))
                table.AddTexts(PrintableText.Of(document.Document.Title ?? document.Id, NameShown), document.Tier.ToString().ToLowerInvariant(), Line($"{document.Longest:N0} words"), Line($"{document.Share:P0}"), Line($"{document.Copies:N0}"), Line($"{document.Records:N0}"));
            console.Write(table);
            if (report.Documents.Count > DocumentsShown)
                output.WriteLine(Line($"… and {report.Documents.Count - DocumentsShown:N0} more"));
        }
        foreach (var unread in report.Unread)
            output.WriteLine(unread.Problem is { } problem ? $"not read to its end: {unread.File}: {problem}" : Line($"{unread.Skipped:N0} records of {unread.File} could not be read; the first: {unread.FirstSkipped}"));
        output.WriteLine($"All of it is in {folder}");
    }
}
