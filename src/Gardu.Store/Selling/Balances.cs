using System.Data.Common;
using Gardu.Commerce.Charging;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Store.Ledger;
using Gardu.Terms.Values;

namespace Gardu.Store.Selling;

/// <summary>What licensees have paid in, and what is left of it. Every method throws <see cref="StoreException"/> where the database cannot be had.</summary>
public sealed class Balances(Database database)
{
    const string SelectPostings = "SELECT id, licensee, kind, currency, micros, time, note, key FROM posting WHERE licensee = @0";

    /// <summary>The columns of a wallet that <see cref="Read"/> reads.</summary>
    internal const string Columns = "balance, floor, spend_limit, month, spent, topped";

    internal static Wallet Read(DbDataReader row, int at) =>
        new(row.GetInt64(at), row.GetInt64(at + 1), row.IsDBNull(at + 2) ? null : row.GetInt64(at + 2), (int)row.GetInt64(at + 3), row.GetInt64(at + 4), row.GetInt64(at + 5));

    /// <summary>A licensee's wallets, by currency.</summary>
    public IReadOnlyList<(string Currency, Wallet Wallet)> Of(string licensee) => database.Guarded(Access.Read, connection =>
        connection.Query($"SELECT currency, {Columns} FROM wallet WHERE licensee = @0 ORDER BY currency", row => (row.GetString(0), Read(row, 1)), licensee));

    /// <summary>What moved a licensee's balances besides charges, the oldest first.</summary>
    public IReadOnlyList<Posting> Postings(string licensee) => database.Guarded(Access.Read, connection =>
        connection.Query($"{SelectPostings} ORDER BY id", ReadPosting, licensee));

    /// <summary>What was told of a licensee's use in a time, the oldest first: each time that so much of its credit, its own limit or a plan had been used.</summary>
    public IReadOnlyList<(DateTimeOffset Time, UsageAlert Alert)> Alerts(string licensee, DateTimeOffset from, DateTimeOffset to) => database.Guarded(Access.Read, connection =>
        connection.Query("SELECT time, licensee, about, percent, subject FROM usage_alert WHERE licensee = @0 AND time >= @1 AND time < @2 ORDER BY seq",
            row => (UsageRows.Time(row.GetInt64(0)), new UsageAlert(row.GetString(1), row.GetString(2), (int)row.GetInt64(3), row.GetString(4))), licensee, UsageRows.Micros(from), UsageRows.Micros(to)));

    /// <summary>Whether something has been posted under a name.</summary>
    public bool IsPosted(string licensee, string key) => database.Guarded(Access.Read, connection =>
        connection.Scalar<long>("SELECT count(*) FROM posting WHERE licensee = @0 AND key = @1", licensee, key) > 0);

    /// <summary>Posts; a posting under a key that is taken changes nothing, and the one that is there is returned.</summary>
    /// <param name="posting">What.</param>
    /// <param name="withinFloor">Whether it is refused (null) where the balance would go below its floor.</param>
    public Posting? Post(Posting posting, bool withinFloor) => database.Guarded(Access.Write, connection =>
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute("UPDATE key_revision SET number = number + 1"); // running gates forget the balance that they know; first, as in every change, so that no two wait for each other
        var posted = Post(connection, posting, withinFloor);
        if (posted is not null)
            transaction.Commit();
        return posted;
    });

    /// <summary>The same, within the transaction that is open.</summary>
    internal static Posting? Post(DbConnection connection, Posting posting, bool withinFloor)
    {
        var (licensee, micros, currency) = (posting.Licensee, posting.Amount.Micros, posting.Amount.Currency);
        connection.Execute("INSERT INTO wallet (licensee, currency) VALUES (@0, @1) ON CONFLICT DO NOTHING", licensee, currency);
        connection.Execute("UPDATE wallet SET balance = balance WHERE licensee = @0 AND currency = @1", licensee, currency); // nobody else's turn until the end
        if (posting.Key is { } key && connection.Query($"{SelectPostings} AND key = @1", ReadPosting, licensee, key) is [var known])
            return known;
        if (connection.Execute(
            "UPDATE wallet SET balance = balance + @2, topped = CASE WHEN @2 > 0 THEN balance + @2 ELSE topped END WHERE licensee = @0 AND currency = @1 AND (@3 = 0 OR balance + @2 >= floor)",
            licensee, currency, micros, withinFloor ? 1L : 0L) == 0)
            return null;
        connection.Execute("INSERT INTO posting (id, licensee, kind, currency, micros, time, note, key) VALUES (@0, @1, @2, @3, @4, @5, @6, @7)",
            posting.Id, licensee, posting.Kind.Name(), currency, micros, UsageRows.Micros(posting.Time), posting.Note, posting.Key);
        new NewEntry(EntryKind.Posting, posting.Time, Payloads.Of(posting), Licensee: licensee).Enter(connection);
        return posting;
    }

    /// <summary>Sets how far a balance may go down.</summary>
    public void SetFloor(string licensee, Money floor) => Set(licensee, floor.Currency, "floor", floor.Micros);

    /// <summary>Sets what a licensee wants to spend in a month at the most; null for no end.</summary>
    public void SetLimit(string licensee, string currency, long? micros) => Set(licensee, currency, "spend_limit", micros);

    void Set(string licensee, string currency, string column, object? value) => database.Guarded(Access.Write, connection => connection.Execute(
        $"INSERT INTO wallet (licensee, currency, {column}) VALUES (@0, @1, @2) ON CONFLICT (licensee, currency) DO UPDATE SET {column} = excluded.{column}", licensee, currency, value));

    static Posting ReadPosting(DbDataReader row) => new(row.GetString(0), row.GetString(1),
        PostingNames.TryParse(row.GetString(2), out var kind) ? kind : throw new StoreException($"posting {row.GetString(0)} has no readable kind", isCorrupt: true),
        new Money(row.GetInt64(4), row.GetString(3)), UsageRows.Time(row.GetInt64(5)), Rows.Text(row, 6), Rows.Text(row, 7));
}
