using System.CommandLine;
using System.Globalization;
using Gardu.Agents.Credentials;
using Gardu.Commerce.Charging;
using Gardu.Terms.Values;

namespace Gardu.Commands.Selling;

/// <summary><c>gardu credit</c>: what licensees have paid in, and how far they may go.</summary>
static class CreditCommand
{
    const int TextMax = 200;

    public static Command Create(TimeProvider clock) => new("credit", "Add credit to licensees, list it, and set floors and limits")
    {
        Post(clock, "add", "Add credit", PostingKind.Credit, +1), Post(clock, "refund", "Pay credit back", PostingKind.Refund, -1), List(clock), Set(clock),
    };

    static Command Post(TimeProvider clock, string name, string description, PostingKind kind, int sign)
    {
        var licensee = new Argument<string>("LICENSEE") { Description = "Whose: lic_ and 32 digits" };
        var amount = new Argument<string>("AMOUNT") { Description = "How much: \"25.00 USD\"" };
        var note = new Option<string?>("--note") { Description = "What for, in your words" };
        var key = new Option<string?>("--idempotency-key") { Description = "A name of this posting; under one that is taken nothing is posted again", HelpName = "KEY" };
        return new Command(name, description) { licensee, amount, note, key }.Selling($"gardu credit {name}", clock, (parsed, shop, json) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var money = Shop.Amount(parsed.GetRequiredValue(amount));
            foreach (var text in new[] { parsed.GetValue(note), parsed.GetValue(key) })
                if (text is { Length: 0 or > TextMax } || text?.Any(char.IsControl) == true)
                    throw new UsageException($"a note and a key have 1 to {TextMax} characters on one line");
            var posting = new Posting(PrefixedId.New(Posting.Prefix, shop.Now), account.Licensee.Id, kind, money with { Micros = sign * money.Micros }, shop.Now, parsed.GetValue(note), parsed.GetValue(key));
            var posted = shop.Balances.Post(posting, withinFloor: sign < 0) ?? throw new UsageException($"{account.Licensee.Name} has less than that; gardu credit list {account.Licensee.Id} says how much");
            if (posted.Amount != posting.Amount || posted.Kind != posting.Kind)
                throw new UsageException($"{posting.Key} names another posting: {posted.Amount} on {posted.Time:yyyy-MM-dd}");
            var balance = BalanceOf(shop, account.Licensee.Id, money.Currency);
            if (json)
                CommandOutput.WriteJson(shop.Output, new { posted.Id, Amount = posted.Amount.Exact, posted.Amount.Currency, Balance = balance.Exact });
            else
                shop.Output.WriteLine(posted.Id);
            shop.Error.WriteLine(posted == posting ? $"{account.Licensee.Name} has {balance} now" : $"posted before, on {posted.Time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}; {account.Licensee.Name} has {balance}");
            return ExitCode.Done;
        });
    }

    static Command List(TimeProvider clock)
    {
        var licensee = new Argument<string>("LICENSEE") { Description = "Whose" };
        return new Command("list", "List what moved a balance besides charges, and what is left") { licensee }.Selling("gardu credit list", clock, (parsed, shop, json) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var (wallets, postings) = (shop.Balances.Of(account.Licensee.Id), shop.Balances.Postings(account.Licensee.Id));
            if (json)
                CommandOutput.WriteJson(shop.Output, new
                {
                    Balances = wallets.Select(entry => WalletJson(entry.Currency, entry.Wallet)),
                    Postings = postings.Select(posting => new { posting.Id, Kind = posting.Kind.Name(), Amount = posting.Amount.Exact, posting.Amount.Currency, posting.Time, posting.Note }),
                });
            else
            {
                var (console, table) = CommandOutput.StartTable(shop.Output, "id", "kind", "amount", "time", "note");
                foreach (var posting in postings)
                    table.AddTexts(posting.Id, posting.Kind.Name(), posting.Amount.ToString(), posting.Time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), posting.Note ?? "");
                console.Write(table);
                foreach (var (currency, wallet) in wallets)
                    shop.Output.WriteLine($"balance {new Money(wallet.Balance, currency)}{(wallet.Floor != 0 ? $", floor {new Money(wallet.Floor, currency)}" : "")}{(wallet.Limit is { } limit ? $", limit {new Money(limit, currency)} a month" : "")}");
            }
            return ExitCode.Done;
        });
    }

    static Command Set(TimeProvider clock)
    {
        var licensee = new Argument<string>("LICENSEE") { Description = "Whose" };
        var floor = new Option<string?>("--floor") { Description = "How far the balance may go down: \"0 USD\", or \"-50 USD\" for credit that you give", HelpName = "AMOUNT" };
        var limit = new Option<string?>("--limit") { Description = "What the licensee wants to spend in a calendar month at the most: \"100 USD\"; \"none USD\" for no end", HelpName = "AMOUNT" };
        return new Command("set", "Set how far a balance may go down, and the licensee's own limit for a month") { licensee, floor, limit }.Selling("gardu credit set", clock, (parsed, shop, json) =>
        {
            var id = shop.Account(parsed.GetRequiredValue(licensee)).Licensee.Id;
            if (parsed.GetValue(floor) is null && parsed.GetValue(limit) is null)
                throw new UsageException("say what: --floor or --limit");
            if (parsed.GetValue(floor)?.Trim() is { } low)
                shop.Balances.SetFloor(id, FloorOf(low));
            if (parsed.GetValue(limit)?.Trim().Split(' ') is ["none", var currency] && Money.IsCurrency(currency))
                shop.Balances.SetLimit(id, currency, null);
            else if (parsed.GetValue(limit) is { } most)
                shop.Balances.SetLimit(id, Shop.AmountOrNothing(most).Currency, Shop.AmountOrNothing(most).Micros);
            if (json)
                CommandOutput.WriteJson(shop.Output, new { Balances = shop.Balances.Of(id).Select(entry => WalletJson(entry.Currency, entry.Wallet)) });
            return ExitCode.Done;
        });
    }

    static Money FloorOf(string text)
    {
        var below = Shop.AmountOrNothing(text.TrimStart('-'));
        return text.StartsWith('-') || below.Micros == 0 ? below with { Micros = -below.Micros } : throw new UsageException($"a floor is \"0 {below.Currency}\" or below, such as \"-50 {below.Currency}\"");
    }

    /// <summary>A wallet as commands print it.</summary>
    public static object WalletJson(string currency, Wallet wallet) => new
    {
        Currency = currency, Balance = new Money(wallet.Balance, currency).Exact, Floor = new Money(wallet.Floor, currency).Exact, Limit = wallet.Limit is { } limit ? new Money(limit, currency).Exact : null,
    };

    static Money BalanceOf(Shop shop, string licensee, string currency) => new(shop.Balances.Of(licensee).FirstOrDefault(entry => entry.Currency == currency).Wallet.Balance, currency);
}
