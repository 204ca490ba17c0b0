using Gardu.Ledger.Entries;
using Gardu.Ledger.Merkle;
using Gardu.Store.Ledger;
using Microsoft.Data.Sqlite;

namespace Gardu.Store.Sqlite;

/// <summary>Envelopes of usage records into their table, hot as <see cref="UsageInsert"/>.</summary>
sealed class EntryInsert(SqliteConnection connection) : IDisposable
{
    readonly RawStatement statement = new(connection, "entry", NewEntry.Columns);

    /// <summary>Inserts an envelope and returns the number of its row; throws <see cref="SqliteException"/>. Positions are those of <see cref="NewEntry.Columns"/>.</summary>
    public long Run(Envelope envelope)
    {
        Span<byte> hash = stackalloc byte[TreeHash.Size];
        envelope.PayloadHash.Write(hash);
        statement.Bind(1, (long)envelope.Kind);
        statement.Bind(2, envelope.Micros);
        statement.Bind(3, hash);
        return statement.Run();
    }

    public void Dispose() => statement.Dispose();
}
