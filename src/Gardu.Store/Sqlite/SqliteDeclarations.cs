using System.IO.Compression;
using Gardu.Gate.Declaring;
using Microsoft.Data.Sqlite;

namespace Gardu.Store.Sqlite;

/// <summary>
/// The history of declarations in a data folder's store, which has been opened before. Changes are rare, so each call opens a
/// connection of its own, beside the one that writes usage records.
/// </summary>
public sealed class SqliteDeclarations(string dataFolder) : IDeclarationStore
{
    const string Columns = "SELECT time, site, name, hash FROM declaration";

    readonly string path = SqliteStore.PathIn(dataFolder);

    /// <inheritdoc/>
    public IReadOnlyList<Declaration> Latest() =>
        Query($"{Columns} WHERE seq IN (SELECT max(seq) FROM declaration GROUP BY site, name) ORDER BY seq");

    /// <summary>Every change, the oldest first.</summary>
    public IReadOnlyList<Declaration> All() => Query($"{Columns} ORDER BY seq");

    /// <inheritdoc/>
    public void Add(Declaration declaration, ReadOnlyMemory<byte> bytes) => Guarded(SqliteOpenMode.ReadWrite, connection =>
    {
        object hash = declaration.Hash is null ? DBNull.Value : Convert.FromHexString(declaration.Hash);
        using var transaction = connection.BeginTransaction();
        if (declaration.Hash is not null)
            connection.Execute("INSERT OR IGNORE INTO declared (hash, bytes) VALUES ($0, $1)", hash, Compressed(bytes.Span));
        connection.Execute("INSERT INTO declaration (time, site, name, hash) VALUES ($0, $1, $2, $3)", UsageRows.Micros(declaration.Time), declaration.Site, declaration.Name, hash);
        transaction.Commit();
        return true;
    });

    /// <inheritdoc/>
    public byte[]? Read(string hash) => Guarded(SqliteOpenMode.ReadOnly, connection =>
    {
        using var query = connection.CreateCommand();
        query.CommandText = "SELECT bytes FROM declared WHERE hash = $hash";
        query.Parameters.AddWithValue("$hash", Convert.FromHexString(hash));
        return query.ExecuteScalar() is byte[] bytes ? Decompressed(bytes) : null;
    });

    IReadOnlyList<Declaration> Query(string sql) => Guarded(SqliteOpenMode.ReadOnly, connection => connection.Query(sql, row =>
        new Declaration(UsageRows.Time(row.GetInt64(0)), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : Convert.ToHexStringLower((byte[])row.GetValue(3)))));

    T Guarded<T>(SqliteOpenMode mode, Func<SqliteConnection, T> work) => SqliteFile.Guarded(path, mode, work);

    static byte[] Compressed(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal))
            brotli.Write(bytes);
        return packed.ToArray();
    }

    static byte[] Decompressed(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        brotli.CopyTo(bytes);
        return bytes.ToArray();
    }
}
