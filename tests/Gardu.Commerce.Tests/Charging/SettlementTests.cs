using CsCheck;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Plans;
using Gardu.Commerce.Pricing;
using Gardu.Terms;
using Gardu.Terms.Values;

namespace Gardu.Commerce.Tests.Charging;

public sealed class SettlementTests
{
    static readonly DateTimeOffset Day = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    static readonly Price Cent = new(new Money(10_000, "USD"), PriceUnit.Request, 1);

    [Fact]
    public void An_amount_is_rounded_half_up_once()
    {
        var price = new Price(new Money(200_001, "USD"), PriceUnit.Token, 1000);
        Assert.Equal(200, price.MicrosFor(1));
        Assert.Equal(100_001, price.MicrosFor(500)); // 100,000.5
        Assert.Equal(200_001, price.MicrosFor(1000));
        Assert.Equal(0, price.MicrosFor(0));
        Assert.Equal(long.MaxValue, Cent.MicrosFor(long.MaxValue)); // more than any balance
    }

    [Fact]
    public void A_balance_is_spent_to_the_unit_and_never_below_its_floor()
    {
        var (wallet, used) = (new Wallet(25_000, 0, null, 0, 0, 25_000), 0L);
        Assert.Equal(SaleResult.Sold, Till.Settle(new Sale(1, Cent), ref wallet, ref used, out var amount));
        Assert.Equal((10_000, 15_000), (amount, wallet.Balance));
        Assert.Equal(SaleResult.CreditUsedUp, Till.Settle(new Sale(2, Cent), ref wallet, ref used, out amount));
        Assert.Equal((20_000, 15_000, 1), (amount, wallet.Balance, used));
        wallet = wallet with { Floor = -5_000 };
        Assert.Equal(SaleResult.Sold, Till.Settle(new Sale(2, Cent), ref wallet, ref used, out _));
        Assert.Equal((-5_000, 3), (wallet.Balance, used));
    }

    [Fact]
    public void What_is_included_comes_first_and_the_rest_costs()
    {
        var (wallet, used) = (new Wallet(1_000_000, 0, null, 0, 0, 0), 8L);
        Assert.Equal(SaleResult.Sold, Till.Settle(new Sale(5, Cent, Included: 10), ref wallet, ref used, out var amount));
        Assert.Equal((30_000, 13), (amount, used));
        Assert.Equal(SaleResult.QuotaUsedUp, Till.Settle(new Sale(1, null, Included: 10), ref wallet, ref used, out _));
        Assert.Equal(SaleResult.QuotaUsedUp, Till.Settle(new Sale(8, Cent, Included: 10, UnitsMax: 20), ref wallet, ref used, out _));
        Assert.Equal(SaleResult.Sold, Till.Settle(new Sale(7, Cent, Included: 10, UnitsMax: 20), ref wallet, ref used, out _));
        Assert.Equal(20, used);
    }

    [Fact]
    public void The_buyers_own_limit_is_kept_and_begins_anew_each_month()
    {
        var settlement = new Settlement();
        settlement.Know("lic", "USD", new Wallet(1_000_000, 0, 20_000, Wallet.MonthOf(Day), 0, 1_000_000));
        Assert.Equal(SaleResult.Sold, settlement.Settle(Demand(1), out _).Result);
        Assert.Equal(SaleResult.Sold, settlement.Settle(Demand(2), out _).Result);
        Assert.Equal(SaleResult.SpendingLimitReached, settlement.Settle(Demand(3), out _).Result);
        Assert.Equal(SaleResult.Sold, settlement.Settle(Demand(4) with { Time = Day.AddMonths(1) }, out _).Result);
        Assert.Equal([("limit", 95), ("limit", 80), ("limit", 100)], settlement.Alerts.Select(alert => (alert.Of, alert.Percent)).OrderBy(alert => alert.Percent == 95 ? 0 : 1));
    }

