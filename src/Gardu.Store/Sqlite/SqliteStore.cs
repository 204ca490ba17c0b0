using Gardu.Gate.Recording;
using Microsoft.Data.Sqlite;

namespace Gardu.Store.Sqlite;

/// <summary>
/// The embedded store: one SQLite file in the data folder, opened shared, so that shell commands work on it beside a
/// running gate. One connection writes; each read opens its own and sees a consistent moment.
/// </summary>
public sealed class SqliteStore : IUsageStore, IDisposable
{
    /// <summary>Files up to this size are checked whole when opened; larger ones only in their structure.</summary>
    const long CheckedWholeMax = 64 * 1024 * 1024;

    const int PruneMax = 5_000;

    readonly Lock writing = new();
    readonly string path;
    readonly SqliteConnection connection;
    readonly UsageInsert insertUsage;
    readonly SqliteCommand countPeople;
    readonly SqliteCommand countReferral;
    readonly SqliteCommand noteUse;
    readonly Dictionary<string, DateTimeOffset> keysUsed = [];
    long pruned;

    SqliteStore(string path, SqliteConnection connection)
    {
        (this.path, this.connection) = (path, connection);
        insertUsage = new UsageInsert(connection);
        countPeople = Prepare(
            "INSERT INTO people (minute, site, requests, bytes, suspected) VALUES ($minute, $site, $requests, $bytes, $suspected) "
            + "ON CONFLICT (minute, site) DO UPDATE SET requests = requests + excluded.requests, bytes = bytes + excluded.bytes, suspected = suspected + excluded.suspected",
            "$minute", "$site", "$requests", "$bytes", "$suspected");
        countReferral = Prepare(
            "INSERT INTO referral (minute, site, operator, visitors) VALUES ($minute, $site, $operator, $visitors) "
            + "ON CONFLICT (minute, site, operator) DO UPDATE SET visitors = visitors + excluded.visitors",
            "$minute", "$site", "$operator", "$visitors");
        noteUse = Prepare("UPDATE api_key SET last_used = max($time, ifnull(last_used, 0)) WHERE id = $id", "$time", "$id");
    }

