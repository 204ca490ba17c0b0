using System.Collections.Concurrent;
using Gardu.Agents.Credentials;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Plans;
using Gardu.Commerce.Pricing;
using Gardu.Gate.Charging;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Store.Ledger;
using Gardu.Store.Selling;
using Gardu.Terms.Values;

namespace Gardu.Store.Tests.Conformance;

/// <summary>Charges: exact, once, and with their records.</summary>
public abstract partial class StoreConformance
{
    static readonly Price Cent = new(new Money(10_000, "USD"), PriceUnit.Request, 1);

    [Fact]
    public void A_charge_its_record_its_entry_and_the_balance_are_one()
    {
        var store = OpenSold("lic_1", 25_000);
        using var charges = Database.OpenCharges();
        var outcomes = charges.Charge([Bought(1), Bought(2), Bought(3)]);
        Assert.Equal([SaleResult.Sold, SaleResult.Sold, SaleResult.CreditUsedUp], outcomes.Select(outcome => outcome.Result));
        Assert.Equal([15_000, 5_000, 5_000], outcomes.Select(outcome => outcome.Balance));
        Assert.Equal(5_000, BalanceOf("lic_1"));
        var records = Records(store).ToArray();
        Assert.Equal(2, records.Length);
        Assert.Equal(new Charge(new Money(10_000, "USD"), 1, PriceUnit.Request, Cent, PriceSource.Terms, null, null), records[0].Charge);
        Publish();
        var usage = Published().Where(entry => entry.Envelope.Kind == EntryKind.Usage).ToArray();
        Assert.Equal(2, usage.Length);
        Assert.Contains($"\"amount\":\"0.010000\"", Text(usage[0]), StringComparison.Ordinal);
        Assert.Contains($"\"charge\":\"{PrefixedId.Of(Charge.Prefix, IdOf(1))}\"", Text(usage[0]), StringComparison.Ordinal);
        Assert.True(new LedgerCheck(Ledger, LogFolder, Keys, (_, _) => { }).Run(repair: false).IsWhole);
    }

    [Fact]
    public void Unchanged_content_is_charged_once_now_and_later_and_an_answer_that_was_lost_is_found()
    {
        OpenSold("lic_1", 100_000);
        using var charges = Database.OpenCharges();
        var first = charges.Charge([Bought(1), Bought(1) with { Demand = Bought(1).Demand with { Id = IdOf(7) } }]);
        Assert.Equal((null, IdOf(1)), (first[1].Charge, first[1].First!.Value));
        var again = charges.Charge([Bought(1)]); // the same group once more, as after a lost answer
        Assert.Equal((first[0].Charge, null), (again[0].Charge, again[0].First));
        var later = Assert.Single(charges.Charge([Bought(2) with { Demand = Bought(2).Demand with { NeighbourKey = Bought(1).Demand.Key } }]));
        Assert.Equal(IdOf(1), later.First);
        Assert.Equal(90_000, BalanceOf("lic_1"));
    }

    [Fact]
    public void A_charge_that_is_taken_back_gives_back_money_units_and_records_once()
    {
        OpenSold("lic_1", 100_000);
        using var charges = Database.OpenCharges();
        var purchase = Bought(1) with { Demand = Metered(1) with { RecordKeys = [KeyOf(50), KeyOf(51)] } };
        Assert.Equal(2, charges.Charge([purchase])[0].Charge!.Units);
        charges.Void(IdOf(1), Day, "origin-broke-off");
        charges.Void(IdOf(1), Day, "origin-broke-off");
        charges.Void(IdOf(2), Day, "origin-broke-off");
        Assert.Equal(100_000, BalanceOf("lic_1"));
        Publish();
        Assert.Equal($$"""{"amount":"0.000000","charge":"{{PrefixedId.Of(Charge.Prefix, IdOf(1))}}","currency":"USD","licensee":"lic_1","reason":"origin-broke-off"}""",
            Text(Assert.Single(Published(), entry => entry.Envelope.Kind == EntryKind.Void)));
        var next = charges.Charge([purchase with { Demand = purchase.Demand with { Id = IdOf(3) }, Record = Record(3) with { Id = new RequestId(IdOf(3)) } }]);
        Assert.Equal(2, next[0].Charge!.Units);
        Assert.Equal(SaleResult.QuotaUsedUp, charges.Charge([Bought(4) with { Demand = Metered(4) with { Units = 9 } }])[0].Result);
        Assert.Equal(SaleResult.Sold, charges.Charge([Bought(5) with { Demand = Metered(5) with { Units = 8 } }])[0].Result);
    }

