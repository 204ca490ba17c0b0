namespace Gardu.Verify;

/// <summary>The reports for people to read; the last line is the verdict.</summary>
static class TextAnswer
{
    const string Red = "\e[31m";
    const string Green = "\e[32m";
    const string Plain = "\e[0m";

    public static void Write(IReadOnlyList<Report> reports, TextWriter to, bool isColoured)
    {
        foreach (var report in reports)
        {
            to.WriteLine($"{Shown.Of(report.File)}: {report.Kind ?? "not read"}");
            foreach (var proven in report.Proven)
                to.WriteLine($"  {Coloured("proven     ", Green)} {proven}");
            foreach (var doubt in report.Doubts)
                to.WriteLine($"  {Coloured("DOUBT      ", Red)} {doubt}");
            if (report.Unread is { } reason)
                to.WriteLine($"  {Coloured("unread     ", Red)} {reason}");
            foreach (var left in report.NotProven)
                to.WriteLine($"  not proven  {left}");
            to.WriteLine();
        }
        var verdict = new Verdict(reports);
        to.WriteLine(Coloured(verdict.ToString(), verdict.ExitCode == ExitCode.Verified ? Green : Red));

        string Coloured(string text, string colour) => isColoured ? $"{colour}{text}{Plain}" : text;
    }
}
