using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Harness;

namespace ChargeBench;

/// <summary>One or two published gates on one record, and a licensee with credit for as long as they run: below <c>/paid/</c> it pays, below <c>/free/</c> nobody does.</summary>
sealed class Gates
{
    const string UserAgent = "BenchFetch/1.0";

    readonly Servers servers;
    readonly string program;
    readonly string folder;
    readonly int[] ports;
    readonly string licensee;
    readonly string key;
    int scripts;

    /// <summary>Starts them.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="servers">The servers of the run, its origin among them.</param>
    /// <param name="name">A folder of their own.</param>
    /// <param name="store">Where the record is, as the configuration names it.</param>
    /// <param name="ports">Where each listens; the operator's is the one behind.</param>
    public Gates(string root, Servers servers, string name, string store, params int[] ports)
    {
        (this.servers, this.ports, program, folder) = (servers, ports, Path.Combine(root, "artifacts", "publish", "gardu"), servers.File(name));
        foreach (var port in ports)
        {
            Directory.CreateDirectory($"{folder}/{port}");
            if (port != ports[0])
                File.Copy($"{folder}/{ports[0]}/ledger.key", $"{folder}/{port}/ledger.key"); // they keep one ledger
            File.WriteAllText($"{folder}/{port}.yaml", $$"""
                listen: {{Servers.Url(port)}}
                operator: {{Servers.Url(port + 1)}}
                data: {{folder}}/{{port}}
                store: {{store}}
                feeds: {refresh: off}
                dns: off
                plans:
                  payg: {price: 0 USD/month, purposes: [ai-input], agreement: none}
                sites:
                  - host: "*"
                    origin: {{Servers.Url(Servers.OriginPort)}}
                    mode: enforce
                    terms: [{path: /free/, all: allow}, {path: /paid/, ai-input: 0.01 USD}]
                """);
            if (servers.Start(program, "up", "--config", $"{folder}/{port}.yaml").StandardOutput.ReadLine()?.StartsWith("ready ", StringComparison.Ordinal) != true)
                throw new InvalidOperationException($"{name} did not start");
        }
        licensee = Say("licensee", "add", "--name", "Bench");
        Say("credit", "add", licensee, "900000000 USD");
        Say("plan", "assign", licensee, "payg");
        key = Say("key", "add", licensee, "--for", "ai-input");
        foreach (var port in ports)
            Await(port);
    }

    /// <summary>Paid requests that were answered.</summary>
    public long Paid { get; private set; }

    /// <summary>Drives all gates at once with wrk, each request for another page; what they answered together.</summary>
    public Seen Drive(string prefix, int seconds)
    {
        var seen = ports.AsParallel().WithDegreeOfParallelism(ports.Length).Select(port => Load.Wrk(Target(port, prefix) with { Script = Script(prefix) }, seconds)).ToArray();
        if (prefix == "/paid/")
            Paid += seen.Sum(one => one.Requests);
        return new Seen(seen.Sum(one => one.PerSecond), seen.Max(one => one.P50Ms), seen.Max(one => one.P99Ms), seen.Sum(one => one.Requests));
    }

    /// <summary>The p99 in milliseconds at a fixed rate, over all gates the highest; each request for another page.</summary>
    public double P99AtRate(string prefix, int rate, int seconds)
    {
        var (each, run) = (rate / ports.Length, Interlocked.Increment(ref scripts));
        return ports.AsParallel().WithDegreeOfParallelism(ports.Length).Select(port => Load.P99AtRate(Target(port, prefix), each, seconds,
            Enumerable.Range(0, 2 * each * (seconds + 2)).Select(number => string.Create(CultureInfo.InvariantCulture, $"{Servers.Url(port)}{prefix}rate-{port}-{run}/{number}")))).Max();
    }

    /// <summary>Charges on record, and what they were together.</summary>
    public (long Charges, string Amount) Charged()
    {
        var usage = JsonDocument.Parse(Say("usage", licensee, "--json")).RootElement;
        return (usage.GetProperty("charges").GetInt64(), usage.GetProperty("amounts")[0].GetProperty("amount").GetString()!);
    }

    Target Target(int port, string prefix) => new($"port {port}", port, UserAgent, 200, prefix, Authorization: "Bearer " + key);

    /// <summary>A script of wrk's that asks for another page each time, and for none that any run has asked for.</summary>
    string Script(string prefix)
    {
        var number = Interlocked.Increment(ref scripts);
        var path = $"{folder}/{number}.lua";
        File.WriteAllText(path, $$"""
            local n = 0
            request = function()
              n = n + 1
              return wrk.format("GET", "{{prefix}}{{number}}/" .. n)
            end
            """);
        return path;
    }

    void Await(int port)
    {
        using var client = new HttpClient();
        for (var deadline = Stopwatch.StartNew(); ; Thread.Sleep(100))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Servers.Url(port) + "/free/0");
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
            using var answer = client.Send(request);
            if (answer.IsSuccessStatusCode)
                return;
            if (deadline.Elapsed > TimeSpan.FromSeconds(10))
                throw new InvalidOperationException($"port {port} answers {answer.StatusCode}");
        }
    }

    string Say(params string[] arguments)
    {
        var start = new ProcessStartInfo(program, [.. arguments, "--config", $"{folder}/{ports[0]}.yaml"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var command = Process.Start(start)!;
        command.ErrorDataReceived += (_, _) => { };
        command.BeginErrorReadLine();
        var said = command.StandardOutput.ReadToEnd();
        command.WaitForExit();
        return command.ExitCode == 0 ? said.Trim() : throw new InvalidOperationException($"gardu {string.Join(' ', arguments)} failed");
    }
}

/// <summary>How long the disk takes to keep a page of 4 KiB for good.</summary>
static partial class Disk
{
    /// <summary>Milliseconds of so many times.</summary>
    public static List<double> Sync(string folder, int times)
    {
        var took = new List<double>(times);
        using var file = new FileStream(Path.Combine(folder, "sync"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        var page = new byte[4096];
        for (var i = 0; i < times; i++)
        {
            var since = Stopwatch.GetTimestamp();
            file.Write(page);
            if (FdataSync(file.SafeFileHandle) != 0)
                throw new IOException("the disk does not sync");
            took.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }
        return took;
    }

    [LibraryImport("libc", EntryPoint = "fdatasync")]
    private static partial int FdataSync(SafeHandle file);
}
