using System.Data.Common;
using System.Security.Cryptography;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;

namespace Gardu.Store.Ledger;

/// <summary>
/// An entry that is about to be written, in the transaction of the fact that it records: a fact and its entry cannot part. Whatever comes to be recorded besides is
/// one more method of <see cref="Payloads"/>, and <see cref="Enter"/> where the fact is written. A usage record is its own payload: <see cref="UsageEntry"/>.
/// </summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Time">When.</param>
/// <param name="Payload">The canonical bytes.</param>
/// <param name="Site">The site that it is about; null for none.</param>
/// <param name="Licensee">Whom it concerns; null for nobody.</param>
sealed record NewEntry(EntryKind Kind, DateTimeOffset Time, byte[] Payload, string? Site = null, string? Licensee = null)
{
    /// <summary>The columns of an entry that has no index yet, besides its number.</summary>
    public const string Columns = "kind, time, hash";

    /// <summary>Writes it within the transaction that is open.</summary>
    public void Enter(DbConnection connection)
    {
        var salt = RandomNumberGenerator.GetBytes(Envelope.SaltSize);
        var seq = Write(connection, EnvelopeOf(Kind, Time, salt, Payload));
        connection.Execute($"INSERT INTO payload (entry, salt, payload, site, licensee) VALUES ({Sql.Marks(5)})", seq, salt, Payload, Site, Licensee);
    }

    /// <summary>The envelope of a payload; a clock may stand before 1970.</summary>
    public static Envelope EnvelopeOf(EntryKind kind, DateTimeOffset time, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> payload) =>
        Envelope.Of(kind, Math.Max(0, UsageRows.Micros(time)), salt, payload);

    /// <summary>Writes an envelope; returns the number of its row.</summary>
    public static long Write(DbConnection connection, Envelope envelope) =>
        connection.Scalar<long>($"INSERT INTO entry ({Columns}) VALUES ({Sql.Marks(3)}) RETURNING seq", (short)envelope.Kind, envelope.Micros, envelope.PayloadHash.ToArray());
}

/// <summary>The entry of a usage record, whose row keeps all that its payload is made of, and the salt.</summary>
/// <param name="Record">The record.</param>
/// <param name="Envelope">The leaf of the tree.</param>
/// <param name="Salt">Hides the payload from those who see the envelope alone.</param>
readonly record struct UsageEntry(UsageRecord Record, Envelope Envelope, ReadOnlyMemory<byte> Salt)
{
    /// <summary>Entries of records, with their salts out of one draw.</summary>
    public static UsageEntry[] Of(IReadOnlyList<UsageRecord> records)
    {
        var salts = RandomNumberGenerator.GetBytes(records.Count * Envelope.SaltSize);
        var entries = new UsageEntry[records.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var salt = salts.AsMemory(i * Envelope.SaltSize, Envelope.SaltSize);
            entries[i] = new UsageEntry(records[i], NewEntry.EnvelopeOf(EntryKind.Usage, records[i].Time, salt.Span, Payloads.Of(records[i])), salt);
        }
        return entries;
    }
}
