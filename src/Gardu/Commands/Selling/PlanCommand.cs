using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gardu.Agents.Credentials;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Licensees;
using Gardu.Commerce.Plans;
using Gardu.Store.Selling;
using Gardu.Terms;
using Gardu.Terms.Values;

namespace Gardu.Commands.Selling;

/// <summary><c>gardu plan</c>: what is sold, and who has it.</summary>
static class PlanCommand
{
    public static Command Create(TimeProvider clock) => new("plan", "List plans, give them to licensees, and end them") { List(clock), Assign(clock), End(clock) };

    static Command List(TimeProvider clock)
    {
        var all = new Option<bool>("--all") { Description = "Every version of every plan" };
        return new ShopCommand("list", "List the plans that are defined, and those that licensees still have", "GET /plans") { all }.Doing("gardu plan list", clock, (parsed, shop) =>
        {
            var last = shop.Plans.Last();
            var versions = parsed.GetValue(all) ? shop.Plans.All() : last;
            bool? IsOffered(PlanVersion version) => shop.IsOffered(version.Plan.Name) & last.Any(known => known.Plan.Name == version.Plan.Name && known.Number == version.Number);
            var holders = shop.Accounts.All().SelectMany(account => account.Subscriptions).Where(subscription => subscription.IsInForceAt(shop.Now)).CountBy(subscription => (subscription.Plan.Name, subscription.Version)).ToDictionary();
            return Answer.Of(versions.Select(version => new
            {
                version.Plan.Name, Version = version.Number, Definition = JsonDocument.Parse(PlanText.Write(version.Plan)).RootElement, version.Added, Offered = IsOffered(version), Holders = holders.GetValueOrDefault((version.Plan.Name, version.Number)),
            }), output =>
            {
                if (versions.Count == 0)
                    return;
                var (console, table) = CommandOutput.StartTable(output, "plan", "version", "price", "included", "beyond", "cap", "for", "offered", "holders");
                foreach (var version in versions)
                {
                    var (plan, number, _) = version;
                    table.AddTexts(plan.Name, number.ToString(CultureInfo.InvariantCulture), plan.Fee?.ToString() ?? "by contract", plan.Included?.ToString() ?? "", plan.UnitPrice?.ToString() ?? (plan.Included is null ? "price of the terms" : "not sold"),
                        plan.Cap?.ToString() ?? "", plan.Scope.Purposes.Count == 0 ? "all" : string.Join(", ", plan.Scope.Purposes.Select(purpose => purpose.Name())),
                        IsOffered(version) switch { true => "yes", false => "no more", null => "" }, holders.GetValueOrDefault((plan.Name, number)).ToString(CultureInfo.InvariantCulture));
                }
                console.Write(table);
            }, versions.Count == 0 ? "no plans yet; define them under plans: in gardu.yaml" : null);
        });
    }

