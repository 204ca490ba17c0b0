using System.Globalization;
using System.Text;
using GateBench;
using Harness;

// GateBench ROOT [ROUNDS] [SECONDS]: every peer in every round, in turn; writes bench/results/gate.md.
var root = args[0];
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 9;
var seconds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 4;

Target[] targets =
[
    new("Gardu, a person", Servers.GarduPort, Load.Browser, 200),
    new("bare YARP", Peers.YarpPort, Load.Browser, 200),
    new("Caddy reverse_proxy", Peers.CaddyPort, Load.Browser, 200),
    new("nginx proxy_pass", Peers.NginxPort, Load.Browser, 200),
    new("Gardu, an allowed machine, recorded", Servers.GarduPort, "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", 200),
    new("Gardu, refused 403, recorded", Servers.GarduPort, "GPTBot/1.3", 403),
    new("bare Kestrel, the same 403", Peers.Kestrel403Port, "GPTBot/1.3", 403),
    new("Gardu, asked to pay 402, recorded", Servers.GarduPort, "ChatGPT-User/1.0", 402),
    new("bare Kestrel, the same 402", Peers.Kestrel402Port, "ChatGPT-User/1.0", 402),
    new("nginx return 402, the same body", Peers.Nginx402Port, "ChatGPT-User/1.0", 402),
    new("Gardu, /robots.txt, recorded", Servers.GarduPort, "GPTBot/1.3", 200, "/robots.txt"),
    new("Gardu, /license.xml, recorded", Servers.GarduPort, "GPTBot/1.3", 200, "/license.xml"),
    new("the origin itself", Servers.OriginPort, Load.Browser, 200),
];

using var peers = new Peers(root);
await peers.StartAsync();
foreach (var target in targets)
    await Load.Check(target);
var idleMb = Memory(peers.Gardu.Id);
var seen = targets.ToDictionary(target => target.Name, _ => new List<Seen>());
for (var round = 0; round <= rounds; round++)
{
    foreach (var target in targets)
    {
        var figures = Load.Wrk(target, round == 0 ? 2 : seconds);
        if (round > 0) // the first only warms up
            seen[target.Name].Add(figures);
    }
    Console.Error.WriteLine($"round {round} of {rounds}");
}
var rate = (int)(new Sample(Rates("bare YARP")).Median / 2);
var (ourP99, theirP99) = (new List<double>(), new List<double>());
for (var round = 0; round < rounds; round++)
{
    ourP99.Add(Load.P99AtRate(targets[0], rate, seconds));
    theirP99.Add(Load.P99AtRate(targets[1], rate, seconds));
}
var loadedMb = Memory(peers.Gardu.Id);

var page = new StringBuilder();
page.Append("# The gate beside its peers\n\n").Append(Machine.Describe()).Append("\n\n");
page.Append(CultureInfo.InvariantCulture, $"{rounds} rounds of {seconds} s, every peer in every round, in turn; wrk with 32 connections on the same machine; the origin is nginx with a page of 4 KiB. ");
page.Append("Gardu is the published ReadyToRun build. Ratios are medians of the rounds' own ratios, with a 95% bootstrap interval. ");
page.Append($"Peers: {Machine.VersionOf("nginx", "-v")}, Caddy {Machine.VersionOf("caddy", "version")}, YARP 2.3.0.\n\n");
page.Append("| path | requests a second | p50 ms | p99 ms |\n|---|---:|---:|---:|\n");
foreach (var target in targets)
    page.Append(CultureInfo.InvariantCulture, $"| {target.Name} | {new Sample(Rates(target.Name)).Median:0} | {new Sample([.. seen[target.Name].Select(figures => figures.P50Ms)]).Median:0.00} | {new Sample([.. seen[target.Name].Select(figures => figures.P99Ms)]).Median:0.00} |\n");
page.Append("\n| ratio | goal | measured (95% interval) | reached |\n|---|---:|---:|---|\n");
Row("a person, to bare YARP", "≥ 0.95", Against("Gardu, a person", "bare YARP"), value => value >= 0.95);
Row("a person, to Caddy", "≥ 2", Against("Gardu, a person", "Caddy reverse_proxy"), value => value >= 2);
Row("a person, to nginx", "–", Against("Gardu, a person", "nginx proxy_pass"), null);
Row($"a person's p99 at {rate} a second, to bare YARP's", "≤ 1.15", Sample.Ratio(ourP99, theirP99), value => value <= 1.15);
Row("an allowed machine, recorded, to bare YARP", "≥ 0.85", Against("Gardu, an allowed machine, recorded", "bare YARP"), value => value >= 0.85);
Row("refusal 403, recorded, to bare Kestrel", "≥ 0.85", Against("Gardu, refused 403, recorded", "bare Kestrel, the same 403"), value => value >= 0.85);
Row("402, recorded, to bare Kestrel", "≥ 0.85", Against("Gardu, asked to pay 402, recorded", "bare Kestrel, the same 402"), value => value >= 0.85);
Row("402, recorded, to nginx return 402", "≥ 0.5", Against("Gardu, asked to pay 402, recorded", "nginx return 402, the same body"), value => value >= 0.5);
Row("/robots.txt, to refusal 403", "≥ 1", Against("Gardu, /robots.txt, recorded", "Gardu, refused 403, recorded"), value => value >= 1);
Row("/license.xml, to refusal 403", "≥ 1", Against("Gardu, /license.xml, recorded", "Gardu, refused 403, recorded"), value => value >= 1);
page.Append(CultureInfo.InvariantCulture, $"\nStart to `ready`: {peers.StartTook.TotalMilliseconds:0} ms (goal under 1,000). ");
page.Append(CultureInfo.InvariantCulture, $"Memory: {idleMb:0} MB idle (goal under 120), {loadedMb:0} MB after the load.\n");
page.Append(CultureInfo.InvariantCulture, $"p99 at {rate} requests a second (half of bare YARP's most): Gardu {new Sample(ourP99).Median:0.00} ms, bare YARP {new Sample(theirP99).Median:0.00} ms.\n");
File.WriteAllText(Path.Combine(root, "bench", "results", "gate.md"), page.ToString());
Console.WriteLine(page);

double[] Rates(string name) => [.. seen[name].Select(figures => figures.PerSecond)];

Sample Against(string ours, string theirs) => Sample.Ratio(Rates(ours), Rates(theirs));

void Row(string what, string goal, Sample ratio, Func<double, bool>? reached) =>
    page.Append($"| {what} | {goal} | {ratio} | {(reached is null ? "–" : reached(ratio.Median) ? "yes" : "no")} |\n");

static double Memory(int process) =>
    double.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
