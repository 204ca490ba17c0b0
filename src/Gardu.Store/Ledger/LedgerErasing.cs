using System.Data.Common;
using Gardu.Ledger.Entries;

namespace Gardu.Store.Ledger;

/// <summary>Erasing: what entries are about goes, with the facts that say the same; envelopes stay, and so does every proof.</summary>
public static class LedgerErasing
{
    extension(LedgerRows rows)
    {
        /// <summary>Of how many entries something would be erased.</summary>
        public long CountOf(Erasure erasure) => rows.Database.Guarded(Access.Report, connection =>
            connection.Scalar<long>($"SELECT count(*) FROM entry WHERE payload IS NOT NULL AND {Which(erasure)}", ValueOf(erasure)));

        /// <summary>Whether somebody of that id is on record.</summary>
        public bool IsLicensee(string id) => rows.Database.Guarded(Access.Read, connection => connection.Scalar<long>("SELECT count(*) FROM licensee WHERE id = @0", id)) > 0;

        /// <summary>Erases, and puts on record that it was done, though not what. Returns of how many entries something went.</summary>
        public long Erase(Erasure erasure, DateTimeOffset now) => rows.Database.Erase(connection =>
        {
            var erased = connection.Execute($"UPDATE entry SET salt = NULL, payload = NULL WHERE payload IS NOT NULL AND {Which(erasure)}", ValueOf(erasure));
            // Records from before the ledger have no entry. Those that have come since the last statement still have theirs, and stay with it.
            if (WhichUsage(erasure) is { } usage)
                connection.Execute($"DELETE FROM usage WHERE {usage} AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = usage.id AND e.payload IS NOT NULL)", ValueOf(erasure));
            if (erasure.Licensee is { } licensee)
                EraseLicensee(connection, licensee, now);
            new NewEntry(EntryKind.Operator, now, Payloads.Of(erasure, erased)).Enter(connection);
            return (long)erased;
        });
    }

    static void EraseLicensee(DbConnection connection, string licensee, DateTimeOffset now)
    {
        connection.Execute("UPDATE licensee SET name = 'erased', email = NULL WHERE id = @0", licensee);
        connection.Execute("UPDATE api_key SET revoked = coalesce(revoked, @1), prefix = '' WHERE licensee = @0", licensee, UsageRows.Micros(now));
        connection.Execute("UPDATE key_revision SET number = number + 1");
        new NewEntry(EntryKind.Licensee, now, Payloads.OfErased(licensee)).Enter(connection);
    }

    /// <summary>The entries that are meant, by <see cref="ValueOf"/>; in words for which there is an index.</summary>
    static string Which(Erasure erasure) => erasure switch
    {
        { Licensee: not null } => "licensee = @0",
        { Index: not null } => "seq = (SELECT entry FROM leaf WHERE leaf_index = @0)",
        { Kind: EntryKind.Usage } => $"kind = {(int)EntryKind.Usage} AND time < @0",
        _ => $"kind <> {(int)EntryKind.Usage} AND kind = {(int)(erasure.Kind ?? 0)} AND time < @0",
    };

    /// <summary>The usage records that are meant; null for none.</summary>
    static string? WhichUsage(Erasure erasure) => erasure switch
    {
        { Licensee: not null } => "licensee = @0",
        { Index: not null } => "id = (SELECT id FROM entry WHERE seq = (SELECT entry FROM leaf WHERE leaf_index = @0))",
        { Kind: EntryKind.Usage } => "time < @0",
        _ => null,
    };

    static object ValueOf(Erasure erasure) => erasure switch
    {
        { Licensee: { } licensee } => licensee,
        { Index: { } index } => index,
        _ => erasure.Before is { } before ? UsageRows.Micros(before) : long.MaxValue,
    };
}