    [Fact]
    public void A_request_that_is_refused_for_good_has_no_charge_and_one_record()
    {
        var store = OpenSold("lic_1", 100_000);
        using var charges = Database.OpenCharges();
        charges.Charge([Bought(1)]);
        var refused = new[] { 1, 2 }.Select(number => Bought(number).Record with { Reason = "store-unavailable", Status = 503 }).ToArray();
        foreach (var record in refused.Concat(refused))
            charges.Refuse(record, Day);
        Assert.Equal(100_000, BalanceOf("lic_1"));
        Assert.Equal([(IdOf(1), true), (IdOf(2), false)], Records(store).Select(record => (record.Id.Value, record.Charge is not null)));
        Assert.Throws<StoreException>(() => charges.Charge([Bought(2)])); // as an attempt would that comes late
        Assert.Equal(100_000, BalanceOf("lic_1"));
        Publish();
        Assert.Single(Published(), entry => entry.Envelope.Kind == EntryKind.Void);
        Assert.True(new LedgerCheck(Ledger, LogFolder, Keys, (_, _) => { }).Run(repair: false).IsWhole);
    }

    [Fact]
    public void Several_nodes_spend_a_balance_to_the_unit_and_never_more()
    {
        const int each = 100;
        OpenSold("lic_1", WritersAtOnce * each / 8 * 10_000L);
        var sold = new ConcurrentBag<Guid>();
        Parallel.For(0, WritersAtOnce, new ParallelOptions { MaxDegreeOfParallelism = WritersAtOnce }, node =>
        {
            using var charges = Database.OpenCharges();
            for (var batch = 0; batch < each / 10; batch++)
            {
                Purchase[] purchases = [.. Enumerable.Range(0, 10).Select(i => Bought(node * each + batch * 10 + i))];
                var outcomes = AtLast(() => charges.Charge(purchases));
                for (var i = 0; i < outcomes.Count; i++)
                    if (outcomes[i].Result == SaleResult.Sold)
                        sold.Add(purchases[i].Demand.Id);
            }
        });
        Assert.Equal(WritersAtOnce * each / 8, sold.Distinct().Count());
        Assert.Equal(0, BalanceOf("lic_1"));
        Assert.Equal(sold.Order(), Records(Open()).Where(record => record.Charge is not null).Select(record => record.Id.Value).Order());
    }

    [Fact]
    public void Nodes_that_charge_the_same_licensees_in_other_orders_do_not_wait_for_each_other_for_ever()
    {
        OpenSold("lic_1", 10_000_000);
        var credentials = Credentials.Open(Database);
        for (var i = 2; i <= 5; i++)
        {
            credentials.Add(new Licensee($"lic_{i}", "Other", null, Day));
            Pay($"lic_{i}", 10_000_000);
        }
        Parallel.For(0, WritersAtOnce, node =>
        {
            using var charges = Database.OpenCharges();
            var random = new Random(node);
            for (var batch = 0; batch < 10; batch++)
            {
                var purchases = Enumerable.Range(1, 5).Select(i => Bought(node * 1_000 + batch * 10 + i, $"lic_{i}")).ToArray();
                random.Shuffle(purchases);
                Assert.All(AtLast(() => charges.Charge(purchases)), outcome => Assert.Equal(SaleResult.Sold, outcome.Result));
            }
        });
        for (var i = 1; i <= 5; i++)
            Assert.Equal(10_000_000 - WritersAtOnce * 10 * 10_000, BalanceOf($"lic_{i}"));
    }

    [Fact]
    public void Credit_is_posted_once_under_a_name_and_never_below_the_floor_unless_it_may()
    {
        OpenSold("lic_1", 50_000);
        var balances = new Balances(Database);
        var fee = new Posting("pst_1", "lic_1", PostingKind.Fee, new Money(-60_000, "USD"), Day, "basic", "fee 1");
        Assert.Null(balances.Post(fee, withinFloor: true));
        Assert.Equal(50_000, BalanceOf("lic_1"));
        balances.SetFloor("lic_1", new Money(-20_000, "USD"));
        Assert.Equal(fee, balances.Post(fee, withinFloor: true));
        Assert.Equal(fee, balances.Post(fee with { Id = "pst_2" }, withinFloor: true));
        Assert.Equal(-10_000, BalanceOf("lic_1"));
        Assert.Equal([50_000, -60_000], balances.Postings("lic_1").Select(posting => posting.Amount.Micros));
        Publish();
        Assert.Equal("""{"amount":"-0.060000","currency":"USD","kind":"fee","licensee":"lic_1","note":"basic","posting":"pst_1"}""", Text(Published()[^1]));
    }

