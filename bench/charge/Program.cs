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
File.WriteAllText(Path.Combine(root, "bench", "results", "charge.md"), page.ToString());
Console.WriteLine(page);

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
