using Gardu.Commerce.Charging;
using Gardu.Gate.Charging;
using Gardu.Gate.Recording;
using Gardu.Store.Ledger;
using Gardu.Store.Selling;
using Microsoft.Data.Sqlite;

namespace Gardu.Store.Sqlite;

/// <summary>Charges in SQLite, where whoever writes does so alone: what is read for a group cannot change before it is written.</summary>
sealed class SqliteChargeStore : ChargeStore
{
    readonly SqliteDatabase database;
    readonly SqliteConnection connection;
    readonly UsageInsert insertUsage;
    readonly EntryInsert insertEntry;
    readonly RawStatement insertRecord;
    readonly RawQuery findCharge;
    readonly RawQuery findRecord;
    readonly RawQuery findWallet;
    readonly RawQuery findQuota;

    public SqliteChargeStore(SqliteDatabase database) : base(database)
    {
        this.database = database;
        connection = SqliteDatabase.Open(database.FilePath, SqliteOpenMode.ReadWrite);
        insertUsage = new UsageInsert(connection);
        insertEntry = new EntryInsert(connection);
        insertRecord = new RawStatement(connection, "bought_record", "licensee, key, charge");
        findCharge = new RawQuery(connection, "SELECT id, fingerprint FROM usage WHERE licensee = ? AND charge_key = ? AND charge_key IS NOT NULL AND voided IS NULL");
        findRecord = new RawQuery(connection, "SELECT 1 FROM bought_record WHERE licensee = ? AND key = ?");
        findWallet = new RawQuery(connection, "SELECT balance, floor, spend_limit, month, spent, topped FROM wallet WHERE licensee = ? AND currency = ?");
        findQuota = new RawQuery(connection, "SELECT units FROM quota WHERE subscription = ? AND period = ?");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ChargeOutcome> Charge(IReadOnlyList<Purchase> purchases)
    {
        lock (database.Turn)
        {
            try
            {
                using var transaction = connection.BeginTransaction();
                var settlement = Know(purchases);
                var outcomes = Settle(settlement, purchases, connection, out var sold);
                if (sold.Count > 0)
                {
                    Write(sold);
                    Keep(settlement);
                    foreach (var alert in settlement.Alerts)
                        connection.Execute(AddAlert, AlertValues(alert, sold[^1].Demand.Time));
                    transaction.Commit();
                }
                return outcomes;
            }
            catch (Exception failed) when (Database.IsFailure(failed))
            {
                throw database.Explain(failed);
            }
            finally
            {
                foreach (var query in new[] { findCharge, findRecord, findWallet, findQuota })
                    query.Reset(); // or it would hold up the checkpoints of the write-ahead log
            }
        }
    }

    /// <inheritdoc/>
    private protected override bool TryRecord(UsageRecord record)
    {
        lock (database.Turn)
        {
            try
            {
                using var transaction = connection.BeginTransaction();
                if (connection.Scalar<long>("SELECT count(*) FROM usage WHERE id = @0", record.Id.Value.ToByteArray(bigEndian: true)) > 0)
                    return false;
                var (_, envelope, salt) = UsageEntry.Of([record])[0];
                using var insert = new UsageInsert(connection); // the one that is kept has a charge in hand
                insert.Run(record, insertEntry.Run(envelope), salt.Span);
                transaction.Commit();
                return true;
            }
            catch (Exception failed) when (Database.IsFailure(failed))
            {
                throw database.Explain(failed);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        lock (database.Turn)
        {
            insertUsage.Dispose();
            insertEntry.Dispose();
            insertRecord.Dispose();
            findCharge.Dispose();
            findRecord.Dispose();
            findWallet.Dispose();
            findQuota.Dispose();
            connection.Dispose();
        }
    }

    /// <summary>Reads all that the purchases concern.</summary>
    Settlement Know(IReadOnlyList<Purchase> purchases)
    {
        var settlement = new Settlement();
        foreach (var (demand, _) in purchases)
        {
            KnowCharge(settlement, demand.Licensee, demand.Key);
            if (demand.NeighbourKey is { } neighbour)
                KnowCharge(settlement, demand.Licensee, neighbour);
            foreach (var key in demand.RecordKeys ?? [])
                if (findRecord.Bind(1, demand.Licensee).Bind(2, key).Read())
                    settlement.Know(demand.Licensee, key);
            if (!settlement.Wallets.ContainsKey((demand.Licensee, demand.Currency)))
                settlement.Know(demand.Licensee, demand.Currency, findWallet.Bind(1, demand.Licensee).Bind(2, demand.Currency).Read()
                    ? new Wallet(findWallet.Number(0), findWallet.Number(1), findWallet.IsNothing(2) ? null : findWallet.Number(2), (int)findWallet.Number(3), findWallet.Number(4), findWallet.Number(5))
                    : default);
            if (demand.Period is { } period && !settlement.Used.ContainsKey(period))
                settlement.Know(period.Subscription, period.Start, findQuota.Bind(1, period.Subscription).Bind(2, UsageRows.Micros(period.Start)).Read() ? findQuota.Number(0) : 0);
        }
        return settlement;
    }

    void KnowCharge(Settlement settlement, string licensee, byte[] key)
    {
        if (findCharge.Bind(1, licensee).Bind(2, key).Read())
            settlement.Know(licensee, key, new EarlierCharge(new Guid(findCharge.Octets(0), bigEndian: true), findCharge.IsNothing(1) ? null : findCharge.Octets(1).ToArray()));
    }

    void Write(IReadOnlyList<SoldPurchase> sold)
    {
        var entries = UsageEntry.Of([.. sold.Select(purchase => purchase.Record)]);
        for (var i = 0; i < entries.Length; i++)
        {
            var (record, envelope, salt) = entries[i];
            var number = insertEntry.Run(envelope);
            insertUsage.Run(record, number, salt.Span, record.Charge!, sold[i].Demand); // what is sold has a charge
            foreach (var key in sold[i].Records)
            {
                insertRecord.Bind(1, sold[i].Demand.Licensee);
                insertRecord.Bind(2, key);
                insertRecord.Bind(3, number);
                insertRecord.Run();
            }
        }
    }

    void Keep(Settlement settlement)
    {
        foreach (var ((licensee, currency), wallet) in settlement.Wallets)
            connection.Execute(
                "INSERT INTO wallet (licensee, currency, balance, month, spent) VALUES (@0, @1, @2, @3, @4) "
                + "ON CONFLICT (licensee, currency) DO UPDATE SET balance = excluded.balance, month = excluded.month, spent = excluded.spent",
                licensee, currency, wallet.Balance, (long)wallet.Month, wallet.Spent);
        foreach (var ((subscription, period), units) in settlement.Used)
            connection.Execute("INSERT INTO quota (subscription, period, units) VALUES (@0, @1, @2) ON CONFLICT (subscription, period) DO UPDATE SET units = excluded.units",
                subscription, UsageRows.Micros(period), units);
    }
}
