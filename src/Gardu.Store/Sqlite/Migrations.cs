using System.Globalization;
using Gardu.Gate.Recording;
using Microsoft.Data.Sqlite;

namespace Gardu.Store.Sqlite;

/// <summary>
/// Brings a database up to this program's schema: numbered files, forward only, each in a transaction of its own, after a
/// copy of the database has been put beside it. The number reached stands in <c>user_version</c>.
/// </summary>
static class Migrations
{
    static readonly (int Number, string Resource)[] All = [(1, "0001_usage.sql"), (2, "0002_declaration.sql"), (3, "0003_identity.sql"), (4, "0004_suspected.sql")];

    /// <summary>The schema this program writes.</summary>
    public static int Latest => All[^1].Number;

    /// <summary>Migrates; throws <see cref="StoreException"/> where the data is newer than the program.</summary>
    public static void Apply(SqliteConnection connection, string path)
    {
        var version = (int)connection.Scalar<long>("PRAGMA user_version");
        if (version > Latest)
            throw new StoreException($"{path} was written by a newer version of gardu (schema {version}, this program knows {Latest}); run the newer version");
        if (version == Latest)
            return;
        if (version > 0)
            CopyBeside(connection, $"{path}.schema-{version}");
        foreach (var (number, resource) in All.Where(migration => migration.Number > version))
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(Read(resource));
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={number}"));
            transaction.Commit();
        }
    }

    static void CopyBeside(SqliteConnection connection, string copy)
    {
        using var target = SqliteFile.Open(copy);
        connection.BackupDatabase(target);
    }

    static string Read(string resource)
    {
        using var stream = typeof(Migrations).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"migration {resource} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