    /// <summary>
    /// Opens the store of a data folder, making both where they are missing, and brings its schema up to date. Throws
    /// <see cref="StoreException"/> where the folder cannot be written, the disk is full, the data is damaged, or newer
    /// than this program.
    /// </summary>
    public static SqliteStore Open(string dataFolder)
    {
        var path = PathIn(dataFolder);
        SqliteConnection? connection = null;
        try
        {
            Directory.CreateDirectory(dataFolder);
            connection = SqliteFile.Open(path);
            Check(connection, path);
            Migrations.Apply(connection, path);
            ProveWritable(connection);
            return new SqliteStore(path, connection);
        }
        catch (Exception failed) when (failed is SqliteException or IOException or UnauthorizedAccessException)
        {
            connection?.Dispose();
            throw SqliteFile.Explain(path, failed);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>Where the store of a data folder is.</summary>
    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, SqliteFile.Name);

    /// <inheritdoc/>
    public long SizeBytes => Size(path) + Size(path + "-wal");

    /// <inheritdoc/>
    public void Commit(IReadOnlyList<UsageRecord> records, IReadOnlyList<PeopleMinute> people) => Guarded(() =>
    {
        ProveInPlace();
        using var transaction = connection.BeginTransaction();
        countPeople.Transaction = countReferral.Transaction = noteUse.Transaction = transaction;
        keysUsed.Clear();
        foreach (var record in records)
        {
            insertUsage.Run(record);
            if (record.Identity.Key is { } key)
                keysUsed[key] = record.Time;
        }
        foreach (var (key, time) in keysUsed)
            Run(noteUse, UsageRows.Micros(time), key);
        foreach (var minute in people)
            Count(minute);
        transaction.Commit();
        return true;
    });

    /// <inheritdoc/>
    public IReadOnlyList<(long Cursor, UsageRecord Record)> Read(long after, int limit)
    {
        try
        {
            using var reading = SqliteFile.Open(path, SqliteOpenMode.ReadOnly);
            using var query = reading.CreateCommand();
            query.CommandText = UsageRows.Select;
            query.Parameters.AddWithValue("$after", after);
            query.Parameters.AddWithValue("$limit", limit);
            using var rows = query.ExecuteReader();
            var records = new List<(long, UsageRecord)>();
            while (rows.Read())
                records.Add(UsageRows.Read(rows));
            return records;
        }
        catch (SqliteException failed)
        {
            throw SqliteFile.Explain(path, failed);
        }
    }

    /// <summary>The record of one request; null where there is none. Throws <see cref="StoreException"/> where there is no store, or it cannot be read.</summary>
    public static UsageRecord? Find(string dataFolder, RequestId id)
    {
        var path = PathIn(dataFolder);
        try
        {
            using var reading = SqliteFile.OpenRecord(path);
            using var query = reading.CreateCommand();
            query.CommandText = UsageRows.SelectById;
            query.Parameters.AddWithValue("$id", id.Value.ToByteArray(bigEndian: true));
            using var rows = query.ExecuteReader();
            return rows.Read() ? UsageRows.Read(rows).Record : null;
        }
        catch (SqliteException failed)
        {
            throw SqliteFile.Explain(path, failed);
        }
    }

    /// <inheritdoc/>
    public bool Prune(DateTimeOffset before) => Guarded(() =>
    {
        // Records are in the order of their commit, so the oldest come first and no index on time is needed. Behind records
        // of a clock that ran ahead there can be old ones too: a second place moves on through all of them and starts again.
        var removed = RemoveOld(0, before, out _);
        RemoveOld(pruned, before, out pruned);
        using var people = Prepare("DELETE FROM people WHERE minute < $before", "$before");
        Run(people, UsageRows.Micros(before));
        using var referrals = Prepare("DELETE FROM referral WHERE minute < $before", "$before");
        Run(referrals, UsageRows.Micros(before));
        return removed == PruneMax;
    });

    /// <summary>Writes a consistent copy of the store to a file, while others write on.</summary>
    public static void Backup(string dataFolder, string target)
    {
        var path = PathIn(dataFolder);
        try
        {
            using var source = SqliteFile.Open(path, SqliteOpenMode.ReadOnly);
            using var copy = SqliteFile.Open(target);
            source.BackupDatabase(copy);
            copy.Execute("PRAGMA journal_mode=DELETE");
            if (copy.Scalar<string>("PRAGMA quick_check(1)") is var verdict and not "ok")
                throw new StoreException($"{path} is damaged ({verdict}), and so would be the copy; restore an earlier one with \"gardu restore\"", isCorrupt: true);
        }
        catch (Exception failed) when (failed is SqliteException or StoreException)
        {
            File.Delete(target);
            throw failed as StoreException ?? SqliteFile.Explain(path, failed);
        }
    }

    /// <summary>Puts a copy in the store's place; a gate that runs on it goes on with the restored records.</summary>
    public static void Restore(string source, string dataFolder)
    {
        try
        {
            Directory.CreateDirectory(dataFolder);
            using var copy = SqliteFile.Open(source, SqliteOpenMode.ReadOnly);
            Check(copy, source);
            if (copy.Scalar<long>("PRAGMA user_version") is var version && (version == 0 || version > Migrations.Latest))
                throw new StoreException($"{source} is not a store that this version of gardu can read");
            using var target = SqliteFile.Open(PathIn(dataFolder));
            copy.BackupDatabase(target);
        }
        catch (SqliteException failed)
        {
            throw SqliteFile.Explain(source, failed);
        }
    }

    /// <summary>Closes the store.</summary>
    public void Dispose()
    {
        lock (writing)
        {
            insertUsage.Dispose();
            countPeople.Dispose();
            countReferral.Dispose();
            noteUse.Dispose();
            connection.Dispose();
        }
    }

    T Guarded<T>(Func<T> work)
    {
        lock (writing)
        {
            try
            {
                return work();
            }
            catch (SqliteException failed)
            {
                throw SqliteFile.Explain(path, failed);
            }
        }
    }

    /// <summary>Removes what is old of the next records behind a cursor; <paramref name="last"/> is the last of them, 0 behind the end.</summary>
    int RemoveOld(long after, DateTimeOffset before, out long last)
    {
        const string next = "(SELECT seq, time FROM usage WHERE seq > $after ORDER BY seq LIMIT $limit)";
        using var end = Prepare($"SELECT ifnull(max(seq), 0) FROM {next}", "$after", "$limit");
        (end.Parameters[0].Value, end.Parameters[1].Value) = (after, PruneMax);
        last = (long)end.ExecuteScalar()!; // an aggregate always has a row
        using var remove = Prepare($"DELETE FROM usage WHERE seq IN (SELECT seq FROM {next} WHERE time < $before)", "$after", "$limit", "$before");
        (remove.Parameters[0].Value, remove.Parameters[1].Value, remove.Parameters[2].Value) = (after, PruneMax, UsageRows.Micros(before));
        return remove.ExecuteNonQuery();
    }

    /// <summary>Looks whether the file is still there: one that has been removed takes records, and nobody would ever see them.</summary>
    void ProveInPlace()
    {
        if (!File.Exists(path))
            throw new StoreException($"{path} has been removed while the gate runs; restart the gate");
    }

    void Count(PeopleMinute minute)
    {
        var start = UsageRows.Micros(minute.Minute);
        Run(countPeople, start, minute.Site, minute.Requests, minute.Bytes, minute.Suspected);
        foreach (var (name, visitors) in minute.Referrals)
            Run(countReferral, start, minute.Site, name, visitors);
    }

    static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }

    SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text that comes here is a constant of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    static void Check(SqliteConnection connection, string path)
    {
        var verdict = new FileInfo(path).Length <= CheckedWholeMax
            ? connection.Scalar<string>("PRAGMA quick_check(1)")
            : connection.Scalar<long>("SELECT count(*) FROM sqlite_schema") >= 0 ? "ok" : "";
        if (verdict != "ok")
            throw new StoreException($"{path} is damaged ({verdict}); restore it from a backup with \"gardu restore\"", isCorrupt: true);
    }

    /// <summary>Writes a page and takes it back: a full or read-only disk shows here and not at the first request.</summary>
    static void ProveWritable(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute("CREATE TABLE writable (proof BLOB); INSERT INTO writable VALUES (zeroblob(65536)); DROP TABLE writable;");
        transaction.Commit();
    }

    static long Size(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : 0;
}
