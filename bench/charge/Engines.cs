using System.Diagnostics;
using Gardu.Agents.Credentials;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Pricing;
using Gardu.Gate.Charging;
using Gardu.Gate.Recording;
using Gardu.Store;
using Gardu.Store.Selling;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using SQLitePCL;

namespace ChargeBench;

/// <summary>The charge engine without HTTP, and plain inserts of the rows that it writes.</summary>
static class Engines
{
    /// <summary>Purchases of one transaction.</summary>
    public const int Batch = 512;

    const int Licensees = 100;

    static readonly Price Cent = new(new Money(10_000, "USD"), PriceUnit.Request, 1);

    static string Licensee(int number) => $"lic_{number % Licensees:x32}";

    /// <summary>Gives every licensee credit.</summary>
    public static void Fund(Database database)
    {
        using var store = database.OpenStore();
        var (credentials, balances, now) = (Credentials.Open(database), new Balances(database), DateTimeOffset.UtcNow);
        for (var i = 0; i < Licensees; i++)
        {
            credentials.Add(new Licensee(Licensee(i), "Bench", null, now));
            balances.Post(new Posting(PrefixedId.New(Posting.Prefix, now), Licensee(i), PostingKind.Credit, new Money(1_000_000_000_000, "USD"), now), withinFloor: false);
        }
    }

    /// <summary>Charges purchases, each of other content, on so many nodes; every one has to be sold. Adds how long each commit took.</summary>
    public static void Charge(Database database, int purchases, int nodes, List<double> commits) => Parallel.For(0, nodes, new ParallelOptions { MaxDegreeOfParallelism = nodes }, node =>
    {
        using var charges = database.OpenCharges();
        var took = new List<double>();
        for (var done = 0; done < purchases / nodes; done += Batch)
        {
            var batch = Purchases(Batch);
            var watch = Stopwatch.GetTimestamp();
            if (charges.Charge(batch).Any(outcome => outcome.Charge is null))
                throw new InvalidOperationException("something is not sold");
            took.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
        }
        lock (commits)
            commits.AddRange(took);
    });

    static Purchase[] Purchases(int count)
    {
        var now = DateTimeOffset.UtcNow;
        return [.. Enumerable.Range(0, count).Select(number =>
        {
            var id = RequestId.New(now);
            var path = $"/2026/11/28/{id.Value:n}";
            return new Purchase(
                new ChargeDemand
                {
                    Id = id.Value, Time = now, Licensee = Licensee(number), Key = ChargeKey.OfContent("news.example", Purpose.AiInput, path, "etag \"1\"", TimeSpan.FromDays(1), now),
                    Offer = new Offer { Source = PriceSource.Terms, Unit = PriceUnit.Request, Price = Cent, Currency = "USD" }, Units = 1,
                },
                new UsageRecord
                {
                    Id = id, Time = now, Site = "news.example", Method = "GET", Path = path,
                    Identity = new AgentIdentity(RequesterKind.Agent, Licensee(number), "Bench", Purpose.AiInput, Proof.Credential, ProofReasons.KeyAccepted) { Licensee = Licensee(number), Key = "key_1" },
                    UserAgent = "Bench/1.0", Address = "192.0.2.0/24", Decision = Verdict.Charge, Rule = "/ ai-input", Reason = "charged", Mode = Mode.Enforce, TermsVersion = "7c163aac45c480cd",
                    Status = 200, Bytes = 4_096, Duration = TimeSpan.Zero,
                });
        })];
    }

    static object?[] RowOf(Purchase purchase) =>
    [
        purchase.Record.Id.Value.ToByteArray(bigEndian: true), purchase.Record.Time.ToUnixTimeMilliseconds(), purchase.Record.Site, "GET", purchase.Record.Path, 3L, purchase.Record.Identity.Agent, "Bench", "ai-input", "credential",
        "192.0.2.0/24", "charge", "/ ai-input", "charged", "enforce", "7c163aac45c480cd", 200L, 4_096L, 0L, "key-accepted", null, "Bench/1.0", purchase.Demand.Licensee, "key_1",
        10_000L, "USD", 1L, "requests", "0.01 USD", "terms", null, null, new byte[16], purchase.Demand.Key, null,
    ];

    const string Columns = "id, time, site, method, path, kind, agent, operator, purpose, proof, address, decision, rule, reason, mode, terms, status, bytes, duration, grounds, detail, user_agent, licensee, key,"
        + " micros, currency, units, unit, price, price_by, subscription, agreement, salt, charge_key, fingerprint";

