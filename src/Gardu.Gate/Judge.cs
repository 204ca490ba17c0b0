using Gardu.Commerce.Licensees;
using Gardu.Commerce.Pricing;
using Gardu.Gate.Charging;
using Gardu.Gate.Clients;
using Gardu.Gate.Identifying;
using Gardu.Gate.Limits;
using Gardu.Gate.Recording;
using Gardu.Gate.Sites;
using Gardu.Terms.Compiled;
using Gardu.Terms.Decisions;
using Gardu.Terms.Values;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate;

/// <summary>What a request gets.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="RetryAfter">How long to wait; zero where waiting does not help.</param>
/// <param name="Offer">What it pays; null where nothing is sold.</param>
/// <param name="Balance">What is left to the licensee; null where that was not asked.</param>
/// <param name="Rate">How the limit stands that it counts against; null for none.</param>
readonly record struct Judgement(Decision Decision, TimeSpan RetryAfter, Offer? Offer, RateStanding? Rate, Money? Balance = null);

/// <summary>Gathers what the decision rests on besides the terms (rates, the store, what a licensee has bought) and decides.</summary>
sealed class Judge(RateLimits limits, Sales sales, UsageRecorder recorder, TimeProvider clock)
{
    /// <summary>Completes at once for everybody but licensees on their way to what has a price.</summary>
    public ValueTask<Judgement> JudgeAsync(HttpContext context, Site site, Incoming incoming, Requester requester)
    {
        if (!incoming.IsReadable)
            return new(new Judgement(DecisionFunction.Unreadable, default, null, null));
        if (!Resource.TryRead(incoming.Target, out var resource))
            return new(new Judgement(DecisionFunction.Malformed(site.Terms), default, null, null));
        var clause = DecisionFunction.ClauseFor(requester.Identity, resource, site.Terms);
        return sales.AccountFor(requester.Identity.Licensee, clause) is { } account
            ? JudgeSaleAsync(context, site, incoming, requester, resource, clause!, account) // an account is found for a clause
            : new(Decide(site, incoming, requester, resource, clause));
    }

    async ValueTask<Judgement> JudgeSaleAsync(HttpContext context, Site site, Incoming incoming, Requester requester, Resource resource, Clause clause, Account account)
    {
        try
        {
            var (entitlement, offer, balance) = await sales.LookAsync(account, site, requester.Identity.Purpose, incoming.Target, resource, clause, SaleUnderWay.NameOf(context.Request));
            return Decide(site, incoming, requester, resource, clause, entitlement, offer) with { Balance = balance };
        }
        catch (StoreException)
        {
            return Decide(site, incoming, requester, resource, clause, isStoreDown: true);
        }
    }

    Judgement Decide(Site site, Incoming incoming, Requester requester, in Resource resource, Clause? clause, Entitlement? entitlement = null, Offer? offer = null, bool isStoreDown = false)
    {
        var identity = requester.Identity;
        var rate = offer?.Subscription?.Plan.Rate is { } limit
            ? limits.Take(offer.Subscription.Id, limit, out var retryAfter)
            : limits.Take(site.Name, clause, identity, incoming.Client.Address, out retryAfter);
        var decision = DecisionFunction.Decide(identity, resource, site.Terms, new Standing(retryAfter > TimeSpan.Zero, isStoreDown || recorder.Failure is not null, requester.Objection, entitlement));
        if (Sales.RetryAfter(decision.Reason, offer, clock.GetUtcNow()) is var later && later > TimeSpan.Zero)
            retryAfter = later;
        return new Judgement(decision, retryAfter, offer, rate);
    }
}
