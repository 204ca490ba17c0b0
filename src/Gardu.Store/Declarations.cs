using System.Data.Common;
using System.IO.Compression;
using Gardu.Gate.Declaring;
using Gardu.Ledger.Entries;
using Gardu.Store.Ledger;

namespace Gardu.Store;

/// <summary>
/// The history of declarations. Changes are rare, so each call opens a connection of its own, beside the one that writes usage
/// records.
/// </summary>
public sealed class Declarations(Database database) : IDeclarationStore
{
    const string Columns = "SELECT time, site, name, hash FROM declaration";
    const string SelectLatest = $"{Columns} WHERE seq IN (SELECT max(seq) FROM declaration GROUP BY site, name) ORDER BY seq";

    /// <inheritdoc/>
    public IReadOnlyList<Declaration> Latest() => Query(SelectLatest);

    /// <summary>What sites say by now, within the transaction that is open.</summary>
    internal static IEnumerable<Declaration> InForce(DbConnection connection) => connection.Query(SelectLatest, Read).Where(said => said.Hash is not null);

    /// <summary>Every change, the oldest first.</summary>
    public IReadOnlyList<Declaration> All() => Query($"{Columns} ORDER BY seq");

    /// <inheritdoc/>
    public void Add(Declaration declaration, ReadOnlyMemory<byte> bytes) => database.Guarded(Access.Write, connection =>
    {
        var hash = declaration.Hash is null ? null : Convert.FromHexString(declaration.Hash);
        using var transaction = connection.BeginTransaction();
        // Of several nodes that come to say the same, the first writes it: the row of the bytes is locked, and the others then see.
        if (hash is not null)
            connection.Execute("INSERT INTO declared (hash, bytes) VALUES (@0, @1) ON CONFLICT (hash) DO UPDATE SET hash = excluded.hash", hash, Compressed(bytes.Span));
        var last = connection.Query($"{Columns} WHERE site = @0 AND name = @1 ORDER BY seq DESC LIMIT 1", Read, declaration.Site, declaration.Name);
        if (last is not [var said] || said.Hash != declaration.Hash)
        {
            connection.Execute("INSERT INTO declaration (time, site, name, hash) VALUES (@0, @1, @2, @3)", UsageRows.Micros(declaration.Time), declaration.Site, declaration.Name, hash);
            new NewEntry(EntryKind.Declaration, declaration.Time, Payloads.Of(declaration), declaration.Site).Enter(connection);
        }
        transaction.Commit();
    });

    /// <inheritdoc/>
    public byte[]? Read(string hash) => database.Guarded(Access.Read, connection =>
        connection.Query("SELECT bytes FROM declared WHERE hash = @0", row => Decompressed((byte[])row.GetValue(0)), Convert.FromHexString(hash))) is [var bytes] ? bytes : null;

    IReadOnlyList<Declaration> Query(string sql) => database.Guarded(Access.Read, connection => connection.Query(sql, Read));

    static Declaration Read(DbDataReader row) =>
        new(UsageRows.Time(row.GetInt64(0)), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : Convert.ToHexStringLower((byte[])row.GetValue(3)));

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
