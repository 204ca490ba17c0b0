using Gardu.Reports.Rendering;
using Gardu.Reports.Traffic;
using Gardu.Running;

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

    /// <summary>Throws <see cref="UsageException"/> where the page would take the place of a file that is read.</summary>
    public static void Spare(string? path, params IEnumerable<string?> inputs)
    {
        if (path is not null && inputs.OfType<string>().FirstOrDefault(input => FollowedFile.At(input).FullName == FollowedFile.At(path).FullName) is { } read)
            throw new UsageException($"--html would overwrite {read}, which is to be read; name another file");
    }

    /// <summary>Writes the page.</summary>
    public static void WriteHtml(TrafficSummary summary, string path, Action<string> complain)
    {
        File.WriteAllText(path, HtmlReport.Render(summary));
        complain($"the page is in {path}");
    }
}
