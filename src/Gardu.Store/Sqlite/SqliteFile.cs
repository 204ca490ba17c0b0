using System.Globalization;
using Gardu.Gate.Recording;
using Microsoft.Data.Sqlite;

namespace Gardu.Store.Sqlite;

/// <summary>The database file of a data folder: opening, pragmas, and what SQLite's errors mean to an owner.</summary>
static class SqliteFile
{
    const int Error = 1;
    const int ReadOnly = 8;
    const int Corrupt = 11;
    const int Full = 13;
    const int NotADatabase = 26;

    /// <summary>Name of the file in the data folder.</summary>
    public const string Name = "gardu.db";

    /// <summary>
    /// Opens a connection: write-ahead log of 16 MiB before it is worked into the file, so that under load that costs few
    /// syncs; every commit synced; patience with other writers of a little over a second, so that a gate that stops is not held up.
    /// </summary>
    public static SqliteConnection Open(string path, SqliteOpenMode mode = SqliteOpenMode.ReadWriteCreate)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 2 }.ToString());
        try
        {
            connection.Open();
            connection.Execute("PRAGMA busy_timeout=1200; PRAGMA foreign_keys=ON;");
            if (mode != SqliteOpenMode.ReadOnly)
                connection.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4096; PRAGMA journal_size_limit=67108864;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens what a data folder has on record, which has to be there, to read it; throws <see cref="StoreException"/> where it is not.</summary>
    public static SqliteConnection OpenRecord(string path, SqliteOpenMode mode = SqliteOpenMode.ReadOnly) =>
        File.Exists(path) ? Open(path, mode) : throw new StoreException($"there is no record in {Path.GetDirectoryName(path)}; --data names another folder");

    /// <summary>Works on a data folder's record over a connection of its own; what fails is a <see cref="StoreException"/> in words.</summary>
    public static T Guarded<T>(string path, SqliteOpenMode mode, Func<SqliteConnection, T> work)
    {
        try
        {
            using var connection = OpenRecord(path, mode);
            return work(connection);
        }
        catch (Exception failed) when (failed is SqliteException or InvalidDataException)
        {
            throw Explain(path, failed);
        }
    }

    /// <summary>Runs a query and reads every row of its answer.</summary>
    public static IReadOnlyList<T> Query<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using var query = connection.CreateCommand();
#pragma warning disable CA2100 // Every text that comes here is a constant of this assembly.
        query.CommandText = sql;
#pragma warning restore CA2100
        using var rows = query.ExecuteReader();
        var found = new List<T>();
        while (rows.Read())
            found.Add(read(rows));
        return found;
    }

    /// <summary>Runs statements that return nothing, with values for their <c>$0</c>, <c>$1</c> and so on.</summary>
    public static void Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text that comes here is a constant or a migration of this assembly.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue("$" + i.ToString(CultureInfo.InvariantCulture), values[i] ?? DBNull.Value);
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a query for one value.</summary>
    public static T Scalar<T>(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // As above.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (T)command.ExecuteScalar()!; // the queries asked this way always have a row
    }

    /// <summary>Says in words what failed.</summary>
    public static StoreException Explain(string path, Exception failed) => failed switch
    {
        SqliteException { SqliteErrorCode: Corrupt or NotADatabase } => new StoreException($"{path} is damaged; restore it from a backup with \"gardu restore\"", failed, isCorrupt: true),
        SqliteException { SqliteErrorCode: Full } => new StoreException($"no room left on the disk of {path}", failed),
        SqliteException { SqliteErrorCode: ReadOnly } => new StoreException($"{path} may not be written by this account; work as the one that the gate runs under", failed),
        SqliteException { SqliteErrorCode: Error } when failed.Message.Contains("no such table", StringComparison.Ordinal) || failed.Message.Contains("no such column", StringComparison.Ordinal) =>
            new StoreException($"{path} was written by an older version of gardu; run \"gardu up\" on it once", failed),
        _ => new StoreException($"{path}: {failed.Message}", failed),
    };
}
