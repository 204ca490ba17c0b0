using System.Data.Common;
using Gardu.Gate.Recording;
using Npgsql;

namespace Gardu.Store.Postgres;

/// <summary>
/// Brings a database up to this program's schema: everything that is missing in one transaction, which one node at a time may
/// be in. The number reached stands in the table <c>schema_version</c>.
/// </summary>
static class PostgresMigrations
{
    /// <summary>Names what nodes do one after the other: migrating and pruning have a number each.</summary>
    const long Lock = 0x6761_7264_7501;

    static readonly IReadOnlyList<(int Number, string Text)> All = MigrationFiles.Of("Postgres");

    /// <summary>The schema this program writes.</summary>
    public static int Latest => All.Count;

    /// <summary>Migrates; throws <see cref="StoreException"/> where the data is newer than the program.</summary>
    public static void Apply(NpgsqlConnection connection, string name)
    {
        using var transaction = connection.BeginTransaction();
        connection.ExecutePatiently("SELECT pg_advisory_xact_lock(@0)", Lock);
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_version (number integer NOT NULL)");
        var version = VersionOf(connection);
        Check(version, name);
        foreach (var (_, text) in All.Where(migration => migration.Number > version))
            connection.ExecutePatiently(text);
        if (version < Latest)
            connection.Execute("DELETE FROM schema_version; INSERT INTO schema_version VALUES (@0)", Latest);
        transaction.Commit();
    }

    /// <summary>The schema that a database has.</summary>
    public static int VersionOf(DbConnection connection) => connection.Scalar<int>("SELECT coalesce(max(number), 0) FROM schema_version");

    /// <summary>
    /// Puts records that came with the numbers of another server's transactions, from a dump, before all others: numbers that
    /// this server has not reached would hide them from whoever reads on from a place.
    /// </summary>
    public static void Settle(NpgsqlConnection connection) => connection.ExecutePatiently("UPDATE usage SET tx = '0' WHERE tx >= pg_snapshot_xmax(pg_current_snapshot())");

    /// <summary>Runs what takes as long as the record is large, or another node's migration lasts.</summary>
    static void ExecutePatiently(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Command(sql, values);
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }

    /// <summary>Throws <see cref="StoreException"/> where a schema is newer than the program.</summary>
    public static void Check(int version, string name)
    {
        if (version > Latest)
            throw new StoreException($"{name} was written by a newer version of gardu (schema {version}, this program knows {Latest}); run the newer version");
    }
}
