using System.Data.Common;
using Gardu.Store.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace Gardu.Store.Postgres;

/// <summary>Envelopes of usage records into their table, as <see cref="UsageCopy"/>.</summary>
static class EntryCopy
{
    /// <summary>Writes envelopes under numbers of their own within the transaction that is open.</summary>
    public static void Write(DbConnection connection, IReadOnlyList<UsageEntry> entries, IReadOnlyList<long> numbers)
    {
        using var copy = ((NpgsqlConnection)connection).BeginBinaryImport($"COPY entry (seq, {NewEntry.Columns}) FROM STDIN (FORMAT BINARY)");
        for (var i = 0; i < entries.Count; i++)
        {
            var envelope = entries[i].Envelope;
            copy.StartRow();
            copy.Write(numbers[i], NpgsqlDbType.Bigint);
            copy.Write((short)envelope.Kind, NpgsqlDbType.Smallint);
            copy.Write(envelope.Micros, NpgsqlDbType.Bigint);
            copy.Write(envelope.PayloadHash.ToArray(), NpgsqlDbType.Bytea);
        }
        copy.Complete();
    }
}
