using Gardu.Commerce.Licensees;
using Gardu.Commerce.Pricing;
using Gardu.Gate.Sites;
using Gardu.Terms;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;

namespace Gardu.Gate.Charging;

/// <summary>What a licensee would pay for a URL, before it is fetched.</summary>
/// <param name="Url">The URL.</param>
/// <param name="Purpose">What for; null where that is not known.</param>
/// <param name="Answer">The reason code that its request would get, with credit enough.</param>
/// <param name="Price">What a unit costs beyond those that are included; null where nothing is paid, or no more is sold.</param>
/// <param name="Included">Units of a period that its plan has paid for; null for none.</param>
/// <param name="By">Whose word the price is: <c>agreement</c>, <c>plan</c> or <c>terms</c>; null where there is none.</param>
/// <param name="Rule">The rule of the terms; null where none matches.</param>
public sealed record Quote(string Url, string? Purpose, string Answer, string? Price, long? Included, string? By, string? Rule)
{
    /// <summary>Says what it would be.</summary>
    /// <param name="url">The URL, as it was asked for.</param>
    /// <param name="site">Whose content it is.</param>
    /// <param name="resource">Path and query of the URL.</param>
    /// <param name="account">Who would fetch it.</param>
    /// <param name="purpose">What for; null for the first purpose of the licensee's plan.</param>
    /// <param name="now">When.</param>
    public static Quote Of(string url, Site site, in Resource resource, Account account, Purpose? purpose, DateTimeOffset now)
    {
        purpose ??= account.Subscriptions.LastOrDefault(subscription => subscription.IsInForceAt(now))?.Plan.Scope.Purposes.Select(first => (Purpose?)first).FirstOrDefault();
        var identity = new AgentIdentity(RequesterKind.Agent, account.Licensee.Id, account.Licensee.Name, purpose, Proof.Credential) { Licensee = account.Licensee.Id };
        var clause = DecisionFunction.ClauseFor(identity, resource, site.Terms);
        var lifts = Offer.LiftsRefusal(account, site.Hosts, purpose, resource, now);
        var offer = clause is { Value.Verdict: Verdict.Charge } || (clause is { Value.Verdict: Verdict.Refuse } && lifts)
            ? Offer.For(account, site.Hosts, purpose, resource, clause.Value.Price, now) : null;
        var answer = clause switch
        {
            { Value.Verdict: Verdict.Refuse } when !lifts => ReasonCodes.RefusedByTerms,
            { Value.Verdict: Verdict.Refuse } when offer is null => ReasonCodes.AllowedByAgreement,
            { Value.Verdict: Verdict.Charge } when offer is null => ReasonCodes.PaymentRequired,
            _ when offer is { NeedsAgreement: true } => ReasonCodes.AgreementRequired,
            _ when offer is not null => ReasonCodes.Charged,
            null => ReasonCodes.NoRule,
            _ => ReasonCodes.AllowedByTerms,
        };
        var price = offer is null ? clause?.Value.Price : offer.Price;
        return new Quote(url, purpose?.Name(), answer.Code, price?.ToString(), offer is { Included: > 0 and var included } ? included : null,
            offer?.Source.Name() ?? (price is null ? null : PriceSource.Terms.Name()), clause?.Rule);
    }
}
