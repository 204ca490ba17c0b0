using Gardu.Gate.Recording;
using Gardu.Ledger.Notes;
using Gardu.Protocols.Signatures;
using Gardu.Store;
using Gardu.Store.Ledger;
using Gardu.Store.Postgres;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using SQLitePCL;

namespace LedgerBench;

/// <summary>What is written: the same usage records, and for the peers the octets of an entry of them.</summary>
static class Writers
{
    /// <summary>Records of one transaction, as of the gate under load.</summary>
    public const int Batch = 8_192;

    /// <summary>About what an entry with its record takes of a database: what the peers store in one column.</summary>
    const int EntrySize = 480;

    static readonly LogKeys Keys = new([new NoteSigner("bench.example/ledger", SigningKey.Of(new byte[SigningKey.Size])!)], []);

    /// <summary>Records with every member that an ordinary one has.</summary>
    public static UsageRecord[] Records(int count)
    {
        var now = DateTimeOffset.UtcNow;
        return [.. Enumerable.Range(0, count).Select(number => new UsageRecord
        {
            Id = RequestId.New(now), Time = now, Site = "news.example", Method = "GET", Path = $"/2026/11/27/an-article-of-ordinary-length-{number}",
            Identity = new AgentIdentity(RequesterKind.Agent, "GPTBot", "OpenAI", Purpose.AiTrain, Proof.Address, ProofReasons.AddressListed),
            UserAgent = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; GPTBot/1.2; +https://openai.com/gptbot",
            Address = "192.0.2.0/24", Decision = Verdict.Refuse, Rule = "/ ai-train", Reason = "refused-by-terms", Mode = Mode.Enforce, TermsVersion = "7c163aac45c480cd",
            Status = 403, Bytes = 1_480, Duration = TimeSpan.FromMicroseconds(312),
        })];
    }

    /// <summary>Gardu: records, their entries, and a log that is published to the last of them, by a sequencer beside the writer.</summary>
    public static void Gardu(Database database, string folder, int entries)
    {
        using var store = database.OpenStore();
        var sequencer = new Sequencer(new LedgerRows(database), TileFolder.In(folder), () => Keys, TimeProvider.System);
        using var written = new CancellationTokenSource();
        var sequencing = Task.Factory.StartNew(() =>
        {
            while (true)
            {
                var isOver = written.IsCancellationRequested;
                if (sequencer.Step() == SequencerStep.AppendedSome)
                    continue;
                if (isOver)
                    return;
                written.Token.WaitHandle.WaitOne(500);
            }
        }, TaskCreationOptions.LongRunning);
        for (var left = entries; left > 0; left -= Batch)
            store.Commit(Records(Math.Min(left, Batch)), []);
        written.Cancel();
        sequencing.Wait();
        if (sequencer.Size != new LedgerRows(database).Head().Size)
            throw new InvalidOperationException("not everything is published");
    }

    /// <summary>SQLite alone: as many octets in a plain table, the same batches, the same durability.</summary>
    public static void Sqlite(string folder, int entries)
    {
        using var connection = new SqliteConnection($"Data Source={folder}/plain.db;Pooling=False");
        connection.Open();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4096; CREATE TABLE plain (seq INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT;";
            command.ExecuteNonQuery();
        }
        raw.sqlite3_prepare_v3(connection.Handle, "INSERT INTO plain (entry) VALUES (?)", raw.SQLITE_PREPARE_PERSISTENT, out var insert);
        using (insert)
            for (var left = entries; left > 0; left -= Batch)
            {
                using var transaction = connection.BeginTransaction();
                foreach (var octets in Octets(Math.Min(left, Batch)))
                {
                    raw.sqlite3_bind_blob(insert, 1, octets);
                    raw.sqlite3_step(insert);
                    raw.sqlite3_reset(insert);
                }
                transaction.Commit();
            }
    }

    /// <summary>SQLite alone with the same two rows for each record, its columns and an entry's, found by the request's id; no order, no tree, no files.</summary>
    public static void SqliteRows(string folder, int entries)
    {
        using var connection = new SqliteConnection($"Data Source={folder}/rows.db;Pooling=False");
        connection.Open();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4096;"
                + "CREATE TABLE record (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, time INTEGER, site TEXT, method TEXT, path TEXT, kind INTEGER, agent TEXT, operator TEXT, purpose TEXT, proof TEXT, address TEXT,"
                + " decision TEXT, rule TEXT, reason TEXT, mode TEXT, terms TEXT, status INTEGER, bytes INTEGER, duration INTEGER, grounds TEXT, detail TEXT, user_agent TEXT, licensee TEXT, key TEXT, salt BLOB) STRICT;"
                + "CREATE TABLE entry (seq INTEGER PRIMARY KEY, kind INTEGER, time INTEGER, hash BLOB) STRICT;";
            command.ExecuteNonQuery();
        }
        raw.sqlite3_prepare_v3(connection.Handle, "INSERT INTO record VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", raw.SQLITE_PREPARE_PERSISTENT, out var insertRecord);
        raw.sqlite3_prepare_v3(connection.Handle, "INSERT INTO entry VALUES (NULL, ?, ?, ?)", raw.SQLITE_PREPARE_PERSISTENT, out var insertEntry);
        var (hash, salt) = (new byte[32], new byte[16]);
        using (insertRecord)
        using (insertEntry)
            for (var left = entries; left > 0; left -= Batch)
            {
                using var transaction = connection.BeginTransaction();
                foreach (var record in Records(Math.Min(left, Batch)))
                {
                    Run(insertRecord, record.Id.Value.ToByteArray(bigEndian: true), record.Time.ToUnixTimeMilliseconds(), record.Site, record.Method, record.Path, (long)record.Identity.Kind, record.Identity.Agent, record.Identity.Operator,
                        "ai-train", "address", record.Address, "refuse", record.Rule, record.Reason, "enforce", record.TermsVersion, (long)record.Status, record.Bytes, 312L, "address-listed", null, record.UserAgent, null, null, salt);
                    Run(insertEntry, 1L, record.Time.ToUnixTimeMilliseconds(), hash);
                }
                transaction.Commit();
            }
    }

    static void Run(sqlite3_stmt statement, params ReadOnlySpan<object?> values)
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

    /// <summary>PostgreSQL's COPY into a plain table, the same batches, the same durability.</summary>
    public static void Copy(int entries)
    {
        using var connection = new NpgsqlConnection(Postgres.Connection);
        connection.Open();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "DROP TABLE IF EXISTS plain; CREATE TABLE plain (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, entry bytea NOT NULL)";
            command.ExecuteNonQuery();
        }
        for (var left = entries; left > 0; left -= Batch)
        {
            using var copy = connection.BeginBinaryImport("COPY plain (entry) FROM STDIN (FORMAT BINARY)");
            foreach (var octets in Octets(Math.Min(left, Batch)))
            {
                copy.StartRow();
                copy.Write(octets, NpgsqlDbType.Bytea);
            }
            copy.Complete();
        }
    }

    /// <summary>An empty database of the server, for Gardu.</summary>
    public static Database NewPostgres(string name)
    {
        using var connection = new NpgsqlConnection(Postgres.Connection);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is the benchmark's own.
        command.CommandText = $"CREATE DATABASE {name}";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        return PostgresAddress.TryParse(Postgres.Connection.Replace("Database=postgres", $"Database={name}", StringComparison.Ordinal), out var address, out var error)
            ? Database.Of("", address) : throw new InvalidOperationException(error);
    }

    static IEnumerable<byte[]> Octets(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var octets = new byte[EntrySize];
            Random.Shared.NextBytes(octets);
            yield return octets;
        }
    }
}