    [Fact]
    public void What_was_charged_is_kept_when_records_grow_old_and_blank_when_it_is_erased()
    {
        var store = OpenSold("lic_1", 50_000);
        using (var charges = Database.OpenCharges())
            charges.Charge([Bought(1)]);
        store.Commit([Record(2)], []);
        store.Prune(Day.AddDays(1));
        Assert.Equal(IdOf(1), Assert.Single(Records(store)).Id.Value);
        Publish();
        Assert.Equal(3, Ledger.Erase(new Erasure { Licensee = "lic_1" }, Day)); // the licensee, its credit and the record
        Assert.Equal(0, Ledger.CountOf(new Erasure { Licensee = "lic_1" }));
        Publish();
        var left = Assert.Single(Records(store));
        Assert.Equal(("", "", null, null, 10_000), (left.Path, left.Address, left.Identity.Operator, left.UserAgent, left.Charge!.Amount.Micros));
        Assert.All(Published().Where(entry => entry.Envelope.Kind == EntryKind.Usage), entry => Assert.True(entry.IsErased));
        Assert.True(new LedgerCheck(Ledger, LogFolder, Keys, (_, _) => { }).Run(repair: false).IsWhole);
    }

    [Fact]
    public void What_is_used_is_told_of()
    {
        OpenSold("lic_1", 0);
        using var charges = Database.OpenCharges();
        charges.Charge([Bought(1) with { Demand = Metered(1) with { Units = 8 } }]);
        charges.Charge([Bought(2) with { Demand = Metered(2) with { Units = 2 } }]);
        Assert.Equal([80, 95, 100], Database.Guarded(Access.Read, connection => connection.Query("SELECT percent FROM usage_alert WHERE licensee = 'lic_1' AND about = 'quota' AND subject = 'sub_1' ORDER BY seq", row => row.GetInt64(0))));
    }

    /// <summary>A database with a licensee that has paid in.</summary>
    private protected UsageStore OpenSold(string licensee, long micros)
    {
        var store = Open();
        Credentials.Open(Database).Add(new Licensee(licensee, "Acme", null, Day));
        if (micros > 0)
            Pay(licensee, micros);
        return store;
    }

    void Pay(string licensee, long micros) =>
        new Balances(Database).Post(new Posting(PrefixedId.New(Posting.Prefix, Day), licensee, PostingKind.Credit, new Money(micros, "USD"), Day), withinFloor: false);

    private protected long BalanceOf(string licensee) => Assert.Single(new Balances(Database).Of(licensee)).Wallet.Balance;

    private protected static Purchase Bought(int number, string licensee = "lic_1") => new(
        new ChargeDemand
        {
            Id = IdOf(number),
            Time = Day,
            Licensee = licensee,
            Key = KeyOf(number),
            Offer = new Offer { Source = PriceSource.Terms, Unit = PriceUnit.Request, Price = Cent, Currency = "USD" },
            Units = 1,
        },
        Record(number, Day) with { Id = new RequestId(IdOf(number)), Identity = Record(number).Identity with { Licensee = licensee } });

    static ChargeDemand Metered(int number) => Bought(number).Demand with
    {
        Offer = new Offer
        {
            Source = PriceSource.Plan,
            Unit = PriceUnit.Record,
            Price = null,
            Currency = "USD",
            Subscription = new Subscription { Id = "sub_1", Plan = new Plan { Name = "free", Fee = null, Included = new Quantity(10, PriceUnit.Record) }, Version = 1, Start = Day.AddDays(-1) },
        },
    };

    private protected static Guid IdOf(int number) => new(number + 1, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1);

    static byte[] KeyOf(int number) => [.. BitConverter.GetBytes(number + 1), .. new byte[12]];

    /// <summary>Tries again where somebody else was at it for too long.</summary>
    static T AtLast<T>(Func<T> work)
    {
        for (var i = 0; ; i++)
            try
            {
                return work();
            }
            catch (StoreException) when (i < 20)
            {
            }
    }
}
