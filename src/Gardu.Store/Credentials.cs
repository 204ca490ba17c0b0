using System.Data.Common;
using Gardu.Agents.Credentials;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Store.Ledger;
using Gardu.Terms;

namespace Gardu.Store;

/// <summary>
/// Licensees and their keys. Changes are rare, so each call opens a connection of its own, beside the one that writes usage
/// records. Every method throws <see cref="StoreException"/> where the database cannot be had.
/// </summary>
public sealed class Credentials
{
    const string SelectKeys =
        "SELECT k.id, k.prefix, k.hash, k.purpose, k.sites, k.created, k.expires, k.revoked, k.last_used, k.audits, l.id, l.name, l.email, l.created "
        + "FROM api_key k JOIN licensee l ON l.id = k.licensee ORDER BY k.id";

    readonly Database database;

    Credentials(Database database) => this.database = database;

    /// <summary>Opens those of a database; makes its record where there is none yet.</summary>
    public static Credentials Open(Database database)
    {
        if (!database.HasRecord())
            database.OpenStore().Dispose();
        return new Credentials(database);
    }

    /// <summary>A number that goes up with each change of keys.</summary>
    public long Revision() => database.Guarded(Access.Read, connection => connection.Scalar<long>("SELECT number FROM key_revision"));

    /// <summary>All licensees, the oldest first.</summary>
    public IReadOnlyList<Licensee> Licensees() => database.Guarded(Access.Read, Licensees);

    /// <summary>All keys, the oldest first, those that hold no longer among them.</summary>
    public IReadOnlyList<IssuedKey> Keys() => database.Guarded(Access.Read, Keys);

    /// <inheritdoc cref="Licensees()"/>
    internal static IReadOnlyList<Licensee> Licensees(DbConnection connection) => connection.Query("SELECT id, name, email, created FROM licensee ORDER BY id", row => ReadLicensee(row, 0));

    /// <inheritdoc cref="Keys()"/>
    internal static IReadOnlyList<IssuedKey> Keys(DbConnection connection) => connection.Query(SelectKeys, ReadKey);

    /// <summary>Adds a licensee.</summary>
    public void Add(Licensee licensee) => Change(connection =>
    {
        connection.Execute("INSERT INTO licensee (id, name, email, created) VALUES (@0, @1, @2, @3)", licensee.Id, licensee.Name, licensee.Email, UsageRows.Micros(licensee.Created));
        new NewEntry(EntryKind.Licensee, licensee.Created, Payloads.Of(licensee), Licensee: licensee.Id).Enter(connection);
    });

    /// <summary>Adds a key of a licensee that is on record.</summary>
    /// <param name="key">The key.</param>
    /// <param name="replaced">The key that it takes the place of, which then holds until its own new end; null for none.</param>
    public void Add(IssuedKey key, IssuedKey? replaced) => Change(connection =>
    {
        connection.Execute("INSERT INTO api_key (id, licensee, prefix, hash, purpose, sites, created, expires, audits) VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8)",
            key.Id, key.Licensee.Id, key.Index, key.Hash.ToArray(), key.Purpose?.Name(), Rows.List(key.Sites), UsageRows.Micros(key.Created), Rows.Micros(key.Expires), key.Audits ? 1 : 0);
        Enter(connection, key, "added", key.Created);
        if (replaced is null)
            return;
        connection.Execute("UPDATE api_key SET expires = @0 WHERE id = @1", Rows.Micros(replaced.Expires), replaced.Id);
        Enter(connection, replaced, "ends", key.Created);
    });

    /// <summary>Revokes a key; one that is revoked already keeps its time.</summary>
    public void Revoke(IssuedKey key, DateTimeOffset now) => Change(connection =>
    {
        if (connection.Execute("UPDATE api_key SET revoked = @0 WHERE id = @1 AND revoked IS NULL", UsageRows.Micros(now), key.Id) > 0)
            Enter(connection, key, "revoked", now);
    });

    void Change(Action<DbConnection> change) => Selling.Revision.Change(database, change);

    /// <summary>Writes the entry of a change of a key.</summary>
    internal static void Enter(DbConnection connection, IssuedKey key, string change, DateTimeOffset now) =>
        new NewEntry(EntryKind.Key, now, Payloads.Of(key, change), Licensee: key.Licensee.Id).Enter(connection);

    static Licensee ReadLicensee(DbDataReader row, int at) =>
        new(row.GetString(at), row.GetString(at + 1), Rows.Text(row, at + 2), UsageRows.Time(row.GetInt64(at + 3)));

    static IssuedKey ReadKey(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Index = row.GetString(1),
        Hash = (byte[])row.GetValue(2),
        Purpose = row.IsDBNull(3) ? null : PurposeNames.TryParse(row.GetString(3), out var purpose) ? purpose : throw new StoreException($"key {row.GetString(0)} has no readable purpose", isCorrupt: true),
        Sites = Rows.List(row, 4),
        Created = UsageRows.Time(row.GetInt64(5)),
        Expires = Rows.Time(row, 6),
        Revoked = Rows.Time(row, 7),
        LastUsed = Rows.Time(row, 8),
        Audits = row.GetInt32(9) != 0,
        Licensee = ReadLicensee(row, 10),
    };
}