    /// <summary>SQLite alone: the same two rows with the same indexes, the same batches and durability; no balance, nothing looked up.</summary>
    public static void SqliteRows(string folder, int rows)
    {
        using var connection = new SqliteConnection($"Data Source={folder}/rows.db;Pooling=False");
        connection.Open();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4096;"
                + $"CREATE TABLE record (seq INTEGER PRIMARY KEY, {Columns}); CREATE UNIQUE INDEX a ON record (id); CREATE INDEX b ON record (licensee); CREATE UNIQUE INDEX c ON record (licensee, charge_key);"
                + "CREATE TABLE entry (seq INTEGER PRIMARY KEY, kind INTEGER, time INTEGER, hash BLOB) STRICT;";
            command.ExecuteNonQuery();
        }
        raw.sqlite3_prepare_v3(connection.Handle, $"INSERT INTO record ({Columns}) VALUES ({string.Join(',', Columns.Split(',').Select(_ => "?"))})", raw.SQLITE_PREPARE_PERSISTENT, out var insertRecord);
        raw.sqlite3_prepare_v3(connection.Handle, "INSERT INTO entry VALUES (NULL, ?, ?, ?)", raw.SQLITE_PREPARE_PERSISTENT, out var insertEntry);
        using (insertRecord)
        using (insertEntry)
            for (var done = 0; done < rows; done += Batch)
            {
                var purchases = Purchases(Batch);
                using var transaction = connection.BeginTransaction();
                foreach (var purchase in purchases)
                {
                    Run(insertRecord, RowOf(purchase));
                    Run(insertEntry, [1L, 1L, new byte[32]]);
                }
                transaction.Commit();
            }
    }

    static void Run(sqlite3_stmt statement, object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
            _ = values[i] switch
            {
                byte[] octets => raw.sqlite3_bind_blob(statement, i + 1, octets),
                long number => raw.sqlite3_bind_int64(statement, i + 1, number),
                string text => raw.sqlite3_bind_text(statement, i + 1, text),
                _ => raw.sqlite3_bind_null(statement, i + 1),
            };
        if (raw.sqlite3_step(statement) != raw.SQLITE_DONE)
            throw new InvalidOperationException("SQLite did not take the row");
        raw.sqlite3_reset(statement);
    }

    /// <summary>PostgreSQL alone: COPY of the same two rows into tables with the same indexes, on as many connections.</summary>
    public static void PostgresRows(string connectionString, int rows, int nodes)
    {
        using (var connection = new NpgsqlConnection(connectionString))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            var columns = string.Join(", ", Columns.Split(',').Select(column => column.Trim()).Select(column => $"{column} {(column is "id" or "salt" or "charge_key" or "fingerprint" ? "bytea" : column is "time" or "kind" or "status" or "bytes" or "duration" or "micros" or "units" ? "bigint" : "text COLLATE \"C\"")}"));
            command.CommandText = $"CREATE TABLE record (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, {columns}); CREATE UNIQUE INDEX ON record (id); CREATE INDEX ON record (licensee); CREATE UNIQUE INDEX ON record (licensee, charge_key);"
                + "CREATE TABLE entry (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind bigint, time bigint, hash bytea)";
            command.ExecuteNonQuery();
        }
        Parallel.For(0, nodes, new ParallelOptions { MaxDegreeOfParallelism = nodes }, _ =>
        {
            using var connection = new NpgsqlConnection(connectionString);
            connection.Open();
            for (var done = 0; done < rows / nodes; done += Batch)
            {
                var purchases = Purchases(Batch);
                using var transaction = connection.BeginTransaction();
                Copy(connection, $"COPY record ({Columns}) FROM STDIN (FORMAT BINARY)", purchases.Select(RowOf));
                Copy(connection, "COPY entry (kind, time, hash) FROM STDIN (FORMAT BINARY)", purchases.Select(_ => new object?[] { 1L, 1L, new byte[32] }));
                transaction.Commit();
            }
        });
    }

    static void Copy(NpgsqlConnection connection, string sql, IEnumerable<object?[]> rows)
    {
        using var copy = connection.BeginBinaryImport(sql);
        foreach (var row in rows)
        {
            copy.StartRow();
            foreach (var value in row)
                switch (value)
                {
                    case byte[] octets: copy.Write(octets, NpgsqlDbType.Bytea); break;
                    case long number: copy.Write(number, NpgsqlDbType.Bigint); break;
                    case string text: copy.Write(text, NpgsqlDbType.Text); break;
                    default: copy.WriteNull(); break;
                }
        }
        copy.Complete();
    }
}
