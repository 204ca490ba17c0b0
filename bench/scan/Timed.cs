using System.Diagnostics;
using System.Globalization;

namespace ScanBench;

/// <summary>What one run of a program took.</summary>
/// <param name="Seconds">From start to exit.</param>
/// <param name="PeakMegabytes">Memory at the most, mapped files included, in 10^6 octets.</param>
/// <param name="Output">What it printed.</param>
sealed record Timed(double Seconds, double PeakMegabytes, string Output)
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
        process.WaitForExit();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        if (process.ExitCode != 0 && !exits.Contains(process.ExitCode))
            throw new InvalidOperationException($"{string.Join(' ', command.Take(12))} ended with {process.ExitCode}: {failed.Result}");
        var peak = double.Parse(File.ReadLines(figures).Last(), CultureInfo.InvariantCulture) * 1024 / 1e6;
        File.Delete(figures);
        return new Timed(seconds, peak, said.Result);
    }
}
