using System.Globalization;
using Gardu.Gate.Recording;
using Microsoft.Data.Sqlite;

namespace Gardu.Store.Sqlite;

/// <summary>
/// Brings a database up to this program's schema, each migration in a transaction of its own, after a copy of the database has
/// been put beside it. The number reached stands in <c>user_version</c>.
/// </summary>
static class SqliteMigrations
{
    static readonly IReadOnlyList<(int Number, string Text)> All = MigrationFiles.Of("Sqlite");

    /// <summary>The schema this program writes.</summary>
    public static int Latest => All.Count;

    /// <summary>Migrates; throws <see cref="StoreException"/> where the data is newer than the program.</summary>
    public static void Apply(SqliteConnection connection, string path)
    {
        var version = VersionOf(connection);
        if (version > Latest)
            throw new StoreException($"{path} was written by a newer version of gardu (schema {version}, this program knows {Latest}); run the newer version");
        if (version == Latest)
            return;
        if (version > 0)
            CopyBeside(connection, $"{path}.schema-{version}");
        foreach (var (number, text) in All.Where(migration => migration.Number > version))
        {
            using var transaction = connection.BeginTransaction();
            if (VersionOf(connection) >= number)
                continue; // another process has been here meanwhile
            connection.Execute(text);
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={number}"));
            transaction.Commit();
        }
    }

    static int VersionOf(SqliteConnection connection) => (int)connection.Scalar<long>("PRAGMA user_version");

    static void CopyBeside(SqliteConnection connection, string copy)
    {
        using var target = SqliteDatabase.Open(copy, SqliteOpenMode.ReadWriteCreate);
        connection.BackupDatabase(target);
    }
}
