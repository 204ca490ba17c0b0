using System.CommandLine;
using Gardu.Commerce.Pricing;
using Gardu.Gate.Sites;
using Gardu.Terms;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;

namespace Gardu.Commands.Selling;

/// <summary><c>gardu quote</c>: what a licensee would pay, by whose word, before anything is fetched.</summary>
static class QuoteCommand
{
    public static Command Create(TimeProvider clock)
    {
        var urls = new Argument<string[]>("URL") { Description = "What would be fetched: https://news.example/archive/1", Arity = ArgumentArity.OneOrMore };
        var licensee = new Option<string>("--as") { Description = "The licensee: lic_ and 32 digits", Required = true, HelpName = "LICENSEE" };
        var purpose = new Option<string?>("--for") { Description = "What for (default: the first purpose of its plan)", HelpName = "PURPOSE" };
        purpose.AcceptOnlyFromAmong([.. PurposeNames.Every]);
        return new Command("quote", "Say what URLs would cost a licensee, and by whose word") { urls, licensee, purpose }.Selling("gardu quote", clock, (parsed, shop, json) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var configuration = shop.Configuration ?? throw new UsageException("the terms are in a configuration; name it with --config");
            Purpose? use = parsed.GetValue(purpose) is { } named ? PurposeNames.TryParse(named, out var known) ? known : null
                : account.Subscriptions.LastOrDefault(subscription => subscription.IsInForceAt(shop.Now))?.Plan.Scope.Purposes.Select(first => (Purpose?)first).FirstOrDefault();
            var identity = new AgentIdentity(RequesterKind.Agent, account.Licensee.Id, account.Licensee.Name, use, Proof.Credential) { Licensee = account.Licensee.Id };
            var sites = new SiteDirectory(configuration.Sites);
            var quotes = parsed.GetRequiredValue(urls).Select(url => QuoteOf(url, sites, account, identity, shop.Now)).ToArray();
            if (json)
                CommandOutput.WriteJson(shop.Output, quotes);
            else
            {
                var (console, table) = CommandOutput.StartTable(shop.Output, "url", "for", "answer", "price", "by", "rule");
                foreach (var quote in quotes)
                    table.AddTexts(quote.Url, quote.Purpose ?? "", quote.Answer, quote.Price ?? "", quote.By ?? "", quote.Rule ?? "");
                console.Write(table);
            }
            return ExitCode.Done;
        });
    }

    sealed record Quote(string Url, string? Purpose, string Answer, string? Price, long? Included, string? By, string? Rule);

    static Quote QuoteOf(string url, SiteDirectory sites, Commerce.Licensees.Account account, AgentIdentity identity, DateTimeOffset now)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new UsageException($"\"{url}\" is no URL such as https://news.example/archive/1");
        var site = sites.Find(address.Host) ?? throw UsageException.NoSite(address.Host, sites.Sites.Select(known => known.Hosts));
        if (!Resource.TryRead(address.PathAndQuery, out var resource))
            throw new UsageException($"\"{url}\" has a path that cannot be read in one way");
        var clause = DecisionFunction.ClauseFor(identity, resource, site.Terms);
        var lifts = Offer.LiftsRefusal(account, site.Hosts, identity.Purpose, resource, now);
        var offer = clause is { Value.Verdict: Verdict.Charge } || (clause is { Value.Verdict: Verdict.Refuse } && lifts)
            ? Offer.For(account, site.Hosts, identity.Purpose, resource, clause.Value.Price, now) : null;
        var answer = clause switch
        {
            { Value.Verdict: Verdict.Refuse } when !lifts => ReasonCodes.RefusedByTerms.Code,
            { Value.Verdict: Verdict.Refuse } when offer is null => ReasonCodes.AllowedByAgreement.Code,
            { Value.Verdict: Verdict.Charge } when offer is null => ReasonCodes.PaymentRequired.Code,
            _ when offer is { NeedsAgreement: true } => ReasonCodes.AgreementRequired.Code,
            _ when offer is not null => ReasonCodes.Charged.Code,
            null => ReasonCodes.NoRule.Code,
            _ => ReasonCodes.AllowedByTerms.Code,
        };
        return new Quote(url, identity.Purpose?.Name(), answer, (offer?.Price ?? (offer is null ? clause?.Value.Price : null))?.ToString(), offer is { Included: > 0 and var included } ? included : null,
            offer?.Source.Name() ?? (clause?.Value.Price is null ? null : PriceSource.Terms.Name()), clause?.Rule);
    }
}
