using System.CommandLine;
using System.Text.Json;
using Gardu.Agents.Credentials;
using Gardu.Commands;
using Gardu.Commands.Selling;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Licensees;
using Gardu.Commerce.Pricing;
using Gardu.Gate.Charging;
using Gardu.Gate.Recording;
using Gardu.Store;
using Gardu.Store.Selling;
using Gardu.Terms;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;
using Microsoft.Extensions.Time.Testing;

namespace Gardu.Tests.Commands;

/// <summary>What <c>gardu licensee</c>, <c>agreement</c>, <c>plan</c>, <c>credit</c>, <c>usage</c> and <c>explain</c> say, on one data folder with a configuration.</summary>
public sealed class SellingCommandTests : CommandTest
{
    static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    readonly FakeTimeProvider clock = new(Noon);
    readonly string licensee;

    public SellingCommandTests()
    {
        Configure("small: {price: 0 USD/month, included: 2 requests, unit-price: 0.50 USD, cap: 3 requests, purposes: [ai-input], agreement: none}", "payg: {price: 0 USD/month, purposes: [ai-input], agreement: none}");
        licensee = AddLicensee("Acme AI");
    }

    Database Database => Database.Of(Folder, null);

    void Configure(params string[] plans) => File.WriteAllText(Path.Combine(Folder, "gardu.yaml"),
        "sites:\n  - {host: news.example, origin: \"http://127.0.0.1:9\", mode: enforce, terms: [{path: /, ai-input: 0.01 USD}]}\nplans:\n" + string.Concat(plans.Select(plan => $"  {plan}\n")));

    int Run(Command command, params string[] args)
    {
        Output.GetStringBuilder().Clear();
        Error.GetStringBuilder().Clear();
        return command.Parse([.. args, "--data", Folder, "--config", Path.Combine(Folder, "gardu.yaml")]).Invoke(new InvocationConfiguration { Output = Output, Error = Error });
    }

    /// <summary>What was said, on both streams.</summary>
    string Does(Command command, params string[] args)
    {
        Assert.True(Run(command, args) == ExitCode.Done, Error.ToString());
        return Output.ToString() + Error;
    }

    string Fails(Command command, params string[] args)
    {
        Assert.Equal((ExitCode.Usage, ""), (Run(command, args), Output.ToString()));
        return Error.ToString();
    }

    Command Licensees() => LicenseeCommand.Create(clock);

    Command Credit() => CreditCommand.Create(clock);

    Command Plan() => PlanCommand.Create(clock);

    JsonElement Json() => JsonDocument.Parse(Output.ToString()).RootElement;

    string AddLicensee(string name)
    {
        Does(Licensees(), "add", "--name", name, "--json");
        return Json().GetProperty("id").GetString()!;
    }

