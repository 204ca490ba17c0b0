using System.Data.Common;
using System.Security.Cryptography;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Merkle;

namespace Gardu.Store.Ledger;

/// <summary>
/// An entry that is about to be written, in the transaction of the fact that it records: a fact and its entry cannot part. Whatever comes to be recorded besides is
/// one more method of <see cref="Payloads"/>, and <see cref="Enter"/> where the fact is written.
/// </summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Time">When.</param>
/// <param name="Payload">The canonical bytes.</param>
/// <param name="Site">The site that it is about; null for none.</param>
/// <param name="Licensee">Whom it concerns; null for nobody.</param>
sealed record NewEntry(EntryKind Kind, DateTimeOffset Time, byte[] Payload, string? Site = null, string? Licensee = null)
{
    /// <summary>The columns of an entry, in the order in which they are written.</summary>
    public const string Columns = "id, kind, time, hash, salt, payload, site, licensee";

    /// <summary>The request's id, of usage; null of everything else.</summary>
    public byte[]? Id { get; private init; }

    /// <summary>Hides the payload from those who see the envelope alone.</summary>
    public ReadOnlyMemory<byte> Salt { get; private init; } = RandomNumberGenerator.GetBytes(Envelope.SaltSize);

    /// <summary>The leaf of the tree.</summary>
    public Envelope Envelope => Envelope.Of(Kind, Math.Max(0, UsageRows.Micros(Time)), Salt.Span, Payload); // a clock may stand before 1970

    /// <summary>Entries of usage records, with their salts out of one draw.</summary>
    public static IEnumerable<NewEntry> Of(IReadOnlyList<UsageRecord> records)
    {
        var salts = RandomNumberGenerator.GetBytes(records.Count * Envelope.SaltSize);
        for (var i = 0; i < records.Count; i++)
            yield return new NewEntry(EntryKind.Usage, records[i].Time, Payloads.Of(records[i]), records[i].Site, records[i].Identity.Licensee)
            {
                Id = records[i].Id.Value.ToByteArray(bigEndian: true),
                Salt = salts.AsMemory(i * Envelope.SaltSize, Envelope.SaltSize),
            };
    }

    /// <summary>Writes it within the transaction that is open.</summary>
    public void Enter(DbConnection connection)
    {
        var (envelope, hash) = (Envelope, new byte[TreeHash.Size]);
        envelope.PayloadHash.Write(hash);
        connection.Execute($"INSERT INTO entry ({Columns}) VALUES ({Sql.Marks(8)})", Id, (short)Kind, envelope.Micros, hash, Salt.ToArray(), Payload, Site, Licensee);
    }
}
