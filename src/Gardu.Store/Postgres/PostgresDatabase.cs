using System.Data.Common;
using System.Net.Sockets;
using Gardu.Gate.Limits;
using Gardu.Gate.Recording;
using Gardu.Store.Selling;
using Npgsql;

namespace Gardu.Store.Postgres;

/// <summary>The database of many nodes: connections out of a pool, and what PostgreSQL's errors mean to an owner.</summary>
sealed class PostgresDatabase(PostgresAddress address) : Database
{
    /// <summary>
    /// Seconds that a statement of a look or a commit may take, so that a gate that stops is not held up by a server that is silent:
    /// the driver then asks the server to break off, for twice the time that a connection may take.
    /// </summary>
    const int ShortMax = 4;

    /// <summary>What an asynchronous commit would lose in a crash has been answered already. A setting that waits for more than the disk stays.</summary>
    public const string Durable = "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

    readonly string brief = With(address, ShortMax);
    readonly string patient = With(address, timeout: 0);
    readonly string charging = With(address, ShortMax, prepared: 50);

    /// <inheritdoc/>
    public override string Name => address.ToString();

    /// <inheritdoc/>
    public override bool HasRecord() => Guarded(Access.Read, connection => connection.Scalar<bool>("SELECT to_regclass('usage') IS NOT NULL"));

    /// <inheritdoc/>
    public override UsageStore OpenStore()
    {
        Guarded(Access.Write, connection =>
        {
            PostgresMigrations.Apply((NpgsqlConnection)connection, Name);
            PostgresMigrations.Settle((NpgsqlConnection)connection);
        });
        return new PostgresStore(this);
    }

    /// <inheritdoc/>
    public override ChargeStore OpenCharges() => new PostgresChargeStore(this);

    /// <inheritdoc/>
    public override ISharedRates Rates => new PostgresRates(this);

    /// <inheritdoc/>
    public override bool HasBackup(string folder) => File.Exists(PostgresDump.In(folder));

    /// <inheritdoc/>
    public override void Backup(string folder) => new PostgresDump(address).Write(folder);

    /// <inheritdoc/>
    public override void Restore(string folder)
    {
        var schema = HasRecord() ? Guarded(Access.Read, PostgresMigrations.VersionOf) : 0;
        new PostgresDump(address).Read(folder, schema);
        Guarded(Access.Write, connection => PostgresMigrations.Settle((NpgsqlConnection)connection));
    }

    internal override DbConnection Connect(Access access)
    {
        var connection = Open(access switch { Access.Report or Access.Rewrite => patient, Access.Charge => charging, _ => brief });
        try
        {
            if (access is not (Access.Read or Access.Charge))
                connection.Execute(access == Access.Report ? "BEGIN ISOLATION LEVEL REPEATABLE READ" : Durable);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    static NpgsqlConnection Open(string settings)
    {
        var connection = new NpgsqlConnection(settings);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The server marks what is removed as free, and writes over it in time.</summary>
    internal override T Erase<T>(Func<DbConnection, T> change) => Guarded(Access.Rewrite, connection =>
    {
        T changed;
        using (var transaction = connection.BeginTransaction())
        {
            connection.Execute("SELECT pg_advisory_xact_lock(@0)", PostgresStore.PruneLock); // so that no two wait for each other's rows
            changed = change(connection);
            transaction.Commit();
        }
        connection.Execute("VACUUM payload, usage, licensee, api_key");
        return changed;
    });

    internal override StoreException Explain(Exception failed) => failed switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused =>
            Say($"PostgreSQL does not let the user in ({refused.MessageText}); look at user name and password of \"store\""),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => Say("there is no such database; create it first, as the guide says"),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => Say("no room left on the server's disk"),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => Say("it may only be read there, as on a standby; name the server that takes writes"),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused => Say($"the user lacks a right ({refused.MessageText}); let it own the database"),
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } =>
            Say("it has no record, or one that an older version of gardu wrote; run \"gardu up\" on it once"),
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } broken =>
            new StoreException($"{Name} is damaged ({broken.MessageText}); restore it from a backup with \"gardu restore\"", failed, isCorrupt: true),
        PostgresException answered => Say(answered.MessageText),
        NpgsqlException or SocketException or TimeoutException or IOException => Say($"PostgreSQL cannot be reached ({(failed.InnerException ?? failed).Message})"),
        _ => Say(failed.Message),
    };

    StoreException Say(string what) => new($"{Name}: {what.TrimEnd('.')}");

    /// <summary>How connections are made.</summary>
    /// <param name="address">The server.</param>
    /// <param name="timeout">Seconds that a statement may take; 0 for any time.</param>
    /// <param name="prepared">Statements that a connection keeps prepared where they come again and again; 0 for none.</param>
    static string With(PostgresAddress address, int timeout, int prepared = 0)
    {
        var settings = address.Settings;
        settings.CommandTimeout = timeout;
        settings.MaxAutoPrepare = prepared;
        return settings.ConnectionString;
    }
}
