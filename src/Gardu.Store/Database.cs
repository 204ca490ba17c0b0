using System.Data.Common;
using System.Net.Sockets;
using Gardu.Gate.Limits;
using Gardu.Gate.Recording;
using Gardu.Store.Postgres;
using Gardu.Store.Selling;
using Gardu.Store.Sqlite;

namespace Gardu.Store;

/// <summary>
/// One of the two databases: SQLite, a file in the data folder, or PostgreSQL, for many nodes. What they have in common is written
/// once over <see cref="Guarded{T}"/>, in SQL that both understand. Whatever fails is a <see cref="StoreException"/> in words for the owner.
/// </summary>
public abstract class Database
{
    /// <summary>The database of a gate.</summary>
    /// <param name="dataFolder">Where SQLite has its file.</param>
    /// <param name="address">Where PostgreSQL is; null for SQLite.</param>
    public static Database Of(string dataFolder, PostgresAddress? address) => address is null ? new SqliteDatabase(dataFolder) : new PostgresDatabase(address);

    /// <summary>What it is called in messages; without a password.</summary>
    public abstract string Name { get; }

    /// <summary>Whether there is a record in it.</summary>
    public abstract bool HasRecord();

    /// <summary>Opens it to record usage: makes it where it is missing, and brings its schema up to date.</summary>
    public abstract UsageStore OpenStore();

    /// <summary>Opens it to charge; its record is there.</summary>
    public abstract ChargeStore OpenCharges();

    /// <summary>Where the gates on it tell each other what they let through; null where there is one gate at the most.</summary>
    public virtual ISharedRates? Rates => null;

    /// <summary>Whether a folder holds a backup of this kind of database.</summary>
    public abstract bool HasBackup(string folder);

    /// <summary>Writes a consistent copy into a folder, while others write on.</summary>
    public abstract void Backup(string folder);

    /// <summary>Puts a copy in the place of what is there; a gate that runs on it goes on with the restored records.</summary>
    public abstract void Restore(string folder);

    /// <summary>Opens a connection.</summary>
    internal abstract DbConnection Connect(Access access);

    /// <summary>Says in words what failed.</summary>
    internal abstract StoreException Explain(Exception failed);

    /// <summary>Held by whoever writes, where one at a time may; null where the server sees to that.</summary>
    internal virtual Lock? Turn => null;

    /// <summary>Works over a connection of its own.</summary>
    internal T Guarded<T>(Access access, Func<DbConnection, T> work)
    {
        if (access is Access.Read or Access.Report || Turn is not { } turn)
            return Work(access, work);
        lock (turn)
            return Work(access, work);
    }

    T Work<T>(Access access, Func<DbConnection, T> work)
    {
        try
        {
            using var connection = Connect(access);
            return work(connection);
        }
        catch (Exception failed) when (IsFailure(failed))
        {
            throw Explain(failed);
        }
    }

    /// <inheritdoc cref="Guarded{T}"/>
    internal void Guarded(Access access, Action<DbConnection> work) => Guarded(access, connection =>
    {
        work(connection);
        return true;
    });

    /// <summary>Changes something in one transaction so that, as far as the database can, no file keeps what is removed.</summary>
    internal abstract T Erase<T>(Func<DbConnection, T> change);

    /// <summary>Whether it is the database that failed, and not this program: its own errors, the network's, and kept bytes that cannot be unpacked.</summary>
    internal static bool IsFailure(Exception failed) => failed is DbException or SocketException or TimeoutException or IOException or UnauthorizedAccessException or InvalidDataException;

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}

/// <summary>What a connection is for.</summary>
enum Access
{
    /// <summary>A short look.</summary>
    Read,

    /// <summary>A change, durable once it is committed.</summary>
    Write,

    /// <summary>Everything as of one moment, for as long as that takes.</summary>
    Report,

    /// <summary>A change of much, durable once it is committed, for as long as that takes.</summary>
    Rewrite,

    /// <summary>Charges: the same statements again and again, which say themselves what they need.</summary>
    Charge,
}
