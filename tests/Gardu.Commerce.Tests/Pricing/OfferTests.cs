using Gardu.Agents.Credentials;
using Gardu.Commerce.Agreements;
using Gardu.Commerce.Licensees;
using Gardu.Commerce.Plans;
using Gardu.Commerce.Pricing;
using Gardu.Protocols.Robots;
using Gardu.Terms;
using Gardu.Terms.Decisions;
using Gardu.Terms.Values;

namespace Gardu.Commerce.Tests.Pricing;

public sealed class OfferTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    static readonly Price Rule = PriceOf("0.02 USD");

    static readonly Plan PayAsYouGo = new() { Name = "payg", Fee = null, NeedsAgreement = false };

    static readonly Plan Basic = new() { Name = "basic", Fee = null, Included = new Quantity(100, PriceUnit.Record), UnitPrice = PriceOf("0.01 USD per record") };

    [Fact]
    public void The_agreements_price_comes_before_the_plans_and_that_before_the_rules()
    {
        Assert.Null(OfferFor(new()));
        Assert.Equal((PriceSource.Terms, "0.02 USD", 0, null), Told(OfferFor(new() { Plans = [PayAsYouGo] })));
        Assert.Equal((PriceSource.Plan, "0.01 USD per record", 100, null), Told(OfferFor(new() { Plans = [Basic] })));
        Assert.Equal((PriceSource.Agreement, "0.005 USD", 0, null), Told(OfferFor(new() { Plans = [Basic], Agreements = [Agreed("0.005 USD")] })));
        Assert.Equal((PriceSource.Agreement, "0.005 USD", 0, null), Told(OfferFor(new() { Agreements = [Agreed("0.005 USD"), Agreed(null)] })));
    }

    [Fact]
    public void What_is_included_alone_is_sold_to_its_end()
    {
        var offer = OfferFor(new() { Plans = [Basic with { UnitPrice = null }] });
        Assert.Equal((null, 100L, 100L, true), (offer!.Price, offer.Included, offer.UnitsMax, offer.IsMetered));
    }

    [Fact]
    public void A_plan_is_for_what_it_names()
    {
        var plan = PayAsYouGo with { Scope = new Scope { Purposes = [Purpose.AiInput], Sites = ["news.example"], Paths = [PathOf("/api/*")] } };
        Assert.NotNull(OfferFor(new() { Plans = [plan], Purpose = Purpose.AiInput, Target = "/api/1" }));
        Assert.Null(OfferFor(new() { Plans = [plan], Purpose = Purpose.AiTrain, Target = "/api/1" }));
        Assert.Null(OfferFor(new() { Plans = [plan], Purpose = null, Target = "/api/1" }));
        Assert.Null(OfferFor(new() { Plans = [plan], Purpose = Purpose.AiInput, Target = "/other" }));
        Assert.Null(OfferFor(new() { Plans = [plan], Purpose = Purpose.AiInput, Target = "/api/../other" }));
        Assert.Null(OfferFor(new() { Plans = [plan], Purpose = Purpose.AiInput, Target = "/api/1", Host = "other.example" }));
    }

    [Fact]
    public void Only_an_agreement_that_names_path_and_purpose_lifts_a_refusal()
    {
        Assert.False(Lifts(Agreed(null)));
        Assert.False(Lifts(Agreed(null) with { Scope = new Scope { Purposes = [Purpose.AiTrain] } }));
        Assert.False(Lifts(Agreed(null) with { Scope = new Scope { Paths = [PathPattern.Root] } }));
        var whole = Agreed(null) with { Scope = new Scope { Purposes = [Purpose.AiTrain], Paths = [PathPattern.Root] } };
        Assert.True(Lifts(whole));
        Assert.False(Lifts(whole with { End = Now }));
        Assert.False(Lifts(whole with { Start = Now.AddSeconds(1) }));
        Assert.False(Lifts(whole with { Scope = whole.Scope with { Paths = [PathOf("/archive/")] } }));
    }

    [Fact]
    public void A_plan_that_has_ended_sells_nothing_and_the_last_assigned_comes_first()
    {
        var ended = new Subscription { Id = "sub_1", Plan = PayAsYouGo, Version = 1, Start = Now.AddDays(-2), End = Now };
        Assert.Null(Offer.For(new Account { Licensee = Acme, Subscriptions = [ended] }, ["news.example"], Purpose.AiTrain, Read("/"), Rule, Now));
        Assert.Equal(PriceSource.Plan, OfferFor(new() { Plans = [PayAsYouGo, Basic] })!.Source);
        Assert.Equal(PriceSource.Terms, OfferFor(new() { Plans = [Basic, PayAsYouGo] })!.Source);
    }

    [Fact]
    public void A_status_holds_from_its_date_on_and_on_its_site_alone()
    {
        var account = new Account
        {
            Licensee = Acme,
            Changes =
            [
                new StatusChange(LicenseeStatus.PastDue, Now, Now, "news.example"),
                new StatusChange(LicenseeStatus.Suspended, Now, Now.AddDays(14), "news.example"),
            ],
        };
        Assert.Equal(LicenseeStatus.PastDue, account.StatusAt(["news.example", "www.news.example"], Now.AddDays(14).AddTicks(-1)));
        Assert.Equal(LicenseeStatus.Suspended, account.StatusAt(["news.example"], Now.AddDays(14)));
        Assert.Equal(LicenseeStatus.Active, account.StatusAt(["other.example"], Now.AddDays(14)));
        // Paid before the date: what was announced later holds.
        account = account with { Changes = [.. account.Changes, new StatusChange(LicenseeStatus.Active, Now.AddDays(3), Now.AddDays(3), "news.example")] };
        Assert.Equal(LicenseeStatus.Active, account.StatusAt(["news.example"], Now.AddDays(20)));
        account = account with { Changes = [.. account.Changes, new StatusChange(LicenseeStatus.Closed, Now.AddDays(4), Now.AddDays(30))] };
        Assert.Equal(LicenseeStatus.Closed, account.StatusAt(["news.example"], Now.AddDays(30)));
    }

    static readonly Licensee Acme = new("lic_1", "Acme", null, Now);

    sealed record Asked
    {
        public Plan[] Plans { get; init; } = [];

        public Agreement[] Agreements { get; init; } = [];

        public Purpose? Purpose { get; init; } = Gardu.Terms.Purpose.AiTrain;

        public string Target { get; init; } = "/";

        public string Host { get; init; } = "news.example";
    }

    static Offer? OfferFor(Asked asked) => Offer.For(new Account
    {
        Licensee = Acme,
        Subscriptions = [.. asked.Plans.Select((plan, i) => new Subscription { Id = $"sub_{i}", Plan = plan, Version = 1, Start = Now.AddDays(-1) })],
        Agreements = asked.Agreements,
    }, [asked.Host], asked.Purpose, Read(asked.Target), Rule, Now);

    static bool Lifts(Agreement agreement) => Offer.LiftsRefusal(new Account { Licensee = Acme, Agreements = [agreement] }, ["news.example"], Purpose.AiTrain, Read("/"), Now);

    static (PriceSource, string?, long, long?) Told(Offer? offer) => (offer!.Source, offer.Price?.ToString(), offer.Included, offer.UnitsMax);

    static Agreement Agreed(string? price) => new()
    {
        Id = "agr_1", Document = "Licence 1", DocumentHash = "00", AcceptedBy = "Ann", AcceptedAt = Now.AddDays(-1), Start = Now.AddDays(-1), Price = price is null ? null : PriceOf(price),
    };

    static Resource Read(string target) => Resource.TryRead(target, out var resource) ? resource : throw new ArgumentException(target);

    static PathPattern PathOf(string text) => PathPattern.TryParse(text, out var path) ? path! : throw new ArgumentException(text);

    static Price PriceOf(string text) => Price.TryParse(text, out var price, out _) ? price! : throw new ArgumentException(text);
}
