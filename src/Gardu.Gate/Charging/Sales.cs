using Gardu.Commerce.Charging;
using Gardu.Commerce.Licensees;
using Gardu.Commerce.Pricing;
using Gardu.Gate.Recording;
using Gardu.Gate.Sites;
using Gardu.Terms;
using Gardu.Terms.Compiled;
using Gardu.Terms.Decisions;
using Gardu.Terms.Values;

namespace Gardu.Gate.Charging;

/// <summary>Finds what a licensee's request costs, and whether it can be paid.</summary>
sealed class Sales(CurrentAccounts accounts, TimeProvider clock, Cashier? cashier = null)
{
    /// <summary>How long unchanged content is charged once.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(1);

    /// <summary>Long enough for a machine to bother coming back, short against the time in which somebody makes room on a disk.</summary>
    static readonly TimeSpan StoreRetryAfter = TimeSpan.FromSeconds(30);

    /// <summary>When to come again with the name of a purchase that is under way.</summary>
    static readonly TimeSpan NamedRetryAfter = TimeSpan.FromSeconds(1);

    readonly NamedPurchases named = new();

    /// <summary>The account that a request goes by where it may buy; null for who is no licensee, and for what is not sold or refused.</summary>
    public Account? AccountFor(string? licensee, Clause? clause) =>
        cashier is not null && licensee is not null && clause?.Value.Verdict is Verdict.Charge or Verdict.Refuse ? accounts.Value.Find(licensee) : null;

    /// <summary>What the licensee is entitled to, and what it pays; no offer where nothing that it has sells this. What was paid before under that name, or as this content, may pass.</summary>
    public async ValueTask<(Entitlement Entitlement, Offer? Offer, Money? Balance)> LookAsync(Account account, Site site, Purpose? purpose, string target, Resource resource, Clause clause, string? name)
    {
        var now = clock.GetUtcNow();
        var lifts = clause.Value.Verdict == Verdict.Refuse && Offer.LiftsRefusal(account, site.Hosts, purpose, resource, now);
        if (clause.Value.Verdict == Verdict.Refuse && !lifts)
            return default;
        if (Offer.For(account, site.Hosts, purpose, resource, clause.Value.Price, now) is not { } offer)
            return (new Entitlement(lifts, NeedsAgreement: false, null, null, IsSold: false), null, null);
        if (offer.NeedsAgreement)
            return (new Entitlement(lifts, NeedsAgreement: true, offer.Price, null, IsSold: true), offer, null);
        var (unpaid, balance) = await UnpaidAsync(account, site, purpose, target, offer, name, now);
        return (new Entitlement(lifts, NeedsAgreement: false, offer.Price, unpaid, IsSold: true), offer, new Money(balance, offer.Currency));
    }

    /// <summary>Begins a sale of what is about to be fetched.</summary>
    public SaleUnderWay Begin(Site site, UsageRecord record, string target, Offer offer) => new(cashier!, named, site, record, target, offer); // there is an offer only where there is a cashier

    /// <summary>Why not even one unit can be paid; null where it can, and for what was bought before: whether that has changed since only its origin knows.</summary>
    async ValueTask<(ReasonCode? Reason, long Balance)> UnpaidAsync(Account account, Site site, Purpose? purpose, string target, Offer offer, string? name, DateTimeOffset now)
    {
        var (wallet, used) = await cashier!.LookAsync(account.Licensee.Id, offer.Currency, offer.PeriodAt(now));
        var balance = wallet.Balance;
        wallet = wallet.In(Wallet.MonthOf(now));
        var reason = ReasonOf(Till.Settle(new Sale(1, offer.Price, offer.Included, offer.UnitsMax), ref wallet, ref used, out _));
        if (reason is null)
            return (null, balance);
        byte[][] paid = name is null
            ? [ChargeKey.OfTarget(site.Name, purpose, target, Window, now)]
            : [ChargeKey.OfIdempotency(name, Window, now), ChargeKey.OfIdempotency(name, Window, ChargeKey.NamedBefore(Window, now))];
        foreach (var key in paid)
            if (await cashier.HasBoughtAsync(account.Licensee.Id, key))
                return (null, balance);
        return (reason, balance);
    }

    /// <summary>How long to wait before what is not sold may be; zero where waiting does not help.</summary>
    public static TimeSpan RetryAfter(ReasonCode reason, Offer? offer, DateTimeOffset now) =>
        reason == ReasonCodes.StoreUnavailable ? StoreRetryAfter
        : reason == ReasonCodes.IdempotencyKeyInFlight ? NamedRetryAfter
        : reason == ReasonCodes.QuotaUsedUp && offer?.Subscription is { } subscription ? subscription.PeriodAt(now).End - now
        : TimeSpan.Zero;

    /// <summary>Why something is not sold; null where it is.</summary>
    public static ReasonCode? ReasonOf(SaleResult result) => result switch
    {
        SaleResult.Sold => null,
        SaleResult.QuotaUsedUp => ReasonCodes.QuotaUsedUp,
        SaleResult.CreditUsedUp => ReasonCodes.CreditUsedUp,
        _ => ReasonCodes.SpendingLimitReached,
    };
}
