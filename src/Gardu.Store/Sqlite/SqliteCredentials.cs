using Gardu.Agents.Credentials;
using Gardu.Gate.Recording;
using Gardu.Terms;
using Microsoft.Data.Sqlite;

namespace Gardu.Store.Sqlite;

/// <summary>
/// Licensees and their keys in a data folder's store. Changes are rare, so each call opens a connection of its own, beside
/// the one that writes usage records. Every method throws <see cref="StoreException"/> where the store cannot be had.
/// </summary>
public sealed class SqliteCredentials
{
    const string SelectKeys =
        "SELECT k.id, k.prefix, k.hash, k.purpose, k.sites, k.created, k.expires, k.revoked, k.last_used, l.id, l.name, l.email, l.created "
        + "FROM api_key k JOIN licensee l ON l.id = k.licensee ORDER BY k.id";

    readonly string path;

    SqliteCredentials(string path) => this.path = path;

    /// <summary>Opens those of a data folder; makes its store where there is none yet.</summary>
    public static SqliteCredentials Open(string dataFolder)
    {
        var path = SqliteStore.PathIn(dataFolder);
        if (!File.Exists(path))
            SqliteStore.Open(dataFolder).Dispose();
        return new SqliteCredentials(path);
    }

    /// <summary>A number that goes up with each change of keys.</summary>
    public long Revision() => Guarded(SqliteOpenMode.ReadOnly, connection => connection.Scalar<long>("SELECT number FROM key_revision"));

    /// <summary>All licensees, the oldest first.</summary>
    public IReadOnlyList<Licensee> Licensees() => Query("SELECT id, name, email, created FROM licensee ORDER BY id", row => ReadLicensee(row, 0));

    /// <summary>All keys, the oldest first, those that hold no longer among them.</summary>
    public IReadOnlyList<IssuedKey> Keys() => Query(SelectKeys, ReadKey);

    /// <summary>Adds a licensee.</summary>
    public void Add(Licensee licensee) => Change("INSERT INTO licensee (id, name, email, created) VALUES ($0, $1, $2, $3)",
        licensee.Id, licensee.Name, licensee.Email, UsageRows.Micros(licensee.Created));

    /// <summary>Adds a key of a licensee that is on record.</summary>
    /// <param name="key">The key.</param>
    /// <param name="replaced">The key that it takes the place of, which then holds until its own new end; null for none.</param>
    public void Add(IssuedKey key, IssuedKey? replaced) => Guarded(SqliteOpenMode.ReadWrite, connection =>
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute("INSERT INTO api_key (id, licensee, prefix, hash, purpose, sites, created, expires) VALUES ($0, $1, $2, $3, $4, $5, $6, $7)",
            key.Id, key.Licensee.Id, key.Index, key.Hash.ToArray(), key.Purpose?.Name(), string.Join('\n', key.Sites), UsageRows.Micros(key.Created), Micros(key.Expires));
        if (replaced is not null)
            connection.Execute("UPDATE api_key SET expires = $0 WHERE id = $1", Micros(replaced.Expires), replaced.Id);
        Announce(connection);
        transaction.Commit();
        return true;
    });

    /// <summary>Revokes a key; one that is revoked already keeps its time.</summary>
    public void Revoke(string id, DateTimeOffset now) => Change("UPDATE api_key SET revoked = ifnull(revoked, $0) WHERE id = $1", UsageRows.Micros(now), id);

    void Change(string sql, params object?[] values) => Guarded(SqliteOpenMode.ReadWrite, connection =>
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute(sql, values);
        Announce(connection);
        transaction.Commit();
        return true;
    });

    static void Announce(SqliteConnection connection) => connection.Execute("UPDATE key_revision SET number = number + 1");

    IReadOnlyList<T> Query<T>(string sql, Func<SqliteDataReader, T> read) => Guarded(SqliteOpenMode.ReadOnly, connection => connection.Query(sql, read));

    T Guarded<T>(SqliteOpenMode mode, Func<SqliteConnection, T> work) => SqliteFile.Guarded(path, mode, work);

    static Licensee ReadLicensee(SqliteDataReader row, int at) =>
        new(row.GetString(at), row.GetString(at + 1), row.IsDBNull(at + 2) ? null : row.GetString(at + 2), UsageRows.Time(row.GetInt64(at + 3)));

    static IssuedKey ReadKey(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Index = row.GetString(1),
        Hash = (byte[])row.GetValue(2),
        Purpose = row.IsDBNull(3) ? null : PurposeNames.TryParse(row.GetString(3), out var purpose) ? purpose : throw new StoreException($"key {row.GetString(0)} has no readable purpose", isCorrupt: true),
        Sites = row.GetString(4).Split('\n', StringSplitOptions.RemoveEmptyEntries),
        Created = UsageRows.Time(row.GetInt64(5)),
        Expires = Time(row, 6),
        Revoked = Time(row, 7),
        LastUsed = Time(row, 8),
        Licensee = ReadLicensee(row, 9),
    };

    static DateTimeOffset? Time(SqliteDataReader row, int at) => row.IsDBNull(at) ? null : UsageRows.Time(row.GetInt64(at));

    static object? Micros(DateTimeOffset? time) => time is { } known ? UsageRows.Micros(known) : null;
}
