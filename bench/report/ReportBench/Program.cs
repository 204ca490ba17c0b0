using System.Globalization;
using System.Text;
using Harness;
using ReportBench;

// ReportBench ROOT LOG LINES ROUNDS: every program in every round, in turn; writes bench/results/report.md.
var (root, log) = (args[0], args[1]);
var lines = int.Parse(args[2], CultureInfo.InvariantCulture);
var rounds = int.Parse(args[3], CultureInfo.InvariantCulture);
var gardu = new Contender("gardu report --json", Path.Combine(root, "artifacts", "publish", "gardu"), "report", log, "--json");
var goAccess = new Contender("goaccess -o json", "goaccess", log, "--log-format=COMBINED", "--no-global-config", "--no-progress", "-o", Path.Combine(root, "artifacts", "goaccess.json"));
var wc = new Contender("wc -l", "wc", "-l", log);
Contender[] all = [gardu, goAccess, wc];

wc.Run(); // brings the file into memory
wc.Seconds.Clear();
wc.CpuSeconds.Clear();
wc.PeakMegabytes.Clear();
for (var round = 1; round <= rounds; round++)
{
    foreach (var contender in all)
        contender.Run();
    Console.Error.WriteLine($"round {round} of {rounds}");
}

var megabytes = new FileInfo(log).Length / 1e6;
var page = new StringBuilder();
page.Append("# The report beside its peers\n\n").Append(Machine.Describe()).Append("\n\n");
page.Append(CultureInfo.InvariantCulture, $"A generated Combined log of {lines:N0} lines ({megabytes:0} MB, 1% of them damaged), in memory before the first run. {rounds} rounds, every program in every round, in turn; medians. ");
page.Append($"Whole processes are measured, from start to exit. Gardu is the published ReadyToRun build. Peers: {Machine.VersionOf("goaccess", "--version").TrimEnd('.')}, {Machine.VersionOf("wc", "--version")}.\n\n");
page.Append("| program | seconds | lines a second | MB a second | processor seconds | peak memory MB |\n|---|---:|---:|---:|---:|---:|\n");
foreach (var contender in all)
{
    var seconds = new Sample(contender.Seconds).Median;
    page.Append(CultureInfo.InvariantCulture, $"| `{contender.Name}` | {seconds:0.00} | {lines / seconds:N0} | {megabytes / seconds:N0} | {new Sample(contender.CpuSeconds).Median:0.00} | {new Sample(contender.PeakMegabytes).Median:0} |\n");
}
var times = Sample.Ratio(goAccess.Seconds, gardu.Seconds);
var perSecond = lines / new Sample(gardu.Seconds).Median;
page.Append("\n| | goal | measured (95% interval) | reached |\n|---|---:|---:|---|\n");
page.Append(CultureInfo.InvariantCulture, $"| times as fast as GoAccess | ≥ 100 | {times} | {(times.Median >= 100 ? "yes" : "no")} |\n");
page.Append(CultureInfo.InvariantCulture, $"| lines a second | ≥ 800,000 | {perSecond:N0} | {(perSecond >= 800_000 ? "yes" : "no")} |\n");
page.Append(CultureInfo.InvariantCulture, $"| times as slow as `wc -l` | – | {Sample.Ratio(gardu.Seconds, wc.Seconds)} | – |\n");
Directory.CreateDirectory(Path.Combine(root, "bench", "results"));
File.WriteAllText(Path.Combine(root, "bench", "results", "report.md"), page.ToString());
Console.WriteLine(page);
