using System.Diagnostics;
using System.Globalization;

namespace Harness;

/// <summary>What a result was measured on.</summary>
public static class Machine
{
    /// <summary>Processor, cores, memory, kernel and runtime as Markdown lines.</summary>
    public static string Describe()
    {
        var cpu = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor";
        var memory = long.Parse(File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024 / 1024;
        var kernel = File.ReadAllText("/proc/sys/kernel/osrelease").Trim();
        var date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"Measured {date} at commit {Commit()} on {cpu}, {Environment.ProcessorCount} cores, {memory} GiB, Linux {kernel}, .NET {Environment.Version}.");
    }

    /// <summary>The first line that a program says of its version.</summary>
    public static string VersionOf(string program, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? program;
    }

    static string Commit()
    {
        var head = VersionOf("git", "rev-parse --short HEAD");
        return VersionOf("git", "status --porcelain --untracked-files=no") == "git" ? head : head + " with changes";
    }
}
