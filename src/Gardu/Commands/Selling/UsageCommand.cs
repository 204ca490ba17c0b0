using System.CommandLine;
using System.Globalization;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Licensees;
using Gardu.Commerce.Plans;
using Gardu.Store.Selling;
using Gardu.Terms.Values;

namespace Gardu.Commands.Selling;

/// <summary><c>gardu usage</c>: what a licensee was charged, and what it has left.</summary>
static class UsageCommand
{
    public static Command Create(TimeProvider clock)
    {
        var licensee = new Argument<string>("LICENSEE") { Description = "Whose: lic_ and 32 digits" };
        var from = new Option<string?>("--from") { Description = "From this day or time on, UTC (default: the first of this month)", HelpName = "TIME" };
        var to = new Option<string?>("--to") { Description = "Until before this day or time (default: now)", HelpName = "TIME" };
        return new ShopCommand("usage", "Show what a licensee was charged, what of its plans it has used, and what is left", "GET /licensees/{licensee}/usage") { licensee, from, to }.Doing("gardu usage", clock, (parsed, shop) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var begin = parsed.GetValue(from) is { } first ? Moment.Parse(first) : new DateTimeOffset(shop.Now.Year, shop.Now.Month, 1, 0, 0, 0, TimeSpan.Zero);
            var end = parsed.GetValue(to) is { } last ? Moment.Parse(last) : shop.Now.AddSeconds(1);
            var lines = ChargedUsage.Of(shop.Database, account.Licensee.Id, begin, end);
            var amounts = lines.GroupBy(line => line.Amount.Currency).Select(group => new Money(group.Sum(line => line.Amount.Micros), group.Key)).ToArray();
            var plans = account.Subscriptions.Where(subscription => subscription.IsInForceAt(shop.Now)).Select(subscription => (Subscription: subscription, Sold: ChargedUsage.SoldOf(shop.Database, subscription, shop.Now))).ToArray();
            var wallets = shop.Balances.Of(account.Licensee.Id);
            var alerts = shop.Balances.Alerts(account.Licensee.Id, begin, end);
            return Answer.Of(new
            {
                Licensee = account.Licensee.Id, From = begin, To = end,
                Charges = lines.Sum(line => line.Charges),
                Amounts = amounts.Select(amount => new { Amount = amount.Exact, amount.Currency }),
                Lines = lines.Select(line => new { line.Site, line.Purpose, line.Charges, line.Units, Unit = line.Unit.Plural(), Amount = line.Amount.Exact, line.Amount.Currency }),
                Plans = plans.Select(pair => new
                {
                    pair.Subscription.Id, Plan = pair.Subscription.Plan.Name, Period = new { pair.Subscription.PeriodAt(shop.Now).Start, pair.Subscription.PeriodAt(shop.Now).End },
                    Used = pair.Sold, Included = pair.Subscription.Plan.Included?.Count, Cap = pair.Subscription.Plan.UnitsMax, Unit = pair.Subscription.Plan.Unit?.Plural(),
                }),
                Balances = wallets.Select(entry => WalletJson.Of(entry.Currency, entry.Wallet)),
                Alerts = alerts.Select(alert => new { alert.Time, alert.Alert.Percent, alert.Alert.Of, alert.Alert.Subject, Plan = PlanOf(account, alert.Alert) }),
            }, output =>
            {
                var (console, table) = CommandOutput.StartTable(output, "site", "for", "charges", "units", "", "amount");
                foreach (var line in lines)
                    table.AddTexts(line.Site, line.Purpose ?? "", line.Charges.ToString("N0", CultureInfo.InvariantCulture), line.Units.ToString("N0", CultureInfo.InvariantCulture), line.Unit.Plural(), line.Amount.ToString());
                console.Write(table);
                foreach (var (subscription, sold) in plans)
                {
                    var most = subscription.Plan.UnitsMax ?? subscription.Plan.Included?.Count;
                    output.WriteLine(FormattableString.Invariant($"{subscription.Plan.Name}: {sold:N0}{(most is null ? "" : FormattableString.Invariant($" of {most:N0}"))} {subscription.Plan.Unit?.Plural()} until {subscription.PeriodAt(shop.Now).End:yyyy-MM-dd}"));
                }
                foreach (var (currency, wallet) in wallets)
                    output.WriteLine($"balance {WalletJson.InWords(currency, wallet)}");
                foreach (var alert in alerts)
                    output.WriteLine(FormattableString.Invariant($"{alert.Time:yyyy-MM-dd HH:mm}: {alert.Alert.Percent}% of the {alert.Alert.Of} {(PlanOf(account, alert.Alert) is { } plan ? $"of {plan}" : $"in {alert.Alert.Subject}")} used"));
            });
        });
    }

    static string? PlanOf(Account account, UsageAlert alert) => account.Subscriptions.FirstOrDefault(subscription => subscription.Id == alert.Subject)?.Plan.Name;
}
