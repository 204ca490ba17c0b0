using System.CommandLine;
using System.Globalization;
using Gardu.Agents.Credentials;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Licensees;
using Gardu.Terms.Values;

namespace Gardu.Commands.Selling;

/// <summary><c>gardu credit</c>: what licensees have paid in, and how far they may go.</summary>
static class CreditCommand
{
    public static Command Create(TimeProvider clock) => new("credit", "Add credit to licensees, list it, and set floors and limits")
    {
        Post(clock, "add", "Add credit", PostingKind.Credit, +1), Post(clock, "refund", "Take credit out, since you have paid the money back", PostingKind.Refund, -1), List(clock), Set(clock),
    };

    static Command Post(TimeProvider clock, string name, string description, PostingKind kind, int sign)
    {
        var licensee = new Argument<string>("LICENSEE") { Description = "Whose: lic_ and 32 digits" };
        var amount = new Argument<string>("AMOUNT") { Description = "How much: \"25.00 USD\"" };
        var currency = new Argument<string?>("CURRENCY") { Description = "Its currency, where the amount stands without quotes", Arity = ArgumentArity.ZeroOrOne };
        var note = new Option<string?>("--note") { Description = "What for, in your words" };
        var key = new Option<string?>("--idempotency-key") { Description = "A name of this posting; under one that is taken nothing is posted again", HelpName = "KEY" };
        return new ShopCommand(name, description, $"POST /licensees/{{licensee}}/{(kind == PostingKind.Credit ? "credit" : "refunds")}") { licensee, amount, currency, note, key }.Doing($"gardu credit {name}", clock, (parsed, shop) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var money = Shop.Amount($"{parsed.GetRequiredValue(amount)} {parsed.GetValue(currency)}");
            var posting = new Posting(PrefixedId.New(Posting.Prefix, shop.Now), account.Licensee.Id, kind, money with { Micros = sign * money.Micros }, shop.Now,
                parsed.GetValue(note) is { } words ? Shop.Line(words, "a note") : null, parsed.GetValue(key) is { } called ? Shop.Line(called, "a key") : null);
            var posted = shop.Balances.Post(posting, withinFloor: sign < 0) ?? throw new UsageException($"{account.Licensee.Name} has less than that; gardu credit list {account.Licensee.Id} says how much");
            if (posted.Amount != posting.Amount || posted.Kind != posting.Kind)
                throw new UsageException($"{posting.Key} names another posting: {posted.Amount} on {posted.Time:yyyy-MM-dd}");
            var balance = BalanceOf(shop, account.Licensee.Id, money.Currency);
            return Answer.Of(
                new { posted.Id, Amount = posted.Amount.Exact, posted.Amount.Currency, Balance = balance.Exact },
                output => output.WriteLine(posted.Id),
                posted == posting ? $"{account.Licensee.Name} has {balance} now{(sign > 0 ? Unpriced(shop, account, money.Currency) : "")}"
                : $"{posting.Key} was there already, posted on {posted.Time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}, so nothing is posted again; {account.Licensee.Name} has {balance}");
        }, shellOnly: currency);
    }

    static Command List(TimeProvider clock)
    {
        var licensee = new Argument<string>("LICENSEE") { Description = "Whose" };
        return new ShopCommand("list", "List what moved a balance besides charges, and what is left", "GET /licensees/{licensee}/credit") { licensee }.Doing("gardu credit list", clock, (parsed, shop) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var (wallets, postings) = (shop.Balances.Of(account.Licensee.Id), shop.Balances.Postings(account.Licensee.Id));
            return Answer.Of(new
            {
                Balances = wallets.Select(entry => WalletJson.Of(entry.Currency, entry.Wallet)),
                Postings = postings.Select(posting => new { posting.Id, Kind = posting.Kind.Name(), Amount = posting.Amount.Exact, posting.Amount.Currency, posting.Time, posting.Note }),
            }, output =>
            {
                var (console, table) = CommandOutput.StartTable(output, "id", "kind", "amount", "time", "note");
                foreach (var posting in postings)
                    table.AddTexts(posting.Id, posting.Kind.Name(), posting.Amount.ToString(), posting.Time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), posting.Note ?? "");
                console.Write(table);
                foreach (var (currency, wallet) in wallets)
                    output.WriteLine($"balance {WalletJson.InWords(currency, wallet)}");
            });
        });
    }

    static Command Set(TimeProvider clock)
    {
        var licensee = new Argument<string>("LICENSEE") { Description = "Whose" };
        var floor = new Option<string?>("--floor") { Description = "How far the balance may go down: \"0 USD\", or \"-50 USD\" for credit that you give", HelpName = "AMOUNT" };
        var limit = new Option<string?>("--limit") { Description = "What the licensee wants to spend in a calendar month at the most: \"100 USD\"; \"none USD\" for no end", HelpName = "AMOUNT" };
        return new ShopCommand("set", "Set how far a balance may go down, and the licensee's own limit for a month", "PATCH /licensees/{licensee}/credit") { licensee, floor, limit }.Doing("gardu credit set", clock, (parsed, shop) =>
        {
            var id = shop.Account(parsed.GetRequiredValue(licensee)).Licensee.Id;
            if (parsed.GetValue(floor) is null && parsed.GetValue(limit) is null)
                throw new UsageException("say what: --floor or --limit");
            // Both are read before either is set.
            var down = parsed.GetValue(floor)?.Trim() is { } low ? FloorOf(low) : (Money?)null;
            var most = parsed.GetValue(limit)?.Trim() is { } text ? LimitOf(text) : default;
            if (down is { } lowest)
                shop.Balances.SetFloor(id, lowest);
            if (most.Currency is not null)
                shop.Balances.SetLimit(id, most.Currency, most.Micros);
            var wallets = shop.Balances.Of(id);
            return Answer.Of(new { Balances = wallets.Select(entry => WalletJson.Of(entry.Currency, entry.Wallet)) }, output =>
            {
                foreach (var (currency, wallet) in wallets)
                    output.WriteLine($"balance {WalletJson.InWords(currency, wallet)}");
            });
        });
    }

    /// <summary>That nothing has a price in a currency, where the configuration is there to say so; else nothing.</summary>
    static string Unpriced(Shop shop, Account account, string currency)
    {
        if (shop.Configuration is not { } configuration)
            return "";
        string[] priced =
        [
            .. configuration.Sites.Select(site => site.Terms.Written).SelectMany(terms => terms.Rules.SelectMany(rule => rule.Lines).Select(line => line.Value.Price).Append(terms.UnknownMachines?.Price))
                .Concat(account.Agreements.Select(agreement => agreement.Price)).Select(price => price?.Amount.Currency)
                .Concat(configuration.Plans.Concat(account.Subscriptions.Select(subscription => subscription.Plan)).SelectMany(plan => (string?[])[plan.Fee?.Amount.Currency, plan.UnitPrice?.Amount.Currency]))
                .OfType<string>().Distinct().Order(StringComparer.Ordinal),
        ];
        return priced.Contains(currency) ? "" : $"\nnothing is priced in {currency}, so it pays for nothing{(priced.Length == 0 ? "" : $"; there are prices in {string.Join(", ", priced)}")}";
    }

    static Money FloorOf(string text)
    {
        var below = Shop.AmountOrNothing(text.StartsWith('-') ? text[1..] : text);
        return text.StartsWith('-') || below.Micros == 0 ? below with { Micros = -below.Micros } : throw new UsageException($"a floor is \"0 {below.Currency}\" or below, such as \"-50 {below.Currency}\"");
    }

    static (string? Currency, long? Micros) LimitOf(string text)
    {
        if (text.Split(' ') is ["none", var currency] && Money.IsCurrency(currency))
            return (currency, null);
        var amount = Shop.AmountOrNothing(text);
        return (amount.Currency, amount.Micros);
    }

    static Money BalanceOf(Shop shop, string licensee, string currency) => new(shop.Balances.Of(licensee).FirstOrDefault(entry => entry.Currency == currency).Wallet.Balance, currency);
}

/// <summary>A wallet as programs get it; amounts are decimal.</summary>
sealed record WalletJson(string Currency, string Balance, string Floor, string? Limit)
{
    public static WalletJson Of(string currency, Wallet wallet) =>
        new(currency, new Money(wallet.Balance, currency).Exact, new Money(wallet.Floor, currency).Exact, wallet.Limit is { } limit ? new Money(limit, currency).Exact : null);

    /// <summary>The same for people: the balance, and floor and limit where they are set.</summary>
    public static string InWords(string currency, Wallet wallet) =>
        $"{new Money(wallet.Balance, currency)}{(wallet.Floor != 0 ? $", floor {new Money(wallet.Floor, currency)}" : "")}{(wallet.Limit is { } limit ? $", limit {new Money(limit, currency)} a month" : "")}";
}
