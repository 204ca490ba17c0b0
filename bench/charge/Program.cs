using System.Diagnostics;
using System.Globalization;
using System.Text;
using ChargeBench;
using Gardu.Store;
using Gardu.Store.Postgres;
using Harness;
using LedgerBench;
using Npgsql;

// ChargeBench ROOT [ROUNDS]: engines and plain inserts in turn, then charged and uncharged requests; writes bench/results/charge.md.
var root = args[0];
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
const int each = 100 * Engines.Batch;
const int wrkSeconds = 4;

var seconds = new Dictionary<string, List<double>>();
var commits = new Dictionary<string, List<double>>();
using (new Postgres())
    for (var round = 0; round <= rounds; round++)
    {
        Time("Gardu, SQLite", folder => Charge("Gardu, SQLite", Database.Of(folder, null), 1));
        Time("SQLite alone, the same rows", folder => Engines.SqliteRows(folder, each));
        Time("Gardu, PostgreSQL, one node", _ => Charge("Gardu, PostgreSQL, one node", NewPostgres($"one_{round}"), 1));
        Time("PostgreSQL alone, COPY of the same rows", _ => Engines.PostgresRows(NewDatabase($"plain_one_{round}"), each, 1));
        Time("Gardu, PostgreSQL, two nodes", _ => Charge("Gardu, PostgreSQL, two nodes", NewPostgres($"two_{round}"), 2));
        Time("PostgreSQL alone, two connections", _ => Engines.PostgresRows(NewDatabase($"plain_two_{round}"), each, 2));
        if (round == 0)
        {
            seconds.Clear(); // the first only warms up
            commits.Clear();
        }
        Console.Error.WriteLine($"round {round} of {rounds}");
    }

var page = new StringBuilder("# What a charge costs\n\n").Append(Machine.Describe()).Append("\n\n## The engine without HTTP\n\n");
page.Append(CultureInfo.InvariantCulture, $"{rounds} rounds of {each:N0} charges of 100 licensees, every engine in every round, in turn; {Engines.Batch} charges a transaction, every transaction synced. Gardu looks for each charge of before, settles balances, and writes the charge with its usage record, ");
page.Append("its ledger entry and the balances; the peers insert the same two rows with the same indexes and look at nothing. Ratios are medians of the rounds' own, with a 95% bootstrap interval.\n\n| engine | charges a second | commit p50 ms | commit p99 ms |\n|---|---:|---:|---:|\n");
foreach (var (name, taken) in seconds)
{
    var (p50, p99) = commits.TryGetValue(name, out var known) ? (At(known, 0.5), At(known, 0.99)) : ("", "");
    page.Append(CultureInfo.InvariantCulture, $"| {name} | {each / new Sample(taken).Median:N0} | {p50} | {p99} |\n");
}
page.Append("\n| | goal | measured |\n|---|---:|---:|\n");
page.Append(CultureInfo.InvariantCulture, $"| SQLite, charges a second | 25,000 | {each / new Sample(seconds["Gardu, SQLite"]).Median:N0} |\n| SQLite, commit p99 | 30 ms | {At(commits["Gardu, SQLite"], 0.99)} ms |\n");
page.Append(CultureInfo.InvariantCulture, $"| PostgreSQL, charges a second, two nodes | 15,000 | {each / new Sample(seconds["Gardu, PostgreSQL, two nodes"]).Median:N0} |\n");
page.Append(CultureInfo.InvariantCulture, $"| SQLite, to plain inserts | 0.7 | {Sample.Ratio(seconds["SQLite alone, the same rows"], seconds["Gardu, SQLite"])} |\n");
page.Append(CultureInfo.InvariantCulture, $"| PostgreSQL, one node, to plain COPY | 0.7 | {Sample.Ratio(seconds["PostgreSQL alone, COPY of the same rows"], seconds["Gardu, PostgreSQL, one node"])} |\n");
page.Append(CultureInfo.InvariantCulture, $"| PostgreSQL, two nodes, to plain COPY of two | 0.7 | {Sample.Ratio(seconds["PostgreSQL alone, two connections"], seconds["Gardu, PostgreSQL, two nodes"])} |\n");

page.Append(await RequestsAsync());
File.WriteAllText(Path.Combine(root, "bench", "results", "charge.md"), page.ToString());
Console.WriteLine(page);

