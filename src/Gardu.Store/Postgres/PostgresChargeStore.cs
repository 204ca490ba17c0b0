using System.Data.Common;
using Gardu.Commerce.Charging;
using Gardu.Gate.Charging;
using Gardu.Gate.Recording;
using Gardu.Store.Ledger;
using Gardu.Store.Selling;
using Npgsql;

namespace Gardu.Store.Postgres;

/// <summary>
/// Charges in PostgreSQL, where many nodes make them at once. A group locks the wallets that it concerns, in their order, and then the quotas in theirs, to the end of its
/// transaction; so whoever charges the same licensee next sees all that this one did.
/// </summary>
sealed class PostgresChargeStore(PostgresDatabase database) : ChargeStore(database)
{
    const string LockWallets =
        "SELECT w.licensee, w.currency, w.balance, w.floor, w.spend_limit, w.month, w.spent, w.topped FROM wallet w JOIN unnest(@0, @1) AS asked (licensee, currency) "
        + "ON w.licensee = asked.licensee AND w.currency = asked.currency ORDER BY w.licensee, w.currency FOR UPDATE OF w";

    const string LockQuotas =
        "SELECT q.subscription, q.period, q.units FROM quota q JOIN unnest(@0, @1) AS asked (subscription, period) "
        + "ON q.subscription = asked.subscription AND q.period = asked.period ORDER BY q.subscription, q.period FOR UPDATE OF q";

    // The limits keep each key a search of its own in its index: a planner that knows little of the tables would otherwise read all that was ever charged.
    const string FindCharges =
        "SELECT found.* FROM unnest(@0, @1) AS asked (licensee, key) CROSS JOIN LATERAL (SELECT licensee, charge_key, id, fingerprint FROM usage "
        + "WHERE licensee = asked.licensee AND charge_key = asked.key AND charge_key IS NOT NULL AND voided IS NULL LIMIT 1) AS found";

    const string FindRecords =
        "SELECT found.* FROM unnest(@0, @1) AS asked (licensee, key) CROSS JOIN LATERAL (SELECT licensee, key FROM bought_record WHERE licensee = asked.licensee AND key = asked.key LIMIT 1) AS found";

    /// <inheritdoc/>
    public override IReadOnlyList<ChargeOutcome> Charge(IReadOnlyList<Purchase> purchases) => Database.Guarded(Access.Write, connection =>
    {
        using var transaction = connection.BeginTransaction();
        var settlement = Know(connection, [.. purchases.Select(purchase => purchase.Demand)]);
        var outcomes = Settle(settlement, purchases, connection, out var sold);
        if (sold.Count > 0)
        {
            Write(connection, sold);
            Keep(connection, settlement);
            Tell(connection, settlement.Alerts, sold[^1].Demand.Time);
            transaction.Commit();
        }
        return outcomes;
    });

