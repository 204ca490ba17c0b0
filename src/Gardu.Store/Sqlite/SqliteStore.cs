using System.Globalization;
using Gardu.Gate.Recording;
using Gardu.Store.Ledger;
using Microsoft.Data.Sqlite;

namespace Gardu.Store.Sqlite;

/// <summary>Usage in SQLite. One connection writes; each read opens its own and sees a consistent moment.</summary>
sealed class SqliteStore : UsageStore
{
    /// <summary>Files up to this size are checked whole when opened; larger ones only in their structure.</summary>
    const long CheckedWholeMax = 64 * 1024 * 1024;

    readonly SqliteDatabase database;
    readonly SqliteConnection connection;
    readonly UsageInsert insertUsage;
    readonly EntryInsert insertEntry;
    readonly SqliteCommand countPeople;
    readonly SqliteCommand countReferral;
    readonly SqliteCommand noteUse;
    readonly Dictionary<string, DateTimeOffset> keysUsed = [];

    SqliteStore(SqliteDatabase database, SqliteConnection connection)
    {
        (this.database, this.connection) = (database, connection);
        insertUsage = new UsageInsert(connection);
        insertEntry = new EntryInsert(connection);
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
    /// Opens the file, making it and its folder where they are missing, and brings its schema up to date. Throws
    /// <see cref="StoreException"/> where the folder cannot be written, the disk is full, the data is damaged, or newer
    /// than this program.
    /// </summary>
    public static SqliteStore Open(SqliteDatabase database)
    {
        var path = database.FilePath;
        SqliteConnection? connection = null;
        try
        {
            Directory.CreateDirectory(database.Name);
            connection = SqliteDatabase.Open(path, SqliteOpenMode.ReadWriteCreate);
            Check(connection, path);
            SqliteMigrations.Apply(connection, path);
            ProveWritable(connection);
            return new SqliteStore(database, connection);
        }
        catch (Exception failed)
        {
            connection?.Dispose();
            if (Database.IsFailure(failed))
                throw database.Explain(failed);
            throw;
        }
    }

    /// <inheritdoc/>
    public override long SizeBytes => Size(database.FilePath) + Size(database.FilePath + "-wal");

    /// <inheritdoc/>
    public override void Commit(IReadOnlyList<UsageRecord> records, IReadOnlyList<PeopleMinute> people)
    {
        var entries = UsageEntry.Of(records); // while another may write
        Guarded(() => Commit(entries, people));
    }

    bool Commit(UsageEntry[] entries, IReadOnlyList<PeopleMinute> people)
    {
        ProveInPlace();
        using var transaction = connection.BeginTransaction();
        countPeople.Transaction = countReferral.Transaction = noteUse.Transaction = transaction;
        keysUsed.Clear();
        foreach (var (record, envelope, salt) in entries)
        {
            insertUsage.Run(record, insertEntry.Run(envelope), salt.Span);
            if (record.Identity.Key is { } key)
                keysUsed[key] = record.Time;
        }
        foreach (var (key, time) in keysUsed)
            Run(noteUse, UsageRows.Micros(time), key);
        foreach (var minute in people)
            Count(minute);
        transaction.Commit();
        return true;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Cursor, UsageRecord Record)>? Read(string after, int limit)
    {
        var place = 0L;
        if (after.Length > 0 && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out place))
            return null;
        return database.Guarded(Access.Read, reading => reading.Query(
            $"SELECT {UsageRows.Columns}, seq, voided FROM usage WHERE seq > @0 ORDER BY seq LIMIT @1",
            row => (row.GetInt64(UsageRows.Count).ToString(CultureInfo.InvariantCulture), UsageRows.ReadAsItStands(row, UsageRows.Count + 1)), place, limit));
    }

    /// <inheritdoc/>
    public override bool Prune(DateTimeOffset before) => Guarded(() => RemoveOld(connection, before));

    /// <summary>Closes the store.</summary>
    public override void Dispose()
    {
        lock (database.Turn)
        {
            insertUsage.Dispose();
            insertEntry.Dispose();
            countPeople.Dispose();
            countReferral.Dispose();
            noteUse.Dispose();
            connection.Dispose();
        }
    }

    T Guarded<T>(Func<T> work)
    {
        lock (database.Turn)
        {
            try
            {
                return work();
            }
            catch (SqliteException failed)
            {
                throw database.Explain(failed);
            }
        }
    }

    /// <summary>Looks whether the file is still there: one that has been removed takes records, and nobody would ever see them.</summary>
    void ProveInPlace()
    {
        if (!database.HasRecord())
            throw new StoreException($"{database.FilePath} has been removed while the gate runs; restart the gate");
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

    /// <summary>Looks for damage; throws <see cref="StoreException"/> where there is any.</summary>
    public static void Check(SqliteConnection connection, string path)
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
