using Gardu.Commerce.Agreements;
using Gardu.Commerce.Licensees;
using Gardu.Commerce.Plans;
using Gardu.Terms;
using Gardu.Terms.Decisions;
using Gardu.Terms.Values;

namespace Gardu.Commerce.Pricing;

/// <summary>Whose word a price is.</summary>
public enum PriceSource : byte
{
    /// <summary>The rule's of the terms.</summary>
    Terms,

    /// <summary>The plan's.</summary>
    Plan,

    /// <summary>An agreement's.</summary>
    Agreement,
}

/// <summary>The names of sources in records.</summary>
public static class SourceNames
{
    static readonly string[] Names = ["terms", "plan", "agreement"]; // in the order of PriceSource

    /// <summary>The name.</summary>
    public static string Name(this PriceSource source) => Names[(int)source];

    /// <summary>Reads a name.</summary>
    public static bool TryParse(string text, out PriceSource source)
    {
        var at = Array.IndexOf(Names, text);
        source = at < 0 ? default : (PriceSource)at;
        return at >= 0;
    }
}

/// <summary>What a licensee pays for one use of something: by its agreement, else by its plan, else by the rule of the terms.</summary>
public sealed record Offer
{
    const string NoCurrency = "XXX";

    /// <summary>Whose word it is.</summary>
    public required PriceSource Source { get; init; }

    /// <summary>What is counted.</summary>
    public required PriceUnit Unit { get; init; }

    /// <summary>What units cost beyond those that are included; null where no more are sold.</summary>
    public required Price? Price { get; init; }

    /// <summary>What it is paid in; the code for no currency (ISO 4217 <c>XXX</c>) where nothing has a price.</summary>
    public required string Currency { get; init; }

    /// <summary>The plan that it goes by; null for none.</summary>
    public Subscription? Subscription { get; init; }

    /// <summary>The agreement that it goes by; null for none.</summary>
    public Agreement? Agreement { get; init; }

    /// <summary>Whether its plan sells only to who has accepted an agreement, and there is none for this.</summary>
    public bool NeedsAgreement => Subscription is { Plan.NeedsAgreement: true } && Agreement is null;

    /// <summary>Units of a period that the fee has paid for.</summary>
    public long Included => Source == PriceSource.Plan ? Subscription?.Plan.Included?.Count ?? 0 : 0;

    /// <summary>Units that are sold in a period at the most; null for no end.</summary>
    public long? UnitsMax => Source == PriceSource.Agreement ? null : Subscription?.Plan.UnitsMax;

    /// <summary>Whether it has to be known how much of the period has been used.</summary>
    public bool IsMetered => Included > 0 || UnitsMax is not null;

    /// <summary>The period of the plan that a sale at a time counts in; null where it counts in none.</summary>
    public (string Subscription, DateTimeOffset Start)? PeriodAt(DateTimeOffset time) => IsMetered && Subscription is { } plan ? (plan.Id, plan.PeriodAt(time).Start) : null;

    /// <summary>What a licensee pays; null where nothing that it has sells this to it.</summary>
    /// <param name="account">The licensee.</param>
    /// <param name="hosts">The hosts of the site.</param>
    /// <param name="purpose">What for; null where that is not known.</param>
    /// <param name="resource">What is asked for.</param>
    /// <param name="rule">The price of the terms; null where they refuse and an agreement lifts that.</param>
    /// <param name="now">When.</param>
    public static Offer? For(Account account, IReadOnlyList<string> hosts, Purpose? purpose, in Resource resource, Price? rule, DateTimeOffset now)
    {
        var agreement = AgreementFor(account, hosts, purpose, resource, now);
        if (agreement?.Price is { } agreed)
            return new Offer { Source = PriceSource.Agreement, Unit = agreed.Unit, Price = agreed, Currency = agreed.Amount.Currency, Agreement = agreement };
        if (SubscriptionFor(account, hosts, purpose, resource, now) is not { } subscription)
            return null;
        var plan = subscription.Plan;
        var price = plan.UnitPrice ?? (plan.Included is null ? rule : null);
        return (plan.Unit ?? price?.Unit) is not { } unit ? null : new Offer
        {
            Source = plan.UnitPrice is null && plan.Included is null ? PriceSource.Terms : PriceSource.Plan,
            Unit = unit,
            Price = price,
            Currency = price?.Amount.Currency ?? plan.Fee?.Amount.Currency ?? rule?.Amount.Currency ?? NoCurrency,
            Subscription = subscription,
            Agreement = agreement,
        };
    }

    /// <summary>The agreement that a use goes by: of those that cover it the last that was accepted, one that names a price before those that name none; null for none.</summary>
    public static Agreement? AgreementFor(Account account, IReadOnlyList<string> hosts, Purpose? purpose, in Resource resource, DateTimeOffset now)
    {
        Agreement? found = null;
        foreach (var agreement in account.Agreements)
            if (agreement.IsInForceAt(now) && (agreement.Price is not null || found?.Price is null) && agreement.Scope.Covers(hosts, purpose, resource))
                found = agreement;
        return found;
    }

    /// <summary>Whether an agreement lifts what the terms refuse.</summary>
    public static bool LiftsRefusal(Account account, IReadOnlyList<string> hosts, Purpose? purpose, in Resource resource, DateTimeOffset now)
    {
        foreach (var agreement in account.Agreements)
            if (agreement.Scope.IsExplicit && agreement.IsInForceAt(now) && agreement.Scope.Covers(hosts, purpose, resource))
                return true;
        return false;
    }

    static Subscription? SubscriptionFor(Account account, IReadOnlyList<string> hosts, Purpose? purpose, in Resource resource, DateTimeOffset now)
    {
        Subscription? found = null;
        foreach (var subscription in account.Subscriptions)
            if (subscription.IsInForceAt(now) && subscription.Plan.Scope.Covers(hosts, purpose, resource))
                found = subscription;
        return found;
    }
}
