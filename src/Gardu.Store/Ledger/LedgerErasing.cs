using System.Data.Common;
using System.Globalization;
using Gardu.Ledger.Entries;

namespace Gardu.Store.Ledger;

/// <summary>Erasing: what entries are about goes; envelopes stay, and so does every proof.</summary>
public static class LedgerErasing
{
    /// <summary>What one transaction takes away at the most.</summary>
    internal const int PartMax = 5_000;

    const string Usage = "usage";

    /// <summary>Of a record that was charged the amount stays, which accounts are made of: its licensee's name, from where, by what and for what was asked goes, and with the salt the entry's proof of it.</summary>
    const string Blank = "UPDATE usage SET salt = NULL, path = '', address = '', operator = NULL, user_agent = NULL, detail = NULL, key = NULL";

    extension(LedgerRows rows)
    {
        /// <summary>Of how many entries something would be erased.</summary>
        public long CountOf(Erasure erasure) => rows.Database.Guarded(Access.Report, connection => CountOf(connection, erasure));

        /// <summary>Whether somebody of that id is on record.</summary>
        public bool IsLicensee(string id) => rows.Database.Guarded(Access.Read, connection => connection.Scalar<long>("SELECT count(*) FROM licensee WHERE id = @0", id)) > 0;

        /// <summary>
        /// Erases in parts, so that whoever records waits for none of them long, and puts on record with each that it was done, though not what. Where it ends early, the
        /// same again erases the rest. Returns of how many entries something went.
        /// </summary>
        public long Erase(Erasure erasure, DateTimeOffset now)
        {
            var erased = TablesOf(erasure).Sum(table => EraseOf(rows.Database, table, erasure, now));
            if (erasure.Licensee is { } licensee)
                rows.Database.Erase(connection => EraseLicensee(connection, licensee, now));
            return erased;
        }
    }

    static long EraseOf(Database database, (string Name, string Key, string Which) table, Erasure erasure, DateTimeOffset now)
    {
        var (erased, behind) = (0L, -1L);
        for (var isMore = true; isMore;)
            isMore = database.Erase(connection =>
            {
                var which = $"FROM {table.Name} WHERE {table.Which} AND {table.Key} > @1";
                var part = connection.Query($"SELECT {table.Key} {which} ORDER BY {table.Key} LIMIT {PartMax}", row => row.GetInt64(0), ValueOf(erasure), behind);
                if (part.Count == 0)
                    return false;
                if (table.Name == Usage)
                    connection.Execute($"{Blank} WHERE {table.Which} AND {table.Key} > @1 AND {table.Key} <= @2 AND charge_key IS NOT NULL", ValueOf(erasure), behind, part[^1]);
                connection.Execute($"DELETE {which} AND {table.Key} <= @2{(table.Name == Usage ? " AND charge_key IS NULL" : "")}", ValueOf(erasure), behind, part[^1]);
                new NewEntry(EntryKind.Operator, now, Payloads.Of(erasure, part.Count)).Enter(connection);
                (erased, behind) = (erased + part.Count, part[^1]);
                return part.Count == PartMax;
            });
        return erased;
    }

    static long CountOf(DbConnection connection, Erasure erasure) =>
        TablesOf(erasure).Sum(table => connection.Scalar<long>($"SELECT count(*) FROM {table.Name} WHERE {table.Which}", ValueOf(erasure)));

    static bool EraseLicensee(DbConnection connection, string licensee, DateTimeOffset now)
    {
        connection.Execute("UPDATE licensee SET name = 'erased', email = NULL WHERE id = @0", licensee);
        connection.Execute("UPDATE api_key SET revoked = coalesce(revoked, @1), prefix = '' WHERE licensee = @0", licensee, UsageRows.Micros(now));
        connection.Execute("UPDATE key_revision SET number = number + 1");
        new NewEntry(EntryKind.Licensee, now, Payloads.OfErased(licensee)).Enter(connection);
        return true;
    }

    /// <summary>From which tables what goes: usage records, and payloads of other facts.</summary>
    static IEnumerable<(string Name, string Key, string Which)> TablesOf(Erasure erasure)
    {
        if (UsageOf(erasure) is { } usage)
            yield return (Usage, "seq", $"{usage} AND (salt IS NOT NULL OR charge_key IS NULL)");
        if (PayloadsOf(erasure) is { } payloads)
            yield return ("payload", "entry", payloads);
    }

    static string? UsageOf(Erasure erasure) => erasure switch
    {
        { Licensee: not null } => "licensee = @0",
        { Index: not null } => "seq = (SELECT seq FROM entry WHERE leaf_index = @0)",
        { Kind: EntryKind.Usage } => "time < @0",
        _ => null,
    };

    static string? PayloadsOf(Erasure erasure) => erasure switch
    {
        { Licensee: not null } => "licensee = @0",
        { Index: not null } => "entry = (SELECT seq FROM entry WHERE leaf_index = @0)",
        { Kind: EntryKind.Usage } => null,
        _ => string.Create(CultureInfo.InvariantCulture, $"entry IN (SELECT seq FROM entry WHERE kind <> {(int)EntryKind.Usage} AND kind = {(int)erasure.Kind!} AND time < @0)"), // what else there is to say
    };

    static object ValueOf(Erasure erasure) => erasure.Licensee ?? (object?)erasure.Index ?? UsageRows.Micros(erasure.Before!.Value); // with a kind there is a time
}
