using System.CommandLine;
using System.Globalization;
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
        return new Command("list", "List the plans that are defined, and those that licensees still have") { all }.Selling("gardu plan list", clock, (parsed, shop, json) =>
        {
            var versions = parsed.GetValue(all) ? shop.Plans.All() : shop.Plans.Last();
            var holders = shop.Accounts.All().SelectMany(account => account.Subscriptions).Where(subscription => subscription.IsInForceAt(shop.Now)).CountBy(subscription => (subscription.Plan.Name, subscription.Version)).ToDictionary();
            if (json)
                CommandOutput.WriteJson(shop.Output, versions.Select(version => new
                {
                    version.Plan.Name, Version = version.Number, Definition = System.Text.Json.JsonDocument.Parse(PlanText.Write(version.Plan)).RootElement, version.Added, Holders = holders.GetValueOrDefault((version.Plan.Name, version.Number)),
                }));
            else if (versions.Count == 0)
                shop.Error.WriteLine("no plans yet; define them under plans: in gardu.yaml");
            else
            {
                var (console, table) = CommandOutput.StartTable(shop.Output, "plan", "version", "price", "included", "beyond", "cap", "for", "holders");
                foreach (var (plan, number, _) in versions)
                    table.AddTexts(plan.Name, number.ToString(CultureInfo.InvariantCulture), plan.Fee?.ToString() ?? "by contract", plan.Included?.ToString() ?? "", plan.UnitPrice?.ToString() ?? (plan.Included is null ? "price of the terms" : "not sold"),
                        plan.Cap?.ToString() ?? "", plan.Scope.Purposes.Count == 0 ? "all" : string.Join(", ", plan.Scope.Purposes.Select(purpose => purpose.Name())), holders.GetValueOrDefault((plan.Name, number)).ToString(CultureInfo.InvariantCulture));
                console.Write(table);
            }
            return ExitCode.Done;
        });
    }

    static Command Assign(TimeProvider clock)
    {
        var licensee = new Argument<string>("LICENSEE") { Description = "Who gets it: lic_ and 32 digits" };
        var name = new Argument<string>("PLAN") { Description = "The plan's name" };
        var now = new Option<bool>("--now") { Description = "In place of the plan that it takes over from, at once and not at the end of that one's period" };
        var beside = new Option<bool>("--beside") { Description = "Beside the plans that it has, in place of none" };
        return new Command("assign", "Give a licensee a plan; its fee is taken from the credit") { licensee, name, now, beside }.Selling("gardu plan assign", clock, (parsed, shop, json) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var version = shop.Plans.Last().FirstOrDefault(known => known.Plan.Name == parsed.GetRequiredValue(name).Trim())
                ?? throw new UsageException($"no plan {parsed.GetRequiredValue(name)}; gardu plan list has them");
            var old = parsed.GetValue(beside) ? null : account.Subscriptions.LastOrDefault(known => known.End is null && known.IsInForceAt(shop.Now));
            if (account.Subscriptions.FirstOrDefault(known => known.Plan.Name == version.Plan.Name && known.Version == version.Number && known.End is null) is { } had)
                throw new UsageException($"{account.Licensee.Name} has {version.Plan.Name} already ({had.Id}, since {had.Start:yyyy-MM-dd}); its fee would be taken twice");
            var start = old is null || parsed.GetValue(now) ? shop.Now : old.PeriodAt(shop.Now).End;
            var subscription = new Subscription { Id = PrefixedId.New(Subscription.Prefix, shop.Now), Plan = version.Plan, Version = version.Number, Start = start };
            if (start == shop.Now)
                TakeFee(shop, account, subscription);
            shop.Plans.Assign(account.Licensee.Id, subscription, old is null ? null : old with { End = start }, shop.Now);
            if (json)
                CommandOutput.WriteJson(shop.Output, new { subscription.Id, Plan = version.Plan.Name, subscription.Version, subscription.Start, Replaces = old?.Id });
            else
                shop.Output.WriteLine(subscription.Id);
            shop.Error.WriteLine(start == shop.Now ? $"{account.Licensee.Name} has {version.Plan.Name} from now on" : $"{account.Licensee.Name} has {old!.Plan.Name} until {start:yyyy-MM-dd HH:mm} UTC and {version.Plan.Name} then"); // it starts later only behind another
            if (version.Plan.NeedsAgreement && !account.Agreements.Any(agreement => agreement.IsInForceAt(shop.Now)))
                shop.Error.WriteLine($"nothing is sold by it before an agreement is accepted: gardu agreement accept {account.Licensee.Id} …");
            return ExitCode.Done;
        });
    }

    static Command End(TimeProvider clock)
    {
        var licensee = new Argument<string>("LICENSEE") { Description = "Whose" };
        var id = new Argument<string>("SUBSCRIPTION") { Description = "sub_ and 32 digits; gardu licensee show has them" };
        var now = new Option<bool>("--now") { Description = "At once and not at the end of its period" };
        return new Command("end", "End a licensee's plan, with its period") { licensee, id, now }.Selling("gardu plan end", clock, (parsed, shop, json) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var subscription = account.Subscriptions.FirstOrDefault(known => known.Id == parsed.GetRequiredValue(id).Trim()) ?? throw new UsageException($"{account.Licensee.Name} has no {parsed.GetRequiredValue(id)}");
            if (subscription.End is { } past && past <= shop.Now)
                throw new UsageException($"it has ended, on {past:yyyy-MM-dd}");
            var end = parsed.GetValue(now) ? shop.Now : subscription.PeriodAt(shop.Now).End;
            shop.Plans.End(account.Licensee.Id, subscription with { End = end }, shop.Now);
            if (json)
                CommandOutput.WriteJson(shop.Output, new { subscription.Id, End = end });
            shop.Error.WriteLine($"{account.Licensee.Name} has {subscription.Plan.Name} until {end:yyyy-MM-dd HH:mm} UTC");
            return ExitCode.Done;
        });
    }

    /// <summary>Takes the fee of the period that begins.</summary>
    /// <exception cref="UsageException">The credit does not suffice.</exception>
    static void TakeFee(Shop shop, Account account, Subscription subscription)
    {
        if (subscription.Plan.Fee is not { Amount.Micros: > 0 } fee)
            return;
        if (shop.Balances.Post(Renewals.FeeOf(account.Licensee.Id, subscription, subscription.Start, shop.Now), withinFloor: true) is null)
            throw new UsageException($"{account.Licensee.Name} has less credit than the fee of {fee}; add it first: gardu credit add {account.Licensee.Id} \"{fee.Amount.Decimal} {fee.Amount.Currency}\"");
    }
}
