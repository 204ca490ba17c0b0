using System.Globalization;
using Gardu.Configuration;
using Gardu.Running;
using Spectre.Console;

namespace Gardu.Demo;

/// <summary><c>gardu up --demo</c>: an origin, the gate before it, and visitors, all real and all on this machine.</summary>
static class DemoRun
{
    static readonly string DefaultFolder = Path.Combine(ConfigurationReader.DefaultData, "demo");

    /// <summary>Runs until it is stopped.</summary>
    /// <param name="flags">What the command line says of listeners and folder.</param>
    /// <param name="stop">SIGTERM or SIGINT.</param>
    public static async Task<int> RunAsync(IReadOnlyList<(IReadOnlyList<string> Path, string Value, string Flag)> flags, CancellationToken stop)
    {
        var publicUrl = flags.FirstOrDefault(flag => flag.Path[0] == "listen").Value ?? ConfigurationReader.DefaultListen;
        var folder = flags.FirstOrDefault(flag => flag.Path[0] == "data").Value ?? Path.GetFullPath(DefaultFolder);
        await using var origin = await DemoOrigin.StartAsync(publicUrl, stop);
        WriteLists(Path.Combine(folder, "feeds"));
        var file = new ConfigurationFile { Flags = [(["data"], folder, "--data"), (["trusted-proxies"], "[127.0.0.1]", "--demo"), (["feeds"], "{refresh: off}", "--demo"), (["sites"], Sites(origin.Url), "--demo"), .. flags] };
        var walk = Task.CompletedTask;
        var code = await GateRun.RunAsync(file, stop, (gate, operatorUrl) =>
        {
            Console.Out.WriteLine($"ready {gate} {operatorUrl}");
            walk = WalkAsync(gate, operatorUrl, folder, stop);
        });
        await walk;
        return code;
    }

    static string Sites(string origin) =>
        $$"""
        [{host: "*", origin: "{{origin}}", mode: enforce, contact: "licensing@harbour-post.example", unknown-machines: limit 5/min,
          terms: [
            {path: /, search: allow, ai-input: 0.002 USD, ai-train: refuse},
            {path: /feed.xml, all: allow},
            {path: /members/, all: refuse}]}]
        """.ReplaceLineEndings(" ");

    /// <summary>Lists of addresses in the operators' own format, so that the demonstration can tell proven from lying.</summary>
    static void WriteLists(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, prefix) in DemoVisitors.Lists)
            File.WriteAllText(
                Path.Combine(folder, name),
                string.Create(CultureInfo.InvariantCulture, $"{{\"creationTime\":\"{TimeProvider.System.GetUtcNow():O}\",\"prefixes\":[{{\"ipv4Prefix\":\"{prefix}\"}}]}}\n"));
    }

    static async Task WalkAsync(string gate, string operatorUrl, string folder, CancellationToken stop)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle("Visitors of The Harbour Post") };
        table.AddColumns("who", "requests", "what they got");
        try
        {
            foreach (var visitor in DemoVisitors.All)
            {
                var met = await DemoVisitors.WalkAsync(visitor, gate, stop);
                table.AddRow(
                    new Text(visitor.Who),
                    new Text(visitor.Paths.Length.ToString(CultureInfo.InvariantCulture)),
                    new Text(string.Join(", ", met.Select(entry => $"{entry.Count} × {entry.Status} {Meaning(entry.Status)}"))));
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
        console.Write(table);
        console.WriteLine($"Open {gate}/ as a person: nothing is in your way.");
        console.WriteLine($"Ask as a machine:         curl -i -A GPTBot {gate}/");
        console.WriteLine($"What was recorded:        {operatorUrl}/api/v1/usage   and figures: {operatorUrl}/metrics");
        console.WriteLine($"The report of it:         gardu report --data {folder}");
        console.WriteLine("Stop with Ctrl+C.");
    }

    static string Meaning(int status) => status switch
    {
        200 => "served",
        402 => "asked to pay",
        403 => "refused",
        429 => "slowed down",
        _ => "",
    };
}