    [Fact]
    public void The_same_content_is_charged_once()
    {
        var settlement = new Settlement();
        settlement.Know("lic", "USD", new Wallet(1_000_000, 0, null, 0, 0, 1_000_000));
        var first = settlement.Settle(Demand(1), out _);
        var again = settlement.Settle(Demand(1) with { Id = Guid.NewGuid() }, out _);
        Assert.NotNull(first.Charge);
        Assert.Equal((SaleResult.Sold, null, IdOf(1), 990_000), (again.Result, again.Charge, again.First!.Value, again.Balance));
        Assert.False(again.IsOtherPurchase);
        Assert.Equal(SaleResult.CreditUsedUp, settlement.Settle(Demand(1) with { Licensee = "other", Id = Guid.NewGuid() }, out _).Result);
        // Just before midnight by this clock, and after it by another's.
        var late = settlement.Settle(Demand(2) with { NeighbourKey = KeyOf(1) }, out _);
        Assert.Equal(IdOf(1), late.First);
    }

    [Fact]
    public void A_purchase_that_the_client_names_is_no_other_one()
    {
        var settlement = new Settlement();
        settlement.Know("lic", "USD", new Wallet(1_000_000, 0, null, 0, 0, 1_000_000));
        Assert.NotNull(settlement.Settle(Demand(1) with { Fingerprint = [1] }, out _).Charge);
        Assert.False(settlement.Settle(Demand(1) with { Fingerprint = [1] }, out _).IsOtherPurchase);
        Assert.True(settlement.Settle(Demand(1) with { Fingerprint = [2] }, out _).IsOtherPurchase);
    }

    [Fact]
    public void Records_are_charged_once_whatever_they_come_in()
    {
        var settlement = new Settlement();
        settlement.Know("lic", "USD", new Wallet(1_000_000, 0, null, 0, 0, 1_000_000));
        settlement.Know("lic", KeyOf(100));
        var first = settlement.Settle(Demand(1) with { RecordKeys = [KeyOf(100), KeyOf(101), KeyOf(102), KeyOf(102)] }, out var bought);
        Assert.Equal((2, 2), (first.Charge!.Units, bought.Count));
        var next = settlement.Settle(Demand(2) with { RecordKeys = [KeyOf(102), KeyOf(103)] }, out bought);
        Assert.Equal((1, 10_000), (next.Charge!.Units, next.Charge.Amount.Micros));
        Assert.Equal(KeyOf(103), Assert.Single(bought));
    }

    [Fact]
    public void What_is_used_of_a_quota_and_of_credit_is_told_once_a_level()
    {
        var plan = new Plan { Name = "basic", Fee = null, Included = new Quantity(10, PriceUnit.Request), UnitPrice = Cent };
        var subscription = new Subscription { Id = "sub_1", Plan = plan, Version = 1, Start = Day };
        var settlement = new Settlement();
        settlement.Know("lic", "USD", new Wallet(20_000, 0, null, 0, 0, 20_000));
        for (var i = 0; i < 12; i++)
            Assert.Equal(SaleResult.Sold, settlement.Settle(Demand(i) with { Offer = new Offer { Source = PriceSource.Plan, Unit = PriceUnit.Request, Price = Cent, Currency = "USD", Subscription = subscription } }, out _).Result);
        Assert.Equal([("quota", 80, "sub_1"), ("quota", 95, "sub_1"), ("quota", 100, "sub_1"), ("credit", 80, "USD"), ("credit", 95, "USD"), ("credit", 100, "USD")],
            settlement.Alerts.Select(alert => (alert.Of, alert.Percent, alert.Subject)));
        Assert.Equal((12, 0), (settlement.Used.Single().Value, settlement.Wallets[("lic", "USD")].Balance));
    }

