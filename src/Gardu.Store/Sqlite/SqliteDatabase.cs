using System.Collections.Concurrent;
using System.Data.Common;
using Gardu.Gate.Recording;
using Gardu.Store.Selling;
using Microsoft.Data.Sqlite;

namespace Gardu.Store.Sqlite;

/// <summary>
/// The embedded database: one file in the data folder, opened shared, so that shell commands work on it beside a running gate.
/// Opening, pragmas, copies, and what SQLite's errors mean to an owner.
/// </summary>
sealed class SqliteDatabase(string dataFolder) : Database
{
    const int Error = 1;
    const int ReadOnly = 8;
    const int Corrupt = 11;
    const int Full = 13;
    const int NotADatabase = 26;

    static readonly ConcurrentDictionary<string, Lock> Turns = new();

    /// <summary>
    /// One for each file in this process. SQLite lets one write at a time, but whoever waits looks again only now and then, and one that writes without pause would keep all others
    /// out; here they take turns.
    /// </summary>
    internal override Lock Turn => Turns.GetOrAdd(Path.GetFullPath(FilePath), static _ => new Lock());

    /// <summary>Name of the file in the data folder.</summary>
    public const string FileName = "gardu.db";

    /// <inheritdoc/>
    public override string Name => dataFolder;

    /// <summary>Where the file is.</summary>
    public string FilePath => Path.Combine(dataFolder, FileName);

    /// <inheritdoc/>
    public override bool HasRecord() => File.Exists(FilePath);

    /// <inheritdoc/>
    public override UsageStore OpenStore() => SqliteStore.Open(this);

    /// <inheritdoc/>
    public override ChargeStore OpenCharges() => new SqliteChargeStore(this);

    /// <summary>
    /// Opens a file: write-ahead log of 16 MiB before it is worked into the file, so that under load that costs few
    /// syncs; every commit synced; what is removed written over; patience with other writers of a little over a second, so that a gate that stops is not held up.
    /// </summary>
    public static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 2 }.ToString());
        try
        {
            connection.Open();
            connection.Execute("PRAGMA busy_timeout=1200; PRAGMA foreign_keys=ON;");
            if (mode != SqliteOpenMode.ReadOnly)
                connection.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4096; PRAGMA journal_size_limit=67108864; PRAGMA secure_delete=ON;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    internal override DbConnection Connect(Access access)
    {
        if (!HasRecord())
            throw new StoreException($"there is no record in {dataFolder}; --data names another folder");
        var connection = Open(FilePath, access is Access.Write or Access.Rewrite ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadOnly);
        if (access == Access.Report)
            connection.Execute("BEGIN"); // temporary tables are SQLite's own, outside the record
        return connection;
    }

    /// <inheritdoc/>
    public override bool HasBackup(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <inheritdoc/>
    public override void Backup(string folder)
    {
        var target = Path.Combine(folder, FileName);
        try
        {
            using var source = Open(FilePath, SqliteOpenMode.ReadOnly);
            using var copy = Open(target, SqliteOpenMode.ReadWriteCreate);
            source.BackupDatabase(copy);
            copy.Execute("PRAGMA journal_mode=DELETE");
            if (copy.Scalar<string>("PRAGMA quick_check(1)") is var verdict and not "ok")
                throw new StoreException($"{FilePath} is damaged ({verdict}), and so would be the copy; restore an earlier one with \"gardu restore\"", isCorrupt: true);
        }
        catch (Exception failed) when (failed is SqliteException or StoreException)
        {
            File.Delete(target);
            throw failed as StoreException ?? Explain(failed);
        }
    }

    /// <inheritdoc/>
    public override void Restore(string folder)
    {
        var source = Path.Combine(folder, FileName);
        try
        {
            Directory.CreateDirectory(dataFolder);
            using var copy = Open(source, SqliteOpenMode.ReadOnly);
            SqliteStore.Check(copy, source);
            if (copy.Scalar<long>("PRAGMA user_version") is var version && (version == 0 || version > SqliteMigrations.Latest))
                throw new StoreException($"{source} is not a store that this version of gardu can read");
            using var target = Open(FilePath, SqliteOpenMode.ReadWriteCreate);
            copy.BackupDatabase(target);
        }
        catch (SqliteException failed)
        {
            throw Explain(source, failed);
        }
    }

    /// <summary>What is removed is written over, in the file and in the write-ahead log; copies that upgrades have left go.</summary>
    internal override T Erase<T>(Func<DbConnection, T> change) => Guarded(Access.Rewrite, connection =>
    {
        T changed;
        using (var transaction = connection.BeginTransaction())
        {
            changed = change(connection);
            transaction.Commit();
        }
        foreach (var copy in Directory.EnumerateFiles(dataFolder, FileName + ".schema-*")) // what an upgrade has left
            File.Delete(copy);
        return connection.Scalar<long>("PRAGMA wal_checkpoint(TRUNCATE)") == 0 ? changed
            : throw new StoreException($"erased in {FilePath}, but its write-ahead log still has it, since another command reads there; run this again when that has ended");
    });

    internal override StoreException Explain(Exception failed) => Explain(FilePath, failed);

    static StoreException Explain(string path, Exception failed) => failed switch
    {
        SqliteException { SqliteErrorCode: Corrupt or NotADatabase } => new StoreException($"{path} is damaged; restore it from a backup with \"gardu restore\"", failed, isCorrupt: true),
        SqliteException { SqliteErrorCode: Full } => new StoreException($"no room left on the disk of {path}", failed),
        SqliteException { SqliteErrorCode: ReadOnly } => new StoreException($"{path} may not be written by this account; work as the one that the gate runs under", failed),
        SqliteException { SqliteErrorCode: Error } when failed.Message.Contains("no such table", StringComparison.Ordinal) || failed.Message.Contains("no such column", StringComparison.Ordinal) =>
            new StoreException($"{path} was written by an older version of gardu; run \"gardu up\" on it once", failed),
        _ => new StoreException($"{path}: {failed.Message}", failed),
    };
}
