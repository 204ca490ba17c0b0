using System.Diagnostics;
using System.Globalization;

namespace ReportBench;

/// <summary>A program that reads the log, and what each of its runs took.</summary>
sealed class Contender(string name, params string[] command)
{
    public string Name { get; } = name;

    public List<double> Seconds { get; } = [];

    public List<double> CpuSeconds { get; } = [];

    public List<double> PeakMegabytes { get; } = [];

    /// <summary>Runs it once under GNU time; what it prints is thrown away.</summary>
    public void Run()
    {
        var figures = Path.GetTempFileName();
        var start = new ProcessStartInfo("/usr/bin/time") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])["--quiet", "-f", "%U %S %M", "-o", figures, .. command])
            start.ArgumentList.Add(word);
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!; // a program that is not there throws
        var drained = Task.WhenAll(process.StandardOutput.BaseStream.CopyToAsync(Stream.Null), process.StandardError.BaseStream.CopyToAsync(Stream.Null));
        process.WaitForExit();
        Seconds.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds);
        drained.Wait();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{Name} ended with {process.ExitCode}");
        double[] read = [.. File.ReadLines(figures).Last().Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        CpuSeconds.Add(read[0] + read[1]);
        PeakMegabytes.Add(read[2] / 1024);
        File.Delete(figures);
    }
}
