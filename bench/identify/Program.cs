using System.Globalization;
using System.Text;
using Gardu.Protocols.Signatures;
using Harness;
using IdentifyBench;

// IdentifyBench ROOT [ROUNDS] [SECONDS]: every kind of request in every round, in turn; writes bench/results/identify.md.
const int warmUps = 2; // rounds, until what checks signatures is compiled for good
const int flood = 10_000;
const int signedMax = 25_000; // a second; running out of them is an error, since a nonce counts once
var root = args[0];
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 9;
var seconds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 4;
var authority = $"127.0.0.1:{Servers.GarduPort}";

using var key = SigningKey.Create();
using var servers = new Servers(root);
File.WriteAllText(servers.File("bot-keys.json"), $$"""{"keys":[{{key.Jwk}}]}""");
var (gardu, _) = servers.StartGardu($$"""
    trusted-proxies: 127.0.0.0/8
    directories: {"{{Requests.Agent}}": {{servers.File("bot-keys.json")}}}
    agents: [{token: Bot, operator: Bench, purpose: search, signature: "{{Requests.Agent}}"}]
    """);
servers.StartNginx("");
await Servers.Answer(Servers.OriginPort);
var requests = new Requests(key, authority);

Kind[] kinds =
[
    new("signed, let through", 200, signedMax, requests.Signed),
    new("the same agent, by its name alone", 200, 1000, () => requests.Claimed("Bot/1.0")),
    new("forged, each from another network, refused", 403, 2500, () => requests.Forged(isScattered: true)),
    new("forged, all from one address, refused", 403, 2500, () => requests.Forged(isScattered: false)),
    new("no signature, refused", 403, 1000, () => requests.Claimed("GPTBot/1.3")),
];
var person = new Target("a person", Servers.GarduPort, Load.Browser, 200);
await Load.Check(person);
var (rates, micros) = (kinds.ToDictionary(kind => kind.Name, _ => new List<double>()), kinds.ToDictionary(kind => kind.Name, _ => new List<double>()));
for (var round = 1 - warmUps; round <= rounds; round++)
{
    foreach (var kind in kinds)
    {
        var script = Script(kind, seconds);
        var before = Processor();
        var seen = Load.Wrk(new Target(kind.Name, Servers.GarduPort, "wrk", kind.Status, Script: script), seconds);
        if (round < 1)
            continue;
        rates[kind.Name].Add(seen.PerSecond);
        micros[kind.Name].Add((Processor() - before).TotalMicroseconds / (seen.PerSecond * seconds));
    }
    Console.Error.WriteLine($"round {round} of {rounds}");
}

var rate = (int)Load.Wrk(person, seconds).PerSecond / 2;
var stretch = Math.Max(10, seconds);
var (alone, beside, under) = (new List<double>(), new List<double>(), new List<double>());
for (var round = 0; round < rounds; round++)
{
    alone.Add(await P99Beside([]));
    beside.Add(await P99Beside(Make(flood, () => requests.Claimed("GPTBot/1.3"))));
    under.Add(await P99Beside(Make(flood, () => requests.Forged(isScattered: true))));
    Console.Error.WriteLine($"p99, round {round + 1} of {rounds}");
}

var page = new StringBuilder();
page.Append("# What proofs cost\n\n").Append(Machine.Describe()).Append("\n\n");
page.Append(CultureInfo.InvariantCulture, $"{rounds} rounds of {seconds} s, every kind in every round, in turn; wrk with 32 connections on the same machine; the origin is nginx with a page of 4 KiB. ");
page.Append("Gardu is the published ReadyToRun build. Signatures are Ed25519 over `@authority` and `signature-agent`, each with its own nonce, under a pinned key. ");
page.Append("A forged one has everything right but the signature itself. Everything but a person is recorded.\n\n");
page.Append("| requests | a second, with the load on the same cores | the gate's processor, µs each | a second and core of the gate |\n|---|---:|---:|---:|\n");
foreach (var kind in kinds)
    page.Append(CultureInfo.InvariantCulture, $"| {kind.Name} | {new Sample(rates[kind.Name]).Median:0} | {new Sample(micros[kind.Name]).Median:0.0} | {1e6 / new Sample(micros[kind.Name]).Median:0} |\n");
page.Append(CultureInfo.InvariantCulture, $"\n{flood:N0} distinct forged signatures, each from another network, over {stretch + 1} s, beside people at {rate} requests a second (half of the most):\n\n");
page.Append("| a person's p99 | goal | measured (95% interval) | reached |\n|---|---:|---:|---|\n");
page.Append(CultureInfo.InvariantCulture, $"| beside the forged signatures, to alone | ≤ 1.25 | {Sample.Ratio(under, alone)} | {(Sample.Ratio(under, alone).Median <= 1.25 ? "yes" : "no")} |\n");
page.Append(CultureInfo.InvariantCulture, $"| beside as many refusals without a signature, to alone | – | {Sample.Ratio(beside, alone)} | – |\n");
page.Append(CultureInfo.InvariantCulture, $"\nAlone {new Sample(alone).Median:0.00} ms, beside plain refusals {new Sample(beside).Median:0.00} ms, beside forged signatures {new Sample(under).Median:0.00} ms.\n");
File.WriteAllText(Path.Combine(root, "bench", "results", "identify.md"), page.ToString());
Console.WriteLine(page);

async Task<double> P99Beside(IReadOnlyList<string> others)
{
    var sending = Sender.SendAsync(Servers.GarduPort, others, TimeSpan.FromSeconds(stretch + 1)); // a second of it is h2load's warm-up
    var p99 = await Task.Run(() => Load.P99AtRate(person, rate, stretch));
    await sending;
    return p99;
}

TimeSpan Processor()
{
    gardu.Refresh();
    return gardu.TotalProcessorTime;
}

// A script of wrk's that sends prepared requests in turn, from the first again after the last.
string Script(Kind kind, int seconds)
{
    var (prepared, script) = (servers.File("requests"), servers.File("requests.lua"));
    File.WriteAllText(prepared, string.Join('\0', Make(kind.PerSecond * seconds, kind.Make)) + '\0');
    File.WriteAllText(script, $"""
        local requests, at = {"{}"}, 0
        for text in io.open("{prepared}", "rb"):read("*a"):gmatch("([^%z]+)") do requests[#requests + 1] = text end
        function request()
          at = at % #requests + 1
          return requests[at]
        end
        """);
    return script;
}

static string[] Make(int count, Func<string> make) => [.. Enumerable.Range(0, count).Select(_ => make())];

/// <summary>A kind of request.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="Status">How it has to be answered.</param>
/// <param name="PerSecond">How many different ones are prepared for each second.</param>
/// <param name="Make">Makes one.</param>
sealed record Kind(string Name, int Status, int PerSecond, Func<string> Make);
