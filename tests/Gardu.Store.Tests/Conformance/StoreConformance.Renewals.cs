using Gardu.Agents.Credentials;
using Gardu.Commerce;
using Gardu.Commerce.Licensees;
using Gardu.Commerce.Plans;
using Gardu.Store.Selling;
using Gardu.Terms.Values;

namespace Gardu.Store.Tests.Conformance;

/// <summary>Fees of periods: taken once, and what becomes of whoever cannot pay them.</summary>
public abstract partial class StoreConformance
{
    static readonly string[] News = ["news.example"];

    [Fact]
    public void A_fee_is_taken_once_a_period()
    {
        Subscribe(credit: 25_000_000);
        var renewals = new Renewals(Database);
        renewals.Run(Day);
        renewals.Run(Day.AddDays(20));
        Assert.Equal(15_000_000, BalanceOf("lic_1"));
        renewals.Run(Day.AddMonths(1));
        Assert.Equal(5_000_000, BalanceOf("lic_1"));
        Assert.Empty(new Accounts(Database).Find("lic_1")!.Changes);
    }

    [Fact]
    public void Whoever_cannot_pay_is_suspended_on_that_site_from_the_announced_date_on_until_it_pays()
    {
        Subscribe(credit: 5_000_000);
        var (renewals, accounts) = (new Renewals(Database), new Accounts(Database));
        LicenseeStatus At(DateTimeOffset time, string host = "news.example") => accounts.Find("lic_1")!.StatusAt([host], time);
        renewals.Run(Day);
        renewals.Run(Day.AddDays(1));
        Assert.Equal(2, accounts.Find("lic_1")!.Changes.Count);
        Assert.Equal((LicenseeStatus.PastDue, LicenseeStatus.Suspended, LicenseeStatus.Active),
            (At(Day + Renewals.Grace - TimeSpan.FromTicks(10)), At(Day + Renewals.Grace), At(Day + Renewals.Grace, "other.example")));
        Assert.Equal(5_000_000, BalanceOf("lic_1"));
        Pay("lic_1", 5_000_000);
        renewals.Run(Day.AddDays(15));
        Assert.Equal((0, LicenseeStatus.Active), (BalanceOf("lic_1"), At(Day.AddDays(16))));
    }

    [Fact]
    public void A_plan_that_has_ended_or_not_begun_costs_nothing()
    {
        var subscription = Subscribe(credit: 25_000_000);
        new Plans(Database).End("lic_1", subscription with { End = Day.AddDays(3) }, Day);
        var renewals = new Renewals(Database);
        renewals.Run(Day.AddDays(-1));
        renewals.Run(Day.AddDays(3));
        Assert.Equal(25_000_000, BalanceOf("lic_1"));
    }

    [Fact]
    public void A_plan_that_changes_is_another_version_and_who_has_it_keeps_the_old_one()
    {
        Subscribe(credit: 25_000_000);
        var plans = new Plans(Database);
        plans.Note([Monthly], Day);
        Assert.Equal(1, Assert.Single(plans.All()).Number);
        plans.Note([Monthly with { Fee = new Fee(new Money(20_000_000, "USD"), PeriodLength.Month) }], Day);
        Assert.Equal((2, 2), (plans.All().Count, Assert.Single(plans.Last()).Number));
        new Renewals(Database).Run(Day);
        Assert.Equal(15_000_000, BalanceOf("lic_1"));
    }

    [Fact]
    public async Task A_plan_that_is_given_twice_at_the_same_time_is_given_and_paid_once()
    {
        OpenSold("lic_1", 25_000_000);
        var plans = new Plans(Database);
        plans.Note([Monthly], Day);
        AssignResult Give(Subscription? replaced)
        {
            var subscription = new Subscription { Id = PrefixedId.New(Subscription.Prefix, Day), Plan = Monthly, Version = 1, Start = Day };
            return plans.Assign("lic_1", subscription, replaced, Renewals.FeeOf("lic_1", subscription, Day, Day), Day);
        }
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Give(null), TestContext.Current.CancellationToken)));
        Assert.Single(results, AssignResult.Assigned);
        Assert.Equal(7, results.Count(result => result == AssignResult.Changed));
        var had = Assert.Single(new Accounts(Database).Find("lic_1")!.Subscriptions);
        Assert.Equal(15_000_000, BalanceOf("lic_1"));
        // In the place of one that has an end by now nothing is given either, and nothing is taken for what cannot be paid.
        plans.End("lic_1", had with { End = Day }, Day);
        Assert.Equal(AssignResult.Changed, Give(had)); // as it was before
        Assert.Equal(AssignResult.Assigned, Give(null));
        plans.End("lic_1", new Accounts(Database).Find("lic_1")!.Subscriptions.Single(known => known.End is null) with { End = Day }, Day);
        Assert.Equal((AssignResult.NotPaid, 5_000_000, 2), (Give(null), BalanceOf("lic_1"), new Accounts(Database).Find("lic_1")!.Subscriptions.Count));
    }

    static Plan Monthly => new()
    {
        Name = "monthly", Fee = new Fee(new Money(10_000_000, "USD"), PeriodLength.Month), Scope = new Scope { Sites = News },
    };

    Subscription Subscribe(long credit)
    {
        OpenSold("lic_1", credit);
        var plans = new Plans(Database);
        plans.Note([Monthly], Day);
        var subscription = new Subscription { Id = PrefixedId.New(Subscription.Prefix, Day), Plan = Monthly, Version = 1, Start = Day };
        Assert.Equal(AssignResult.Assigned, plans.Assign("lic_1", subscription, null, null, Day));
        return subscription;
    }
}
