using System.Data.Common;
using System.Globalization;
using Gardu.Ledger.Entries;

namespace Gardu.Store.Ledger;

/// <summary>Erasing: what entries are about goes; envelopes stay, and so does every proof.</summary>
public static class LedgerErasing
{
    extension(LedgerRows rows)
    {
        /// <summary>Of how many entries something would be erased.</summary>
        public long CountOf(Erasure erasure) => rows.Database.Guarded(Access.Report, connection => CountOf(connection, erasure));

        /// <summary>Whether somebody of that id is on record.</summary>
        public bool IsLicensee(string id) => rows.Database.Guarded(Access.Read, connection => connection.Scalar<long>("SELECT count(*) FROM licensee WHERE id = @0", id)) > 0;

        /// <summary>Erases, and puts on record that it was done, though not what. Returns of how many entries something went.</summary>
        public long Erase(Erasure erasure, DateTimeOffset now) => rows.Database.Erase(connection =>
        {
            var erased = CountOf(connection, erasure);
            if (UsageOf(erasure) is { } usage)
                connection.Execute($"DELETE FROM usage WHERE {usage}", ValueOf(erasure));
            if (PayloadsOf(erasure) is { } payloads)
                connection.Execute($"DELETE FROM payload WHERE {payloads}", ValueOf(erasure));
            if (erasure.Licensee is { } licensee)
                EraseLicensee(connection, licensee, now);
            new NewEntry(EntryKind.Operator, now, Payloads.Of(erasure, erased)).Enter(connection);
            return erased;
        });
    }

    /// <summary>Records from before the ledger have no entry, and go all the same.</summary>
    static long CountOf(DbConnection connection, Erasure erasure) =>
        (UsageOf(erasure) is { } usage ? connection.Scalar<long>($"SELECT count(*) FROM usage WHERE {usage} AND salt IS NOT NULL", ValueOf(erasure)) : 0)
        + (PayloadsOf(erasure) is { } payloads ? connection.Scalar<long>($"SELECT count(*) FROM payload WHERE {payloads}", ValueOf(erasure)) : 0);

    static void EraseLicensee(DbConnection connection, string licensee, DateTimeOffset now)
    {
        connection.Execute("UPDATE licensee SET name = 'erased', email = NULL WHERE id = @0", licensee);
        connection.Execute("UPDATE api_key SET revoked = coalesce(revoked, @1), prefix = '' WHERE licensee = @0", licensee, UsageRows.Micros(now));
        connection.Execute("UPDATE key_revision SET number = number + 1");
        new NewEntry(EntryKind.Licensee, now, Payloads.OfErased(licensee)).Enter(connection);
    }

    /// <summary>Which usage records go; null for none.</summary>
    static string? UsageOf(Erasure erasure) => erasure switch
    {
        { Licensee: not null } => "licensee = @0",
        { Index: not null } => "seq = (SELECT seq FROM entry WHERE leaf_index = @0)",
        { Kind: EntryKind.Usage } => "time < @0",
        _ => null,
    };

    /// <summary>Which payloads of other facts go; null for none.</summary>
    static string? PayloadsOf(Erasure erasure) => erasure switch
    {
        { Licensee: not null } => "licensee = @0",
        { Index: not null } => "entry = (SELECT seq FROM entry WHERE leaf_index = @0)",
        { Kind: EntryKind.Usage } => null,
        _ => string.Create(CultureInfo.InvariantCulture, $"entry IN (SELECT seq FROM entry WHERE kind <> {(int)EntryKind.Usage} AND kind = {(int)erasure.Kind!} AND time < @0)"), // what else there is to say
    };

    static object ValueOf(Erasure erasure) => erasure.Licensee ?? (object?)erasure.Index ?? UsageRows.Micros(erasure.Before!.Value); // with a kind there is a time
}
