using Gardu.Ledger.Merkle;
using Gardu.Store.Ledger;
using Microsoft.Data.Sqlite;

namespace Gardu.Store.Sqlite;

/// <summary>Entries of usage into their table, hot as <see cref="UsageInsert"/>.</summary>
sealed class EntryInsert(SqliteConnection connection) : IDisposable
{
    readonly RawStatement statement = new(connection, "entry", NewEntry.Columns);

    /// <summary>Inserts an entry; throws <see cref="SqliteException"/>. Positions are those of <see cref="NewEntry.Columns"/>.</summary>
    public void Run(NewEntry entry)
    {
        Span<byte> hash = stackalloc byte[TreeHash.Size];
        var envelope = entry.Envelope;
        envelope.PayloadHash.Write(hash);
        statement.Bind(1, entry.Id);
        statement.Bind(2, (long)entry.Kind);
        statement.Bind(3, envelope.Micros);
        statement.Bind(4, hash);
        statement.Bind(5, entry.Salt.Span);
        statement.Bind(6, entry.Payload);
        statement.Bind(7, entry.Site);
        statement.Bind(8, entry.Licensee);
        statement.Run();
    }

    public void Dispose() => statement.Dispose();
}
