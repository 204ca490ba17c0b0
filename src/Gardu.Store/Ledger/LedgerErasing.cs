using System.Data.Common;
using Gardu.Ledger.Entries;

namespace Gardu.Store.Ledger;

/// <summary>Erasing: what entries are about goes; envelopes stay, and so does every proof.</summary>
public static class LedgerErasing
{
    const string Usage = "FROM usage WHERE salt IS NOT NULL AND (@0 = '' OR licensee = @0) AND @1 IN (0, 1) AND time < @2 AND (@3 < 0 OR seq = (SELECT seq FROM entry WHERE leaf_index = @3))";

    const string Other = "FROM payload WHERE (@0 = '' OR licensee = @0) AND entry IN (SELECT seq FROM entry WHERE kind <> 1 AND (@1 = 0 OR kind = @1) AND time < @2 AND (@3 < 0 OR leaf_index = @3))";

    extension(LedgerRows rows)
    {
        /// <summary>Of how many entries something would be erased.</summary>
        public long CountOf(Erasure erasure) => rows.Database.Guarded(Access.Read, connection =>
            connection.Scalar<long>($"SELECT count(*) {Usage}", Values(erasure)) + connection.Scalar<long>($"SELECT count(*) {Other}", Values(erasure)));

        /// <summary>Whether somebody of that id is on record.</summary>
        public bool IsLicensee(string id) => rows.Database.Guarded(Access.Read, connection => connection.Scalar<long>("SELECT count(*) FROM licensee WHERE id = @0", id)) > 0;

        /// <summary>Erases, and puts on record that it was done, though not what. Returns of how many entries something went.</summary>
        public long Erase(Erasure erasure, DateTimeOffset now) => rows.Database.Erase(connection =>
        {
            var erased = connection.Execute($"DELETE {Usage}", Values(erasure)) + connection.Execute($"DELETE {Other}", Values(erasure));
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

    static object[] Values(Erasure erasure) =>
        [erasure.Licensee ?? "", (int)(erasure.Kind ?? 0), erasure.Before is { } before ? UsageRows.Micros(before) : long.MaxValue, erasure.Index ?? -1L];
}
