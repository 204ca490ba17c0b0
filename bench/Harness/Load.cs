using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Harness;

/// <summary>One target of the load.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="Port">Where it listens.</param>
/// <param name="UserAgent">Who asks.</param>
/// <param name="Status">What it has to answer; figures of anything else are worth nothing.</param>
/// <param name="Path">What is asked for.</param>
/// <param name="Script">A script of wrk's that makes the requests; null for the same one again and again.</param>
/// <param name="Authorization">What is brought in <c>Authorization</c>; null for nothing.</param>
public sealed record Target(string Name, int Port, string UserAgent, int Status, string Path = "/", string? Script = null, string? Authorization = null)
{
    /// <summary>Where it is.</summary>
    public string Url => Servers.Url(Port) + Path;
}

/// <summary>What one run of wrk saw.</summary>
public sealed record Seen(double PerSecond, double P50Ms, double P99Ms, long Requests);

/// <summary>Load from wrk, as fast as it goes, and from h2load, at a fixed rate.</summary>
public static partial class Load
{
    /// <summary>The user agent of a person.</summary>
    public const string Browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

    /// <summary>Drives one target with wrk: one thread, 32 connections.</summary>
    public static Seen Wrk(Target target, int seconds)
    {
        var said = Run("wrk", ["-t1", "-c32", $"-d{seconds}s", "--latency", "-H", $"User-Agent: {target.UserAgent}", .. target.Authorization is { } brought ? (string[])["-H", $"Authorization: {brought}"] : [], .. target.Script is { } script ? (string[])["-s", script] : [], target.Url]);
        var (all, others) = (Number(Requests().Match(said).Groups[1].Value), Others().Match(said) is { Success: true } match ? Number(match.Groups[1].Value) : 0);
        if (said.Contains("Socket errors", StringComparison.Ordinal) || others != (target.Status < 400 ? 0 : all))
            throw new InvalidOperationException($"{target.Name} did not answer {target.Status} to every request:\n{said}");
        return new Seen(Number(PerSecond().Match(said).Groups[1].Value), Milliseconds(P50().Match(said)), Milliseconds(P99().Match(said)), (long)all);
    }

    /// <summary>The p99 in milliseconds of requests sent at a fixed rate over HTTP/1.1, by h2load's own log.</summary>
    /// <param name="target">What is asked.</param>
    /// <param name="rate">Requests a second.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="urls">What is asked for, one after the other; null for the target's own again and again.</param>
    public static double P99AtRate(Target target, int rate, int seconds, IEnumerable<string>? urls = null)
    {
        const int clients = 16;
        var (log, list) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            File.WriteAllLines(list, urls ?? [target.Url]);
            var said = Run("h2load", ["--h1", $"-c{clients}", "-t1", $"--duration={seconds}", "--warm-up-time=1", $"--rps={Math.Max(1, rate / clients)}", $"--log-file={log}", "-H", $"user-agent: {target.UserAgent}",
                .. target.Authorization is { } brought ? (string[])["-H", $"authorization: {brought}"] : [], $"--input-file={list}"]);
            if (!said.Contains(" 0 4xx, 0 5xx", StringComparison.Ordinal))
                throw new InvalidOperationException($"{target.Name} did not answer every request:\n{said}");
            var micros = File.ReadLines(log).Select(line => Number(line.Split('\t')[2])).Order().ToArray();
            return micros.Length == 0 ? double.NaN : micros[(int)(micros.Length * 0.99)] / 1000;
        }
        finally
        {
            File.Delete(log);
            File.Delete(list);
        }
    }

    /// <summary>Insists, before anything is timed, that a target answers what it should, and with the page where it should.</summary>
    public static async Task Check(Target target)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", target.UserAgent);
        using var answer = await client.GetAsync(target.Url);
        var body = await answer.Content.ReadAsByteArrayAsync();
        if ((int)answer.StatusCode != target.Status || (target is { Status: 200, Path: "/" } && body.Length != Servers.PageBytes))
            throw new InvalidOperationException($"{target.Name} answers {(int)answer.StatusCode} with {body.Length} bytes, not {target.Status}");
    }

    static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{program} failed: {said}");
    }

    static double Milliseconds(Match match) => Number(match.Groups[1].Value) * match.Groups[2].Value switch
    {
        "us" => 0.001,
        "ms" => 1,
        "s" => 1000,
        _ => double.NaN,
    };

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex PerSecond();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex Others();

    [GeneratedRegex(@"50%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex P50();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex P99();
}
