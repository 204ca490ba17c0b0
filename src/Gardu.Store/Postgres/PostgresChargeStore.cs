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

    // A row has to be there to be locked.
    const string AddWallets = "INSERT INTO wallet (licensee, currency) SELECT * FROM unnest(@0, @1) ON CONFLICT DO NOTHING";

    const string AddQuotas = "INSERT INTO quota (subscription, period, units) SELECT asked.subscription, asked.period, 0 FROM unnest(@0, @1) AS asked (subscription, period) ON CONFLICT DO NOTHING";

    const string KeepWallets =
        "UPDATE wallet SET balance = now.balance, month = now.month, spent = now.spent FROM unnest(@0, @1, @2, @3, @4) AS now (licensee, currency, balance, month, spent) "
        + "WHERE wallet.licensee = now.licensee AND wallet.currency = now.currency";

    const string KeepQuotas = "UPDATE quota SET units = now.units FROM unnest(@0, @1, @2) AS now (subscription, period, units) WHERE quota.subscription = now.subscription AND quota.period = now.period";

    const string KeepRecords = "INSERT INTO bought_record (licensee, key, charge) SELECT * FROM unnest(@0, @1, @2)";

    /// <summary>In few trips to the server, since a small group takes as long as those do: one that begins, locks and reads, the copies of the rows, and one that says how things stand and commits.</summary>
    public override IReadOnlyList<ChargeOutcome> Charge(IReadOnlyList<Purchase> purchases) => Database.Guarded(Access.Charge, connection =>
    {
        var settlement = Begin(connection, [.. purchases.Select(purchase => purchase.Demand)], out var numbers);
        var outcomes = Settle(settlement, purchases, connection, out var sold);
        if (sold.Count > 0)
            Commit(connection, settlement, sold, numbers);
        else
            connection.Execute("ROLLBACK"); // as the pool does where something fails
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
            var numbers = connection.Query(UsageCopy.Numbers, row => row.GetInt64(0), entries.Length);
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

    /// <summary>Begins a transaction, locks and reads all that demands concern, and draws a number for each. What is found is found under the locks: the statements run one after the other.</summary>
    static Settlement Begin(DbConnection connection, ChargeDemand[] demands, out IReadOnlyList<long> numbers)
    {
        var wallets = Columns(demands.Select(demand => (demand.Licensee, demand.Currency)).Distinct().Order());
        var quotas = Columns(demands.Select(demand => demand.Period).OfType<(string Subscription, DateTimeOffset Period)>().Distinct().Order().Select(quota => (quota.Subscription, UsageRows.Micros(quota.Period))));
        using var batch = connection.CreateBatch();
        batch.Add("BEGIN");
        batch.Add(AddWallets, wallets);
        batch.Add(AddQuotas, quotas);
        batch.Add(PostgresDatabase.Durable);
        batch.Add(LockWallets, wallets);
        batch.Add(LockQuotas, quotas);
        batch.Add(FindCharges, Columns(demands.SelectMany(demand => new[] { demand.Key, demand.NeighbourKey }.OfType<byte[]>().Select(key => (demand.Licensee, key)))));
        batch.Add(FindRecords, Columns(demands.SelectMany(demand => (demand.RecordKeys ?? []).Select(key => (demand.Licensee, key)))));
        batch.Add(UsageCopy.Numbers, demands.Length);

        var (settlement, drawn) = (new Settlement(), new List<long>(demands.Length));
        using var rows = batch.ExecuteReader();
        Read(_ => { });
        Read(row => settlement.Know(row.GetString(0), row.GetString(1), Balances.Read(row, 2)));
        Read(row => settlement.Know(row.GetString(0), UsageRows.Time(row.GetInt64(1)), row.GetInt64(2)));
        Read(row => settlement.Know(row.GetString(0), (byte[])row.GetValue(1), new EarlierCharge(new Guid((byte[])row.GetValue(2), bigEndian: true), row.IsDBNull(3) ? null : (byte[])row.GetValue(3))));
        Read(row => settlement.Know(row.GetString(0), (byte[])row.GetValue(1)));
        Read(row => drawn.Add(row.GetInt64(0)));
        numbers = drawn;
        return settlement;

        void Read(Action<DbDataReader> know)
        {
            while (rows.Read())
                know(rows);
            rows.NextResult();
        }
    }

    /// <summary>Writes what is sold, how things stand after it, and what is to be told, and commits.</summary>
    static void Commit(DbConnection connection, Settlement settlement, IReadOnlyList<SoldPurchase> sold, IReadOnlyList<long> numbers)
    {
        var (wallets, quotas) = (settlement.Wallets.ToArray(), settlement.Used.ToArray());
        var records = sold.SelectMany((purchase, i) => purchase.Records.Select(key => (purchase.Demand.Licensee, Key: key, Charge: numbers[i]))).ToArray();
        var entries = UsageEntry.Of([.. sold.Select(purchase => purchase.Record)]);
        EntryCopy.Write(connection, entries, numbers);
        UsageCopy.Write(connection, entries, numbers, [.. sold.Select(purchase => purchase.Demand)]);
        using var batch = connection.CreateBatch();
        batch.Add(KeepWallets,
            wallets.Select(wallet => wallet.Key.Licensee).ToArray(), wallets.Select(wallet => wallet.Key.Currency).ToArray(),
            wallets.Select(wallet => wallet.Value.Balance).ToArray(), wallets.Select(wallet => (long)wallet.Value.Month).ToArray(), wallets.Select(wallet => wallet.Value.Spent).ToArray());
        if (quotas.Length > 0)
            batch.Add(KeepQuotas, quotas.Select(quota => quota.Key.Subscription).ToArray(), quotas.Select(quota => UsageRows.Micros(quota.Key.Period)).ToArray(), quotas.Select(quota => quota.Value).ToArray());
        if (records.Length > 0)
            batch.Add(KeepRecords, records.Select(record => record.Licensee).ToArray(), records.Select(record => record.Key).ToArray(), records.Select(record => record.Charge).ToArray());
        foreach (var alert in settlement.Alerts)
            batch.Add(AddAlert, AlertValues(alert, sold[^1].Demand.Time));
        batch.Add("COMMIT");
        batch.ExecuteNonQuery();
    }

    /// <summary>Pairs as two arrays, which a statement unfolds into rows.</summary>
    static object[] Columns<TFirst, TSecond>(IEnumerable<(TFirst First, TSecond Second)> pairs)
    {
        var rows = pairs.ToArray();
        return [rows.Select(row => row.First).ToArray(), rows.Select(row => row.Second).ToArray()];
    }
}
