using System.Diagnostics;
using System.Globalization;

namespace ScanBench;

/// <summary>What one run of a program took.</summary>
/// <param name="Seconds">From start to exit.</param>
/// <param name="PeakMegabytes">Memory at the most, mapped files included, in 10^6 octets.</param>
/// <param name="OwnMegabytes">Of that what the system could not take back: without pages of files. Looked at twenty times a second.</param>
/// <param name="Output">What it printed.</param>
sealed record Timed(double Seconds, double PeakMegabytes, double OwnMegabytes, string Output)
{
    /// <summary>Runs a program under GNU time.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="exits">Exit codes that are no failure.</param>
    public static Timed Run(IEnumerable<string> command, params int[] exits)
    {
        var figures = Path.GetTempFileName();
        var start = new ProcessStartInfo("/usr/bin/time") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])["--quiet", "-f", "%M", "-o", figures, .. command])
            start.ArgumentList.Add(word);
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!; // a program that is not there throws
        var (said, failed) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var own = 0.0;
        while (!process.WaitForExit(50))
            own = Math.Max(own, OwnOfChild(process.Id));
        process.WaitForExit();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        if (process.ExitCode != 0 && !exits.Contains(process.ExitCode))
            throw new InvalidOperationException($"{string.Join(' ', command.Take(12))} ended with {process.ExitCode}: {failed.Result}");
        var peak = double.Parse(File.ReadLines(figures).Last(), CultureInfo.InvariantCulture) * 1024 / 1e6;
        File.Delete(figures);
        return new Timed(seconds, peak, own, said.Result);
    }

    /// <summary>What the one child of a process holds of memory that is of no file; 0 where it has ended.</summary>
    static double OwnOfChild(int process)
    {
        try
        {
            var child = File.ReadAllText($"/proc/{process}/task/{process}/children").Trim();
            var line = File.ReadLines($"/proc/{child}/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
        }
        catch (Exception ended) when (ended is IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
