using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gardu.Ledger.Notes;
using Gardu.Protocols.Signatures;
using Gardu.Store;
using Gardu.Store.Ledger;
using Harness;
using LedgerBench;

// LedgerBench ROOT [ENTRIES] [ROUNDS]: writers in turn, then one long log; writes bench/results/ledger.md.
var root = args[0];
var entries = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10_000_000;
var rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 5;
const int each = 300_000;

var seconds = new Dictionary<string, List<double>>();
using (new Postgres())
    for (var round = 0; round <= rounds; round++)
    {
        Time("Gardu, SQLite", folder => Writers.Gardu(Database.Of(folder, null), folder, each));
        Time("SQLite alone, the same two rows", folder => Writers.SqliteRows(folder, each));
        Time("SQLite alone, one column", folder => Writers.Sqlite(folder, each));
        Time("Gardu, PostgreSQL", folder => Writers.Gardu(Writers.NewPostgres($"round_{round}"), folder, each));
        Time("PostgreSQL COPY alone", _ => Writers.Copy(each));
        if (round == 0)
            seconds.Clear(); // the first only warms up
        Console.Error.WriteLine($"round {round} of {rounds}");
    }

var page = new StringBuilder("# What the ledger costs\n\n").Append(Machine.Describe()).Append("\n\n");
page.Append(CultureInfo.InvariantCulture, $"{rounds} rounds of {each:N0} entries, every writer in every round, in turn; {Writers.Batch:N0} records a transaction, every transaction synced. ");
page.Append("Gardu writes the usage record and its entry, gives that its place, and publishes the log to the last entry, files synced, in the same time; the peers write to plain tables: the same record and entry with an index by the request's id and hashes of nothing, or 480 octets in one column. ");
page.Append("Ratios are medians of the rounds' own, with a 95% bootstrap interval.\n\n| writer | entries a second |\n|---|---:|\n");
foreach (var (writer, taken) in seconds)
    page.Append(CultureInfo.InvariantCulture, $"| {writer} | {each / new Sample(taken).Median:N0} |\n");
page.Append(CultureInfo.InvariantCulture, $"\n| | ratio | goal |\n|---|---:|---:|\n| Gardu on SQLite, to SQLite alone with the same two rows | {Sample.Ratio(seconds["SQLite alone, the same two rows"], seconds["Gardu, SQLite"])} | 0.5 |\n");
page.Append(CultureInfo.InvariantCulture, $"| Gardu on SQLite, to SQLite alone with one column | {Sample.Ratio(seconds["SQLite alone, one column"], seconds["Gardu, SQLite"])} | |\n");
page.Append(CultureInfo.InvariantCulture, $"| Gardu on PostgreSQL, to COPY alone | {Sample.Ratio(seconds["PostgreSQL COPY alone"], seconds["Gardu, PostgreSQL"])} | |\n");
page.Append(CultureInfo.InvariantCulture, $"| Gardu on SQLite, to 30,000 entries a second | {each / new Sample(seconds["Gardu, SQLite"]).Median / 30_000:0.00} | 1 |\n");
Long(page);
File.WriteAllText(Path.Combine(root, "bench", "results", "ledger.md"), page.ToString());
Console.WriteLine(page);

void Time(string writer, Action<string> write)
{
    var folder = Directory.CreateTempSubdirectory("gardu-bench-ledger").FullName;
    var watch = Stopwatch.StartNew();
    write(folder);
    (seconds.TryGetValue(writer, out var known) ? known : seconds[writer] = []).Add(watch.Elapsed.TotalSeconds);
    Directory.Delete(folder, recursive: true);
}

// A log of many entries: what it takes on disk, how long a proof and a start after a crash take, and how much memory.
void Long(StringBuilder page)
{
    using var servers = new Servers(root);
    var folder = servers.File("data");
    var (first, _) = servers.StartGardu();
    first.Kill();
    first.WaitForExit();
    var database = Database.Of(folder, null);
    var rows = new LedgerRows(database);
    var keys = new LogKeys([new NoteSigner(rows.Origin()!, SigningKey.Of(File.ReadAllBytes(Path.Combine(folder, "ledger.key")))!)], []); // the gate has begun it
    var storage = TileFolder.In(folder);
    var watch = Stopwatch.StartNew();
    using (var store = database.OpenStore())
    {
        var sequencer = new Sequencer(rows, storage, () => keys, TimeProvider.System);
        for (var written = 0; written < entries; written += Writers.Batch)
        {
            store.Commit(Writers.Records(Math.Min(Writers.Batch, entries - written)), []);
            if (written % (20 * Writers.Batch) == 0)
                while (sequencer.Step() == SequencerStep.AppendedSome)
                {
                }
            if (written % (200 * Writers.Batch) == 0)
                Console.Error.WriteLine($"{written:N0} of {entries:N0} entries, {watch.Elapsed.TotalSeconds:0} s");
        }
        while (sequencer.Step() != SequencerStep.Idle)
        {
        }
        store.Commit(Writers.Records(Writers.Batch), []); // what a crash leaves behind: recorded, and in no checkpoint yet
    }
    var size = new FileInfo(Path.Combine(folder, "gardu.db")).Length;
    var published = new DirectoryInfo(Path.Combine(folder, "ledger")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    var view = new LedgerView(rows, storage, () => TrustedKeys.Of(keys.Known), new());
    var random = new Random(1);
    var proofs = new List<double>();
    for (var i = 0; i < 2_000; i++)
    {
        var index = random.NextInt64(entries);
        var started = Stopwatch.GetTimestamp();
        if (view.Proof(index, rows.Entry(index)!) is null)
            throw new InvalidOperationException($"entry {index} is not proven");
        proofs.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }
    proofs.Sort();

    var starts = new List<double>();
    for (var i = 0; i < 5; i++)
    {
        var (gardu, took) = servers.StartAgain();
        starts.Add(took.TotalSeconds);
        if (i == 4)
            page.Append(CultureInfo.InvariantCulture, $"\n## A log of {entries:N0} entries\n\n| | | goal |\n|---|---:|---:|\n| memory of the gate, started on it and idle | {Memory(gardu.Id):N0} MB | |\n");
        gardu.Kill();
        gardu.WaitForExit();
    }
    page.Append(CultureInfo.InvariantCulture, $"| start to `ready` after SIGKILL | {new Sample(starts).Median:0.00} s | 2 |\n");
    page.Append(CultureInfo.InvariantCulture, $"| a receipt: entry, path, verified before it is given, median | {proofs[proofs.Count / 2]:0.00} ms | 5 |\n| the same, p99 | {proofs[proofs.Count * 99 / 100]:0.00} ms | |\n");
    page.Append(CultureInfo.InvariantCulture, $"| database, an entry with its usage record | {(double)size / entries:N0} octets | |\n| published log, an entry | {(double)published / entries:N0} octets | |\n");
}

static long Memory(int process)
{
    Thread.Sleep(3_000); // idle
    return long.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
}