// Charged requests beside the same ones that are not, through published gates.
async Task<string> RequestsAsync()
{
    using var servers = new Servers(root);
    servers.StartNginx("");
    await Servers.Answer(Servers.OriginPort);
    NpgsqlConnection.ClearAllPools(); // of the server before, at the same address
    using var postgres = new Postgres();
    var shops = new Dictionary<string, Gates>
    {
        ["SQLite"] = new(root, servers, "sqlite", "sqlite", 9110),
        ["PostgreSQL, one node"] = new(root, servers, "one", NewDatabase("gates_one"), 9112),
        ["PostgreSQL, two nodes"] = new(root, servers, "two", NewDatabase("gates_two"), 9114, 9116),
    };
    var (free, paid) = (shops.Keys.ToDictionary(name => name, _ => new List<double>()), shops.Keys.ToDictionary(name => name, _ => new List<double>()));
    for (var round = 0; round <= rounds; round++)
    {
        foreach (var (name, gates) in shops)
        {
            var (without, with) = (gates.Drive("/free/", wrkSeconds), gates.Drive("/paid/", wrkSeconds));
            if (round == 0)
                continue;
            free[name].Add(without.PerSecond);
            paid[name].Add(with.PerSecond);
        }
        Console.Error.WriteLine($"requests: round {round} of {rounds}");
    }
    var text = new StringBuilder("\n## Requests, end to end\n\n");
    text.Append(CultureInfo.InvariantCulture, $"{rounds} rounds of {wrkSeconds} s, in turn; wrk with 32 connections a gate on the same machine, each request for another page of 4 KiB with an `ETag`, by one licensee; the origin is nginx. Uncharged are allowed and recorded. ");
    text.Append("Then h2load at half the rate of the charged ones, and the disk's own time for 4 KiB and `fdatasync` in between.\n\n| store | uncharged a second | charged a second | ratio (goal 0.6) | at a rate of | uncharged p99 ms | charged p99 ms | goal under |\n|---|---:|---:|---:|---:|---:|---:|---:|\n");
    var sold = new StringBuilder();
    foreach (var (name, gates) in shops)
    {
        var rate = (int)(new Sample(paid[name]).Median / 2);
        var (without, with, syncs) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            without.Add(gates.P99AtRate("/free/", rate, wrkSeconds));
            syncs.AddRange(Disk.Sync(servers.File(""), 200));
            with.Add(gates.P99AtRate("/paid/", rate, wrkSeconds));
        }
        var (uncharged, charged) = (new Sample(without).Median, new Sample(with).Median);
        var sync = syncs.Order().ElementAt((int)(syncs.Count * 0.99));
        text.Append(CultureInfo.InvariantCulture, $"| {name} | {new Sample(free[name]).Median:N0} | {new Sample(paid[name]).Median:N0} | {Sample.Ratio(paid[name], free[name])} | {rate:N0} | {uncharged:0.0} | {charged:0.0} | {uncharged + 10 + 2 * sync:0.0} |\n");
        var (charges, amount) = gates.Charged();
        sold.Append(CultureInfo.InvariantCulture, $"\n{name}: wrk had {gates.Paid:N0} charged answers and h2load those of its rate; on record are {charges:N0} charges of USD {amount}, one cent each.");
        if (charges < gates.Paid || amount != (charges / 100m).ToString("0.000000", CultureInfo.InvariantCulture))
            throw new InvalidOperationException($"{name}: {gates.Paid} answers were paid for, and there are {charges} charges of {amount}");
        Console.Error.WriteLine($"rates: {name}, fdatasync p99 {sync:0.00} ms");
    }
    return text.Append(sold).Append('\n').ToString();
}

void Charge(string name, Database database, int nodes)
{
    Engines.Fund(database);
    var watch = Stopwatch.StartNew();
    Engines.Charge(database, each, nodes, commits.TryGetValue(name, out var known) ? known : commits[name] = []);
    (seconds.TryGetValue(name, out var taken) ? taken : seconds[name] = []).Add(watch.Elapsed.TotalSeconds);
}

void Time(string name, Action<string> run)
{
    var folder = Directory.CreateTempSubdirectory("gardu-bench-charge").FullName;
    var watch = Stopwatch.StartNew();
    run(folder);
    if (!name.StartsWith("Gardu", StringComparison.Ordinal)) // which takes its time itself, without what comes before
        (seconds.TryGetValue(name, out var taken) ? taken : seconds[name] = []).Add(watch.Elapsed.TotalSeconds);
    Directory.Delete(folder, recursive: true);
}

static string At(List<double> values, double share) => values.Order().ElementAt((int)(values.Count * share)).ToString("0.0", CultureInfo.InvariantCulture);

static Database NewPostgres(string name) =>
    PostgresAddress.TryParse(NewDatabase(name), out var address, out var error) ? Database.Of("", address) : throw new InvalidOperationException(error);

static string NewDatabase(string name)
{
    using var connection = new NpgsqlConnection(Postgres.Connection);
    connection.Open();
    using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is the benchmark's own.
    command.CommandText = $"CREATE DATABASE {name}";
#pragma warning restore CA2100
    command.ExecuteNonQuery();
    return Postgres.Connection.Replace("Database=postgres", $"Database={name}", StringComparison.Ordinal);
}