    /// <inheritdoc/>
    private protected override bool TryRecord(UsageRecord record) => Database.Guarded(Access.Write, connection =>
    {
        using var transaction = connection.BeginTransaction();
        try
        {
            // The index of ids waits for a transaction that has brought the same and is not over.
            var entries = UsageEntry.Of([record]);
            long[] numbers = [connection.Scalar<long>("SELECT nextval('fact_seq')")];
            EntryCopy.Write(connection, entries, numbers);
            UsageCopy.Write(connection, entries, numbers);
            transaction.Commit();
            return true;
        }
        catch (PostgresException known) when (known.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    });

    /// <inheritdoc/>
    public override void Dispose()
    {
        // The pool keeps the connections.
    }

    /// <summary>Locks and reads all that demands concern.</summary>
    static Settlement Know(DbConnection connection, ChargeDemand[] demands)
    {
        var settlement = new Settlement();
        var wallets = demands.Select(demand => (demand.Licensee, demand.Currency)).Distinct().Order().ToArray();
        object[] asked = [wallets.Select(wallet => wallet.Licensee).ToArray(), wallets.Select(wallet => wallet.Currency).ToArray()];
        if (KnowWallets() < wallets.Length)
        {
            // A row has to be there to be locked.
            connection.Execute("INSERT INTO wallet (licensee, currency) SELECT * FROM unnest(@0, @1) ON CONFLICT DO NOTHING", asked);
            KnowWallets();
        }
        var quotas = demands.Select(demand => demand.Period).OfType<(string Subscription, DateTimeOffset Period)>().Distinct().Order().ToArray();
        if (quotas.Length > 0)
        {
            object[] periods = [quotas.Select(quota => quota.Subscription).ToArray(), quotas.Select(quota => UsageRows.Micros(quota.Period)).ToArray()];
            connection.Execute("INSERT INTO quota (subscription, period, units) SELECT asked.subscription, asked.period, 0 FROM unnest(@0, @1) AS asked (subscription, period) ON CONFLICT DO NOTHING", periods);
            foreach (var (subscription, period, units) in connection.Query(LockQuotas, row => (row.GetString(0), UsageRows.Time(row.GetInt64(1)), row.GetInt64(2)), periods))
                settlement.Know(subscription, period, units);
        }
        var keys = demands.SelectMany(demand => new[] { demand.Key, demand.NeighbourKey }.OfType<byte[]>().Select(key => (demand.Licensee, Key: key))).ToArray();
        foreach (var (licensee, key, charge) in connection.Query(FindCharges,
            row => (row.GetString(0), (byte[])row.GetValue(1), new EarlierCharge(new Guid((byte[])row.GetValue(2), bigEndian: true), row.IsDBNull(3) ? null : (byte[])row.GetValue(3))),
            keys.Select(key => key.Licensee).ToArray(), keys.Select(key => key.Key).ToArray()))
            settlement.Know(licensee, key, charge);
        var records = demands.SelectMany(demand => (demand.RecordKeys ?? []).Select(key => (demand.Licensee, Key: key))).ToArray();
        if (records.Length > 0)
            foreach (var (licensee, key) in connection.Query(FindRecords, row => (row.GetString(0), (byte[])row.GetValue(1)), records.Select(record => record.Licensee).ToArray(), records.Select(record => record.Key).ToArray()))
                settlement.Know(licensee, key);
        return settlement;

        int KnowWallets()
        {
            var found = connection.Query(LockWallets, row => (Licensee: row.GetString(0), Currency: row.GetString(1), Wallet: Balances.Read(row, 2)), asked);
            foreach (var (licensee, currency, wallet) in found)
                settlement.Know(licensee, currency, wallet);
            return found.Count;
        }
    }

    static void Write(DbConnection connection, IReadOnlyList<SoldPurchase> sold)
    {
        var entries = UsageEntry.Of([.. sold.Select(purchase => purchase.Record)]);
        var numbers = connection.Query("SELECT nextval('fact_seq') FROM generate_series(1, @0)", row => row.GetInt64(0), entries.Length);
        EntryCopy.Write(connection, entries, numbers);
        UsageCopy.Write(connection, entries, numbers, [.. sold.Select(purchase => purchase.Demand)]);
        var records = sold.SelectMany((purchase, i) => purchase.Records.Select(key => (purchase.Demand.Licensee, Key: key, Number: numbers[i]))).ToArray();
        if (records.Length > 0)
            connection.Execute("INSERT INTO bought_record (licensee, key, charge) SELECT * FROM unnest(@0, @1, @2)",
                records.Select(record => record.Licensee).ToArray(), records.Select(record => record.Key).ToArray(), records.Select(record => record.Number).ToArray());
    }

    static void Keep(DbConnection connection, Settlement settlement)
    {
        var wallets = settlement.Wallets.ToArray();
        connection.Execute(
            "UPDATE wallet SET balance = now.balance, month = now.month, spent = now.spent FROM unnest(@0, @1, @2, @3, @4) AS now (licensee, currency, balance, month, spent) "
            + "WHERE wallet.licensee = now.licensee AND wallet.currency = now.currency",
            wallets.Select(wallet => wallet.Key.Licensee).ToArray(), wallets.Select(wallet => wallet.Key.Currency).ToArray(),
            wallets.Select(wallet => wallet.Value.Balance).ToArray(), wallets.Select(wallet => (long)wallet.Value.Month).ToArray(), wallets.Select(wallet => wallet.Value.Spent).ToArray());
        if (settlement.Used.Count == 0)
            return;
        var quotas = settlement.Used.ToArray();
        connection.Execute("UPDATE quota SET units = now.units FROM unnest(@0, @1, @2) AS now (subscription, period, units) WHERE quota.subscription = now.subscription AND quota.period = now.period",
            quotas.Select(quota => quota.Key.Subscription).ToArray(), quotas.Select(quota => UsageRows.Micros(quota.Key.Period)).ToArray(), quotas.Select(quota => quota.Value).ToArray());
    }
}