    [Fact]
    public void A_key_itself_in_the_place_of_an_id_is_not_said_again()
    {
        var secret = KeySecret.New().Text;
        foreach (var (command, args) in new (Command, string[])[]
        {
            (Licensees(), ["show", secret]), (Credit(), ["add", $" {secret}", "5 USD"]), (Plan(), ["assign", licensee, secret]), (Plan(), ["end", licensee, secret]), (KeyCommand.Create(clock), ["revoke", secret]),
            (KeyCommand.Create(clock), ["add", "--replaces", secret]), (AgreementCommand.Create(clock), ["end", licensee, secret]), (QuoteCommand.Create(clock), ["--as", secret, "http://news.example/"]), (UsageCommand.Create(clock), [secret]), (ExplainCommand.Create(), [secret]),
        })
        {
            var said = Fails(command, args);
            Assert.DoesNotContain(secret, said, StringComparison.Ordinal);
            Assert.Contains("that is a key itself", said, StringComparison.Ordinal);
            Assert.Contains("give the id", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_plan_that_the_configuration_has_no_more_is_kept_by_who_has_it_and_given_to_nobody()
    {
        Does(Plan(), "assign", licensee, "small");
        Configure("payg: {price: 0 USD/month, purposes: [ai-input], agreement: none}");
        Assert.Contains("small is not offered any more: plans: of the configuration does not have it (it has payg). Whoever has it keeps it", Fails(Plan(), "assign", AddLicensee("Other AI"), "small"), StringComparison.Ordinal);
        Does(Plan(), "list", "--json");
        Assert.Equal([("payg", true, 0), ("small", false, 1)], Json().EnumerateArray().Select(plan => (plan.GetProperty("name").GetString(), plan.GetProperty("offered").GetBoolean(), plan.GetProperty("holders").GetInt32())));
        Assert.Contains("no more", Does(Plan(), "list"), StringComparison.Ordinal);
        Configure("payg: {price: 0 USD/month, purposes: [ai-train], agreement: none}");
        Does(Plan(), "list", "--all", "--json");
        Assert.Equal([("payg", 1, false), ("payg", 2, true), ("small", 1, false)], Json().EnumerateArray().Select(plan => (plan.GetProperty("name").GetString(), plan.GetProperty("version").GetInt32(), plan.GetProperty("offered").GetBoolean())));
    }

    [Fact]
    public void Sites_and_currencies_that_are_not_in_the_configuration_are_told()
    {
        Assert.Contains("no site has the host \"nosite.example\"; there are news.example", Fails(Licensees(), "status", licensee, "suspended", "--site", "nosite.example"), StringComparison.Ordinal);
        Does(Licensees(), "status", licensee, "suspended", "--site", "news.example");
        Assert.Contains("nothing is priced in EUR, so it pays for nothing; there are prices in USD", Does(Credit(), "add", licensee, "5.00 EUR"), StringComparison.Ordinal);
        Assert.DoesNotContain("nothing is priced", Does(Credit(), "add", licensee, "5.00 USD"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signer_of_another_licensee_stays_where_it_is()
    {
        Does(Licensees(), "signer", "add", licensee, "https://bot.example");
        Assert.Contains($"requests that https://bot.example signs are Acme AI's; gardu licensee signer remove {licensee} https://bot.example", Fails(Licensees(), "signer", "add", AddLicensee("Other AI"), "https://bot.example"), StringComparison.Ordinal);
        Does(Licensees(), "signer", "add", licensee, "https://bot.example", "--for", "ai-train"); // its own may be changed
        Assert.Equal(new BoundSigner("https://bot.example", Purpose.AiTrain), Assert.Single(new Accounts(Database).Find(licensee)!.Signers));
    }

    [Fact]
    public void Floor_and_limit_are_said_wherever_the_balance_is()
    {
        const string all = "USD 5.00, floor USD -50.00, limit USD 100.00 a month";
        Does(Credit(), "add", licensee, "5", "USD", "--idempotency-key", "order-7"); // without quotes
        Assert.Contains("\"5\" is not an amount such as \"25.00 USD\"", Fails(Credit(), "add", licensee, "5"), StringComparison.Ordinal);
        Assert.Contains("order-7 was there already, posted on 2026-11-25 12:00, so nothing is posted again; Acme AI has USD 5.00", Does(Credit(), "add", licensee, "5 USD", "--idempotency-key", "order-7"), StringComparison.Ordinal);
        Assert.Equal($"balance {all}\n", Does(Credit(), "set", licensee, "--floor=-50 USD", "--limit", "100 USD"));
        Assert.Contains(all, Does(Credit(), "list", licensee), StringComparison.Ordinal);
        Assert.Contains(all, Does(Licensees(), "show", licensee), StringComparison.Ordinal);
        Assert.Contains(all, Does(UsageCommand.Create(clock), licensee), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is \"News licence\" 1", "licence")]
    [InlineData("there is \"News licence\" 1", "News lisence")]
    [InlineData("there is \"News licence\" 1", "HASH")]
    [InlineData("there is \"News licence\" 1", "News licence", "2")]
    [InlineData("gardu agreement add puts one there", "Anything else")]
    public void A_text_that_is_not_on_record_is_told_with_those_near_it(string said, params string[] named)
    {
        var hash = Does(AgreementCommand.Create(clock), "add", "--text", "You may read.", "--title", "News licence", "--version-name", "1").Split('\n')[0];
        Assert.Contains(said, Fails(AgreementCommand.Create(clock), ["accept", licensee, .. named.Select(word => word == "HASH" ? hash : word), "--by", "Ann Lee"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Charges_alerts_and_what_is_used_up_name_the_plan()
    {
        Does(Plan(), "assign", licensee, "small");
        Does(Credit(), "add", licensee, "5 USD");
        var account = new Accounts(Database).Find(licensee)!;
        UsageRecord[] records = [.. Enumerable.Range(0, 4).Select(i => Record(i))];
        using (var charges = Database.OpenCharges())
            foreach (var record in records)
                charges.Charge([new Purchase(new ChargeDemand { Id = record.Id.Value, Time = record.Time, Licensee = licensee, Key = Guid.NewGuid().ToByteArray(), Units = 1, Offer = OfferTo(account) }, record)]);
        using (var store = Database.OpenStore())
            store.Commit([records[3] with { Reason = "quota-used-up", Decision = Verdict.Limit, Status = 429 }], []);

        var charged = Does(ExplainCommand.Create(), records[2].Id.ToString());
        Assert.Contains("USD 0.50 for 1 requests, by its plan small\n", charged, StringComparison.Ordinal);
        Assert.Equal(charged, Does(ExplainCommand.Create(), PrefixedId.Of(Charge.Prefix, records[2].Id.Value)));
        Assert.Contains("3 of 3 requests of the plan small are used; it starts anew at 2026-12-25 12:00:00Z\n", Does(ExplainCommand.Create(), records[3].Id.ToString()), StringComparison.Ordinal);
        Does(ExplainCommand.Create(), records[3].Id.ToString(), "--json");
        Assert.Equal(("small", 3, 3), (Json().GetProperty("quota").GetProperty("plan").GetString(), Json().GetProperty("quota").GetProperty("used").GetInt32(), Json().GetProperty("quota").GetProperty("most").GetInt32()));
        clock.Advance(TimeSpan.FromHours(1));
        var usage = Does(UsageCommand.Create(clock), licensee);
        Assert.Contains("100% of the quota of small used", usage, StringComparison.Ordinal);
        Assert.DoesNotContain("sub_", usage, StringComparison.Ordinal);
    }

    static Offer OfferTo(Account account) =>
        Resource.TryRead("/", out var page) ? Offer.For(account, ["news.example"], Purpose.AiInput, page, null, Noon)! : throw new InvalidOperationException();

    UsageRecord Record(int number) => new()
    {
        Id = RequestId.New(Noon.AddMinutes(number)),
        Time = Noon.AddMinutes(number),
        Site = "news.example",
        Method = "GET",
        Path = $"/{number}",
        Identity = new AgentIdentity(RequesterKind.Agent, licensee, "Acme AI", Purpose.AiInput, Proof.Credential) { Licensee = licensee },
        UserAgent = null,
        Address = "192.0.2.0/24",
        Decision = Verdict.Charge,
        Rule = "/ ai-input",
        Reason = "charged",
        Mode = Mode.Enforce,
        TermsVersion = "abc",
        Status = 200,
        Bytes = 1000,
        Duration = TimeSpan.Zero,
    };
}