    [Fact]
    public void Whatever_comes_nothing_is_lost_or_doubled() => Gen.Select(Gen.Int[0, 8], Gen.Int[0, 4], Gen.Int[0, 5], (key, units, licensee) => (key, units, licensee)).List[0, 60].Sample(asked =>
    {
        var settlement = new Settlement();
        for (var i = 0; i <= 5; i++)
            settlement.Know($"lic{i}", "USD", new Wallet(100_000, 0, null, 0, 0, 100_000));
        var (charged, seen) = (new Dictionary<string, long>(), new HashSet<(int, int)>());
        foreach (var (key, units, licensee) in asked)
        {
            var outcome = settlement.Settle(Demand(key) with { Id = Guid.NewGuid(), Licensee = $"lic{licensee}", Units = units }, out _);
            if (outcome.Charge is { } charge)
            {
                Assert.True(seen.Add((key, licensee)));
                charged[$"lic{licensee}"] = charged.GetValueOrDefault($"lic{licensee}") + charge.Amount.Micros;
            }
            else
                Assert.True(outcome.First is not null == seen.Contains((key, licensee)));
        }
        for (var i = 0; i <= 5; i++)
            Assert.Equal(100_000 - charged.GetValueOrDefault($"lic{i}"), settlement.Wallets[($"lic{i}", "USD")].Balance);
    });

    [Fact]
    public void Keys_differ_by_everything_that_makes_a_purchase_another()
    {
        byte[] Key(string site = "a", Purpose? purpose = Purpose.AiTrain, string target = "/x", string version = "v", double hours = 0) =>
            ChargeKey.OfContent(site, purpose, target, version, TimeSpan.FromDays(1), Day.AddHours(hours));
        byte[][] keys = [Key(), Key(site: "b"), Key(purpose: Purpose.AiInput), Key(purpose: null), Key(target: "/x?"), Key(version: "w"), Key(hours: 12), ChargeKey.OfIdempotency("a", TimeSpan.FromDays(1), Day), Key(site: "", target: "a/x")];
        Assert.Equal(keys.Length, keys.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(Key(), Key(hours: 11.9));
        Assert.Equal(Key(), Key(hours: -12));
        Assert.NotEqual(Key(), Key(hours: -12.1));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(12 * 3600 - 1, true)]
    [InlineData(12 * 3600 + 1, true)]
    [InlineData(12 * 3600 + 3, false)]
    public void About_midnight_another_node_may_have_another_day(int seconds, bool has)
    {
        byte[] Key(DateTimeOffset time) => ChargeKey.OfContent("a", null, "/", "v", TimeSpan.FromDays(1), time);
        var neighbour = ChargeKey.NeighbourOf(TimeSpan.FromDays(1), Day.AddSeconds(seconds));
        Assert.Equal(has, neighbour is not null);
        if (has)
            Assert.Equal(Key(Day.AddSeconds(seconds > 12 * 3600 ? 0 : 13 * 3600)), Key(neighbour!.Value));
    }

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(0, 24, true)]
    [InlineData(0, 35.999, true)]
    [InlineData(0, 36.001, false)]
    [InlineData(11.9999, 35.5, true)]
    [InlineData(11.9999, 12.0001, true)]
    [InlineData(12.0001, 11.9999, true)] // the first node's clock was ahead
    public void A_named_purchase_holds_for_a_day_wherever_in_the_day_it_was_made(double bought, double again, bool isSame)
    {
        byte[] Key(DateTimeOffset time) => ChargeKey.OfIdempotency("one", TimeSpan.FromDays(1), time);
        var (first, repeat) = (Day.AddHours(bought), Day.AddHours(again));
        byte[][] looked = [Key(repeat), Key(ChargeKey.NamedBefore(TimeSpan.FromDays(1), repeat))];
        Assert.Equal(isSame, looked.Any(key => key.AsSpan().SequenceEqual(Key(first))));
    }

    static ChargeDemand Demand(int number) => new()
    {
        Id = IdOf(number),
        Time = Day,
        Licensee = "lic",
        Key = KeyOf(number),
        Offer = new Offer { Source = PriceSource.Terms, Unit = PriceUnit.Request, Price = Cent, Currency = "USD" },
        Units = 1,
    };

    static Guid IdOf(int number) => new(number + 1, 0, 0, new byte[8]);

    static byte[] KeyOf(int number) => [.. BitConverter.GetBytes(number), .. new byte[12]];
}
