using System.CommandLine;
using System.Globalization;
using System.Net.Mail;
using Gardu.Agents.Credentials;
using Gardu.Commerce.Licensees;
using Gardu.Configuration;
using Gardu.Store;
using Gardu.Terms;
using Gardu.Terms.Values;

namespace Gardu.Commands.Selling;

/// <summary><c>gardu licensee show</c>, <c>status</c>, <c>member</c> and <c>signer</c>: what an account is.</summary>
static class LicenseeChanges
{
    const int TextMax = 200;

    public static Command Show(TimeProvider clock)
    {
        var licensee = Licensee();
        return new Command("show", "Show everything of a licensee") { licensee }.Selling("gardu licensee show", clock, (parsed, shop, json) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var (keys, wallets) = (Credentials.Open(shop.Database).Keys().Where(key => key.Licensee.Id == account.Licensee.Id && key.IsInForceAt(shop.Now)).ToArray(), shop.Balances.Of(account.Licensee.Id));
            if (json)
                CommandOutput.WriteJson(shop.Output, new
                {
                    account.Licensee.Id, account.Licensee.Name, account.Licensee.Email, account.Licensee.Created,
                    Status = account.StatusAt([], shop.Now).Name(),
                    Announced = account.Changes.Select(change => new { Status = change.Status.Name(), change.Announced, change.From, change.Site, change.Reason }),
                    Members = account.Members.Select(member => new { member.Email, member.Name, Role = member.Role.Name() }),
                    Signers = account.Signers.Select(signer => new { signer.Url, Purpose = signer.Purpose?.Name() }),
                    Keys = keys.Select(key => new { key.Id, Purpose = key.Purpose?.Name(), key.Sites, key.Expires }),
                    Plans = account.Subscriptions.Select(subscription => new { subscription.Id, Plan = subscription.Plan.Name, subscription.Version, subscription.Start, subscription.End }),
                    Agreements = account.Agreements.Select(agreement => new { agreement.Id, agreement.Document, agreement.AcceptedBy, agreement.AcceptedAt, agreement.Start, agreement.End }),
                    Balances = wallets.Select(entry => CreditCommand.WalletJson(entry.Currency, entry.Wallet)),
                });
            else
                Print(shop, account, keys, [.. wallets.Select(entry => new Money(entry.Wallet.Balance, entry.Currency).ToString())]);
            return ExitCode.Done;
        });
    }

    public static Command Status(TimeProvider clock)
    {
        var licensee = Licensee();
        var status = new Argument<string>("STATUS") { Description = string.Join(", ", StatusNames.Every) };
        status.AcceptOnlyFromAmong([.. StatusNames.Every]);
        var from = new Option<string?>("--from") { Description = "From when on; it is announced now (default: now)", HelpName = "TIME" };
        var site = new Option<string?>("--site") { Description = "On the site of this host alone", HelpName = "HOST" };
        var reason = new Option<string?>("--reason") { Description = "Why, in words for the licensee" };
        return new Command("status", "Say how a licensee stands, from now or a later date on") { licensee, status, from, site, reason }.Selling("gardu licensee status", clock, (parsed, shop, json) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var time = parsed.GetValue(from) is { } text ? Moment.Parse(text) : shop.Now;
            if (time < shop.Now)
                throw new UsageException($"{parsed.GetValue(from)} is past; a status is announced before it holds");
            var host = parsed.GetValue(site) is not { } named ? null : Readers.Host(named, out var read, out var wrong) ? read : throw new UsageException(wrong!); // one of the two is set
            var change = new StatusChange(StatusNames.TryParse(parsed.GetRequiredValue(status), out var to) ? to : default, shop.Now, time, host, Line(parsed.GetValue(reason), "a reason"));
            shop.Accounts.Announce(account.Licensee.Id, change);
            if (json)
                CommandOutput.WriteJson(shop.Output, new { account.Licensee.Id, Status = to.Name(), change.From, change.Site });
            shop.Error.WriteLine($"{account.Licensee.Name} is {to.Name()}{(host is null ? "" : $" on {host}")} from {(time == shop.Now ? "now" : time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC")} on");
            return ExitCode.Done;
        });
    }

    public static Command Members(TimeProvider clock)
    {
        var (licensee, email) = (Licensee(), new Argument<string>("EMAIL") { Description = "Mail address" });
        var name = new Option<string?>("--name") { Description = "As it is called" };
        var role = new Option<string>("--role") { Description = $"What it does: {string.Join(", ", RoleNames.Every)}", DefaultValueFactory = _ => "developer" };
        role.AcceptOnlyFromAmong([.. RoleNames.Every]);
        var add = new Command("add", "Add a person, or give one another role") { licensee, email, name, role }.Selling("gardu licensee member add", clock, (parsed, shop, json) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var member = new Member(Address(parsed.GetRequiredValue(email)), Line(parsed.GetValue(name), "a name"), RoleNames.TryParse(parsed.GetRequiredValue(role), out var known) ? known : default, shop.Now);
            shop.Accounts.Put(account.Licensee.Id, member);
            if (json)
                CommandOutput.WriteJson(shop.Output, new { member.Email, member.Name, Role = member.Role.Name() });
            shop.Error.WriteLine($"{member.Email} is {member.Role.Name()} of {account.Licensee.Name}");
            return ExitCode.Done;
        });
        var (whose, whom) = (Licensee(), new Argument<string>("EMAIL") { Description = "Mail address" });
        var remove = new Command("remove", "Remove a person") { whose, whom }.Selling("gardu licensee member remove", clock, (parsed, shop, _) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(whose));
            if (account.Members.FirstOrDefault(known => known.Email == Address(parsed.GetRequiredValue(whom))) is not { } member || !shop.Accounts.Remove(account.Licensee.Id, member, shop.Now))
                throw new UsageException($"{account.Licensee.Name} has nobody of that address");
            return ExitCode.Done;
        });
        return new Command("member", "Add and remove the people of a licensee, and say what they do") { add, remove };
    }

    public static Command Signers(TimeProvider clock)
    {
        var (licensee, url) = (Licensee(), new Argument<string>("URL") { Description = "What its signatures name: https://bot.example" });
        var purpose = new Option<string?>("--for") { Description = "What its requests are for (default: what the agent is known for)", HelpName = "PURPOSE" };
        purpose.AcceptOnlyFromAmong([.. PurposeNames.Every]);
        var add = new Command("add", "Make a signing agent the licensee's") { licensee, url, purpose }.Selling("gardu licensee signer add", clock, (parsed, shop, json) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var signer = new BoundSigner(Identifier(parsed.GetRequiredValue(url)), parsed.GetValue(purpose) is { } named && PurposeNames.TryParse(named, out var known) ? known : null);
            shop.Accounts.Bind(account.Licensee.Id, signer, shop.Now);
            if (json)
                CommandOutput.WriteJson(shop.Output, new { signer.Url, Purpose = signer.Purpose?.Name() });
            shop.Error.WriteLine($"requests that {signer.Url} signs are {account.Licensee.Name}'s");
            return ExitCode.Done;
        });
        var (whose, which) = (Licensee(), new Argument<string>("URL") { Description = "What its signatures name" });
        var remove = new Command("remove", "Make a signing agent nobody's") { whose, which }.Selling("gardu licensee signer remove", clock, (parsed, shop, _) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(whose));
            return shop.Accounts.Unbind(account.Licensee.Id, Identifier(parsed.GetRequiredValue(which)), shop.Now) ? ExitCode.Done : throw new UsageException($"{account.Licensee.Name} has no such agent");
        });
        return new Command("signer", "Bind agents that sign their requests (Web Bot Auth) to a licensee") { add, remove };
    }

    static void Print(Shop shop, Account account, IssuedKey[] keys, string[] balances)
    {
        string Day(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
        var (console, table) = CommandOutput.StartTable(shop.Output, "what", "", "since", "until");
        table.AddTexts("licensee", $"{account.Licensee.Id} {account.Licensee.Name} {account.Licensee.Email}".TrimEnd(), Day(account.Licensee.Created), "");
        table.AddTexts("status", account.StatusAt([], shop.Now).Name(), "", "");
        foreach (var change in account.Changes.Where(change => change.From > shop.Now || change.Site is not null))
            table.AddTexts("announced", $"{change.Status.Name()}{(change.Site is null ? "" : $" on {change.Site}")}{(change.Reason is null ? "" : $": {change.Reason}")}", Day(change.From), "");
        foreach (var member in account.Members)
            table.AddTexts("member", $"{member.Email} {member.Name} ({member.Role.Name()})", Day(member.Added), "");
        foreach (var key in keys)
            table.AddTexts("key", $"{key.Id} {key.Purpose?.Name()}".TrimEnd(), Day(key.Created), Day(key.Expires));
        foreach (var signer in account.Signers)
            table.AddTexts("signer", $"{signer.Url} {signer.Purpose?.Name()}".TrimEnd(), "", "");
        foreach (var agreement in account.Agreements)
            table.AddTexts("agreement", $"{agreement.Id} {agreement.Document}, by {agreement.AcceptedBy}", Day(agreement.Start), Day(agreement.End));
        foreach (var subscription in account.Subscriptions)
            table.AddTexts("plan", $"{subscription.Id} {subscription.Plan.Name} (version {subscription.Version})", Day(subscription.Start), Day(subscription.End));
        foreach (var balance in balances)
            table.AddTexts("balance", balance, "", "");
        console.Write(table);
    }

    static Argument<string> Licensee() => new("LICENSEE") { Description = "lic_ and 32 digits" };

    static string Address(string text) => MailAddress.TryCreate(text.Trim(), out var address) ? address.Address.ToLowerInvariant() : throw new UsageException($"\"{text}\" is no mail address");

    static string Identifier(string text) => Readers.Signer(text, out var identifier, out var error) ? identifier! : throw new UsageException(error!); // one of the two is set

    static string? Line(string? text, string what) =>
        text is null || (text.Length is > 0 and <= TextMax && !text.Any(char.IsControl)) ? text : throw new UsageException($"{what} is 1 to {TextMax} characters on one line");
}
