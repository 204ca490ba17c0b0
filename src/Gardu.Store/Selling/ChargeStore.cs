using System.Data.Common;
using Gardu.Commerce.Charging;
using Gardu.Gate.Charging;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Store.Ledger;
using Gardu.Terms.Values;

namespace Gardu.Store.Selling;

/// <summary>Charges in either database. A group of them is read, settled and written in one transaction that holds the wallets of its licensees.</summary>
public abstract class ChargeStore(Database database) : IChargeStore, IDisposable
{
    /// <summary>The database.</summary>
    protected Database Database => database;

    /// <inheritdoc/>
    public abstract IReadOnlyList<ChargeOutcome> Charge(IReadOnlyList<Purchase> purchases);

    /// <inheritdoc/>
    public (Wallet Wallet, long Used) Look(string licensee, string currency, (string Subscription, DateTimeOffset Start)? period) => database.Guarded(Access.Read, connection => (
        connection.Query($"SELECT {Balances.Columns} FROM wallet WHERE licensee = @0 AND currency = @1", row => Balances.Read(row, 0), licensee, currency) is [var wallet] ? wallet : default,
        period is { } known && connection.Query("SELECT units FROM quota WHERE subscription = @0 AND period = @1", row => row.GetInt64(0), known.Subscription, UsageRows.Micros(known.Start)) is [var units] ? units : 0));

    /// <inheritdoc/>
    public bool HasBought(string licensee, byte[] target) => database.Guarded(Access.Read, connection => connection.Query(
        "SELECT 1 FROM usage WHERE licensee = @0 AND charge_key >= @1 AND charge_key <= @2 AND charge_key IS NOT NULL AND voided IS NULL LIMIT 1",
        row => row.GetInt32(0), licensee, Filled(target, 0), Filled(target, 0xFF))).Count > 0;

    static byte[] Filled(byte[] begin, byte octet) => [.. begin, .. Enumerable.Repeat(octet, ChargeKey.Size - begin.Length)];

    /// <inheritdoc/>
    public void Void(Guid id, DateTimeOffset now, string reason) => database.Guarded(Access.Write, connection =>
    {
        using var transaction = connection.BeginTransaction();
        // The wallet first, as when something is charged: whoever charges meanwhile sees either the charge or that it is gone.
        connection.Execute("UPDATE wallet SET balance = balance WHERE (licensee, currency) IN (SELECT licensee, currency FROM usage WHERE id = @0)", id.ToByteArray(bigEndian: true));
        if (connection.Query("UPDATE usage SET voided = @1 WHERE id = @0 AND voided IS NULL AND charge_key IS NOT NULL RETURNING seq, licensee, currency, micros, units, subscription, time, site",
            row => (Seq: row.GetInt64(0), Licensee: row.GetString(1), Amount: new Money(row.GetInt64(3), row.GetString(2)), Units: row.GetInt64(4), Subscription: row.IsDBNull(5) ? null : row.GetString(5), Time: UsageRows.Time(row.GetInt64(6)), Site: row.GetString(7)),
            id.ToByteArray(bigEndian: true), UsageRows.Micros(now)) is not [var charge])
            return;
        connection.Execute("UPDATE wallet SET balance = balance + @2, spent = CASE WHEN month = @3 THEN spent - @2 ELSE spent END WHERE licensee = @0 AND currency = @1",
            charge.Licensee, charge.Amount.Currency, charge.Amount.Micros, (long)Wallet.MonthOf(charge.Time));
        if (charge.Subscription is not null)
            connection.Execute("UPDATE quota SET units = units - @1 WHERE subscription = @0 AND period = (SELECT max(period) FROM quota WHERE subscription = @0 AND period <= @2)",
                charge.Subscription, charge.Units, UsageRows.Micros(charge.Time));
        connection.Execute("DELETE FROM bought_record WHERE charge = @0", charge.Seq);
        new NewEntry(EntryKind.Void, now, Payloads.OfVoid(id, charge.Licensee, charge.Amount, reason), charge.Site, charge.Licensee).Enter(connection);
        transaction.Commit();
    });

    /// <inheritdoc/>
    public void Refuse(UsageRecord refused, DateTimeOffset now)
    {
        if (!TryRecord(refused))
            Void(refused.Id.Value, now, refused.Reason);
    }

    /// <summary>Writes a record without a charge; false where there is one of its id. Waits for whoever is writing one.</summary>
    private protected abstract bool TryRecord(UsageRecord record);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>
    /// Settles purchases against what is known, in their order; the sold ones, with their places, are to be written. One that an earlier attempt has written, whose answer
    /// was lost, is told as sold again.
    /// </summary>
    private protected static ChargeOutcome[] Settle(Settlement settlement, IReadOnlyList<Purchase> purchases, DbConnection connection, out IReadOnlyList<SoldPurchase> sold)
    {
        var outcomes = new ChargeOutcome[purchases.Count];
        var written = new List<SoldPurchase>(purchases.Count);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var (demand, record) = purchases[i];
            var outcome = settlement.Settle(demand, out var records);
            if (outcome.First == demand.Id)
                outcome = outcome with { First = null, IsOtherPurchase = false, Charge = ChargeOf(connection, demand.Id) };
            else if (outcome.Charge is { } charge)
                written.Add(new SoldPurchase(demand, record with { Charge = charge }, records));
            outcomes[i] = outcome;
        }
        sold = written;
        return outcomes;
    }

    static Charge? ChargeOf(DbConnection connection, Guid id) =>
        connection.Query($"SELECT {UsageRows.Columns} FROM usage WHERE id = @0", UsageRows.Read, id.ToByteArray(bigEndian: true)) is [{ Charge: { } charge }] ? charge : null;

    private protected const string AddAlert = "INSERT INTO usage_alert (time, licensee, about, percent, subject) VALUES (@0, @1, @2, @3, @4)";

    private protected static object[] AlertValues(UsageAlert alert, DateTimeOffset now) => [UsageRows.Micros(now), alert.Licensee, alert.Of, (long)alert.Percent, alert.Subject];
}

/// <summary>A purchase that is to be written.</summary>
/// <param name="Demand">What was asked for.</param>
/// <param name="Record">The request, with its charge.</param>
/// <param name="Records">Keys of the records that it pays for.</param>
sealed record SoldPurchase(ChargeDemand Demand, UsageRecord Record, IReadOnlyList<byte[]> Records);