    static Command Assign(TimeProvider clock)
    {
        var licensee = new Argument<string>("LICENSEE") { Description = "Who gets it: lic_ and 32 digits" };
        var name = new Argument<string>("PLAN") { Description = "The plan's name" };
        var now = new Option<bool>("--now") { Description = "In place of the plan that it takes over from, at once and not at the end of that one's period" };
        var beside = new Option<bool>("--beside") { Description = "Beside the plans that it has, in place of none" };
        return new ShopCommand("assign", "Give a licensee a plan; its fee is taken from the credit", "POST /licensees/{licensee}/plans") { licensee, name, now, beside }.Doing("gardu plan assign", clock, (parsed, shop) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var version = shop.Plans.Last().FirstOrDefault(known => known.Plan.Name == parsed.GetRequiredValue(name).Trim())
                ?? throw new NotThereException($"no plan {parsed.GetRequiredValue(name)}; gardu plan list has them");
            if (shop.IsOffered(version.Plan.Name) == false)
                throw new UsageException($"{version.Plan.Name} is not offered any more: plans: of the configuration does not have it{Offered(shop)}. Whoever has it keeps it");
            var old = parsed.GetValue(beside) ? null : account.Subscriptions.LastOrDefault(known => known.IsInForceAt(shop.Now));
            if (!parsed.GetValue(beside) && account.Subscriptions.FirstOrDefault(known => known.Start > shop.Now && known.End is null) is { } next)
                throw new UsageException($"{account.Licensee.Name} gets {next.Plan.Name} on {next.Start:yyyy-MM-dd} already; take that back first: gardu plan end {account.Licensee.Id} {next.Id}");
            if (account.Subscriptions.FirstOrDefault(known => known.Plan.Name == version.Plan.Name && known.Version == version.Number && known.End is null) is { } had)
                throw new UsageException($"{account.Licensee.Name} has {version.Plan.Name} already ({had.Id}, since {had.Start:yyyy-MM-dd}); its fee would be taken twice");
            var start = old is null || parsed.GetValue(now) ? shop.Now : old.End ?? old.PeriodAt(shop.Now).End;
            var subscription = new Subscription { Id = PrefixedId.New(Subscription.Prefix, shop.Now), Plan = version.Plan, Version = version.Number, Start = start };
            var fee = start == shop.Now && version.Plan.Fee is { Amount.Micros: > 0 } ? Renewals.FeeOf(account.Licensee.Id, subscription, start, shop.Now) : null;
            var result = shop.Plans.Assign(account.Licensee.Id, subscription, old, fee, shop.Now);
            if (result == AssignResult.NotPaid)
                throw new UsageException($"{account.Licensee.Name} has less credit than the fee of {version.Plan.Fee}; add it first: gardu credit add {account.Licensee.Id} \"{version.Plan.Fee!.Amount.Decimal} {version.Plan.Fee.Amount.Currency}\""); // it has one
            if (result == AssignResult.Changed)
                throw new UsageException($"the plans of {account.Licensee.Name} have been changed meanwhile; gardu licensee show {account.Licensee.Id} has them");
            var talk = start == shop.Now ? $"{account.Licensee.Name} has {version.Plan.Name} from now on" : $"{account.Licensee.Name} has {old!.Plan.Name} until {start:yyyy-MM-dd HH:mm} UTC and {version.Plan.Name} then"; // it starts later only behind another
            if (version.Plan.NeedsAgreement && !account.Agreements.Any(agreement => agreement.IsInForceAt(shop.Now)))
                talk += $"\nnothing is sold by it before an agreement is accepted: gardu agreement accept {account.Licensee.Id} …";
            if (shop.Credentials.Keys().FirstOrDefault(key => key.Licensee.Id == account.Licensee.Id && key.Purpose is null && key.IsInForceAt(shop.Now)) is { } aimless && version.Plan.Scope.Purposes is [var first, ..])
                talk += $"\n{aimless.Id} is for no purpose, so that requests with it are decided as the strictest AI purpose; gardu key add {account.Licensee.Id} --for {first.Name()} --replaces {aimless.Id} makes one for this plan";
            return Answer.Of(new { subscription.Id, Plan = version.Plan.Name, subscription.Version, subscription.Start, Replaces = old?.Id }, output => output.WriteLine(subscription.Id), talk);
        });
    }

    static string Offered(Shop shop) => shop.Configuration?.Plans is [_, ..] plans ? $" (it has {string.Join(", ", plans.Select(plan => plan.Name))})" : "";

    static Command End(TimeProvider clock)
    {
        var licensee = new Argument<string>("LICENSEE") { Description = "Whose" };
        var id = new Argument<string>("SUBSCRIPTION") { Description = "sub_ and 32 digits; gardu licensee show has them" };
        var now = new Option<bool>("--now") { Description = "At once and not at the end of its period" };
        return new ShopCommand("end", "End a licensee's plan, with its period", "POST /licensees/{licensee}/plans/{subscription}/end") { licensee, id, now }.Doing("gardu plan end", clock, (parsed, shop) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var subscription = account.Subscriptions.FirstOrDefault(known => known.Id == parsed.GetRequiredValue(id).Trim()) ?? throw new NotThereException($"{account.Licensee.Name} has no {parsed.GetRequiredValue(id)}; give the id, sub_…, which gardu licensee show {account.Licensee.Id} has");
            if (subscription.End is { } past && past <= shop.Now)
                throw new UsageException($"it has ended, on {past:yyyy-MM-dd}");
            var isAhead = subscription.Start > shop.Now; // then it ends before it begins, and no fee is ever taken
            var end = isAhead ? subscription.Start : parsed.GetValue(now) ? shop.Now : subscription.PeriodAt(shop.Now).End;
            shop.Plans.End(account.Licensee.Id, subscription with { End = end }, shop.Now);
            return Answer.Of(new { subscription.Id, End = end }, talk: isAhead ? $"{account.Licensee.Name} does not get {subscription.Plan.Name}" : $"{account.Licensee.Name} has {subscription.Plan.Name} until {end:yyyy-MM-dd HH:mm} UTC");
        });
    }
}
