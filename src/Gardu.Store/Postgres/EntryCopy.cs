using System.Data.Common;
using Gardu.Ledger.Merkle;
using Gardu.Store.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace Gardu.Store.Postgres;

/// <summary>Entries of usage into their table, as <see cref="UsageCopy"/>.</summary>
static class EntryCopy
{
    /// <summary>Writes entries within the transaction that is open. Values stand in the order of <see cref="NewEntry.Columns"/>.</summary>
    public static void Write(DbConnection connection, IEnumerable<NewEntry> entries)
    {
        using var copy = ((NpgsqlConnection)connection).BeginBinaryImport($"COPY entry ({NewEntry.Columns}) FROM STDIN (FORMAT BINARY)");
        foreach (var entry in entries)
        {
            var (envelope, hash) = (entry.Envelope, new byte[TreeHash.Size]);
            envelope.PayloadHash.Write(hash);
            copy.StartRow();
            copy.Write(entry.Id, NpgsqlDbType.Bytea);
            copy.Write((short)entry.Kind, NpgsqlDbType.Smallint);
            copy.Write(envelope.Micros, NpgsqlDbType.Bigint);
            copy.Write(hash, NpgsqlDbType.Bytea);
            copy.Write(entry.Salt, NpgsqlDbType.Bytea);
            copy.Write(entry.Payload, NpgsqlDbType.Bytea);
            UsageCopy.WriteText(copy, entry.Site);
            UsageCopy.WriteText(copy, entry.Licensee);
        }
        copy.Complete();
    }
}
