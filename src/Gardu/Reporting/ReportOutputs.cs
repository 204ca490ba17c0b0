using Gardu.Reports.Rendering;
using Gardu.Reports.Traffic;

namespace Gardu.Reporting;

/// <summary>What reports write besides the terminal.</summary>
static class ReportOutputs
{
    const int RejectedCharsMax = 160;

    /// <summary>Writes JSON on standard output; what is not in it is told to <paramref name="complain"/>.</summary>
    public static void WriteJson(TrafficSummary summary, Action<string> complain)
    {
        foreach (var line in summary.Source.RejectedLines)
            complain($"not understood: {PrintableText.Of(line, RejectedCharsMax)}");
        foreach (var note in summary.Source.Notes)
            complain(note);
        using var output = Console.OpenStandardOutput();
        JsonReport.Write(summary, output);
    }

    /// <summary>Writes the page.</summary>
    public static void WriteHtml(TrafficSummary summary, string path, Action<string> complain)
    {
        File.WriteAllText(path, HtmlReport.Render(summary));
        complain($"the page is in {path}");
    }
}
