using System.CommandLine;
using System.Globalization;
using System.Net.Mail;
using Gardu.Agents.Credentials;
using Gardu.Commerce.Licensees;
using Gardu.Configuration;
using Gardu.Terms;

namespace Gardu.Commands.Selling;

/// <summary><c>gardu licensee show</c>, <c>status</c>, <c>member</c> and <c>signer</c>: what an account is.</summary>
static class LicenseeChanges
{
    /// <summary>Characters of a mail address (RFC 3696, erratum 1690, has 254).</summary>
    const int AddressMax = 254;

    public static Command Show(TimeProvider clock)
    {
        var licensee = Licensee();
        return new ShopCommand("show", "Show everything of a licensee", "GET /licensees/{licensee}") { licensee }.Doing("gardu licensee show", clock, (parsed, shop) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var (keys, wallets) = (shop.Credentials.Keys().Where(key => key.Licensee.Id == account.Licensee.Id && key.IsInForceAt(shop.Now)).ToArray(), shop.Balances.Of(account.Licensee.Id));
            return Answer.Of(
                new
                {
                    account.Licensee.Id, account.Licensee.Name, account.Licensee.Email, account.Licensee.Created,
                    Status = account.StatusAt([], shop.Now).Name(),
                    Announced = account.Changes.Select(change => new { Status = change.Status.Name(), change.Announced, change.From, change.Site, change.Reason }),
                    Members = account.Members.Select(member => new { member.Email, member.Name, Role = member.Role.Name() }),
                    Signers = account.Signers.Select(signer => new { signer.Url, Purpose = signer.Purpose?.Name() }),
                    Keys = keys.Select(key => new { key.Id, Purpose = key.Purpose?.Name(), key.Sites, key.Expires }),
                    Plans = account.Subscriptions.Select(subscription => new { subscription.Id, Plan = subscription.Plan.Name, subscription.Version, subscription.Start, subscription.End }),
                    Agreements = account.Agreements.Select(agreement => new { agreement.Id, agreement.Document, agreement.AcceptedBy, agreement.AcceptedAt, agreement.Start, agreement.End }),
                    Balances = wallets.Select(entry => WalletJson.Of(entry.Currency, entry.Wallet)),
                },
                output => Print(output, shop.Now, account, keys, [.. wallets.Select(entry => WalletJson.InWords(entry.Currency, entry.Wallet))]));
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
        return new ShopCommand("status", "Say how a licensee stands, from now or a later date on", "POST /licensees/{licensee}/status") { licensee, status, from, site, reason }.Doing("gardu licensee status", clock, (parsed, shop) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var time = parsed.GetValue(from) is { } text ? Moment.Parse(text) : shop.Now;
            if (time < shop.Now)
                throw new UsageException($"{parsed.GetValue(from)} is past; a status is announced before it holds");
            var host = parsed.GetValue(site) is { } named ? shop.HostOfSite(named) : null;
            var change = new StatusChange(StatusNames.TryParse(parsed.GetRequiredValue(status), out var to) ? to : throw new UsageException($"a status is one of {string.Join(", ", StatusNames.Every)}"), shop.Now, time, host, parsed.GetValue(reason) is { } why ? Shop.Line(why, "a reason") : null);
            shop.Accounts.Announce(account.Licensee.Id, change);
            if (to == LicenseeStatus.Active && host is null) // which takes back what was said of single sites too
                foreach (var last in account.Changes.Where(known => known.Site is not null).GroupBy(known => known.Site).Select(known => known.Last()).Where(known => known.Status != LicenseeStatus.Active))
                    shop.Accounts.Announce(account.Licensee.Id, change with { Site = last.Site });
            return Answer.Of(
                new { account.Licensee.Id, Status = to.Name(), change.From, change.Site },
                talk: $"{account.Licensee.Name} is {to.Name()}{(host is null ? "" : $" on {host}")} from {(time == shop.Now ? "now" : time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC")} on");
        });
    }

    public static Command Members(TimeProvider clock)
    {
        var (licensee, email) = (Licensee(), new Argument<string>("EMAIL") { Description = "Mail address" });
        var name = new Option<string?>("--name") { Description = "As it is called" };
        var role = new Option<string>("--role") { Description = $"What it does: {string.Join(", ", RoleNames.Every)}", DefaultValueFactory = _ => "developer" };
        role.AcceptOnlyFromAmong([.. RoleNames.Every]);
        var add = new ShopCommand("add", "Add a person, or give one another role", "POST /licensees/{licensee}/members") { licensee, email, name, role }.Doing("gardu licensee member add", clock, (parsed, shop) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var member = new Member(Address(parsed.GetRequiredValue(email)), parsed.GetValue(name) is { } called ? Shop.Line(called, "a name") : null, RoleNames.TryParse(parsed.GetRequiredValue(role), out var known) ? known : default, shop.Now);
            shop.Accounts.Put(account.Licensee.Id, member);
            return Answer.Of(new { member.Email, member.Name, Role = member.Role.Name() }, talk: $"{member.Email} is {member.Role.Name()} of {account.Licensee.Name}");
        });
        var (whose, whom) = (Licensee(), new Argument<string>("EMAIL") { Description = "Mail address" });
        var remove = new ShopCommand("remove", "Remove a person", "DELETE /licensees/{licensee}/members/{email}") { whose, whom }.Doing("gardu licensee member remove", clock, (parsed, shop) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(whose));
            if (account.Members.FirstOrDefault(known => known.Email == Address(parsed.GetRequiredValue(whom))) is not { } member || !shop.Accounts.Remove(account.Licensee.Id, member, shop.Now))
                throw new NotThereException($"{account.Licensee.Name} has nobody of that address");
            return Answer.Of(new { member.Email }, talk: $"{member.Email} is nobody of {account.Licensee.Name} any more");
        });
        return new Command("member", "Add and remove the people of a licensee, and say what they do") { add, remove };
    }

    public static Command Signers(TimeProvider clock)
    {
        var (licensee, url) = (Licensee(), new Argument<string>("URL") { Description = "What its signatures name: https://bot.example" });
        var purpose = new Option<string?>("--for") { Description = "What its requests are for (default: what the agent is known for)", HelpName = "PURPOSE" };
        purpose.AcceptOnlyFromAmong([.. PurposeNames.Every]);
        var add = new ShopCommand("add", "Make a signing agent the licensee's", "POST /licensees/{licensee}/signers") { licensee, url, purpose }.Doing("gardu licensee signer add", clock, (parsed, shop) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var signer = new BoundSigner(Identifier(parsed.GetRequiredValue(url)), parsed.GetValue(purpose) is { } named && PurposeNames.TryParse(named, out var known) ? known : null);
            if (!shop.Accounts.Bind(account.Licensee.Id, signer, shop.Now))
            {
                var owner = shop.Accounts.All().First(known => known.Signers.Any(other => other.Url == signer.Url)).Licensee;
                throw new UsageException($"requests that {signer.Url} signs are {owner.Name}'s; gardu licensee signer remove {owner.Id} {signer.Url} makes it nobody's first");
            }
            return Answer.Of(new { signer.Url, Purpose = signer.Purpose?.Name() }, talk: $"requests that {signer.Url} signs are {account.Licensee.Name}'s");
        });
        var (whose, which) = (Licensee(), new Argument<string>("URL") { Description = "What its signatures name" });
        var remove = new ShopCommand("remove", "Make a signing agent nobody's", "DELETE /licensees/{licensee}/signers") { whose, which }.Doing("gardu licensee signer remove", clock, (parsed, shop) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(whose));
            var agent = Identifier(parsed.GetRequiredValue(which));
            return shop.Accounts.Unbind(account.Licensee.Id, agent, shop.Now)
                ? Answer.Of(new { Url = agent }, talk: $"requests that {agent} signs are not {account.Licensee.Name}'s any more")
                : throw new NotThereException($"{account.Licensee.Name} has no such agent");
        });
        return new Command("signer", "Bind agents that sign their requests (Web Bot Auth) to a licensee") { add, remove };
    }

    static void Print(TextWriter output, DateTimeOffset now, Account account, IssuedKey[] keys, string[] balances)
    {
        string Day(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
        var (console, table) = CommandOutput.StartTable(output, "what", "", "since", "until");
        table.AddTexts("licensee", $"{account.Licensee.Id} {account.Licensee.Name} {account.Licensee.Email}".TrimEnd(), Day(account.Licensee.Created), "");
        table.AddTexts("status", account.StatusAt([], now).Name(), "", "");
        // Of what was said of a site, what was said last counts; what is to come stands behind it.
        foreach (var change in account.Changes.GroupBy(change => change.Site).SelectMany(site => site.Reverse().TakeWhile(change => change.From > now).Concat(site.Reverse().SkipWhile(change => change.From > now).Take(1))
            .Where(change => change.From > now || (change.Site is not null && change.Status != LicenseeStatus.Active))))
            table.AddTexts(change.From > now ? "announced" : "status", $"{change.Status.Name()}{(change.Site is null ? "" : $" on {change.Site}")}{(change.Reason is null ? "" : $": {change.Reason}")}", Day(change.From), "");
        foreach (var member in account.Members)
            table.AddTexts("member", $"{member.Email} {member.Name} ({member.Role.Name()})", Day(member.Added), "");
        foreach (var key in keys)
            table.AddTexts("key", $"{key.Id} {key.Purpose?.Name()}".TrimEnd(), Day(key.Created), Day(key.Expires));
        foreach (var signer in account.Signers)
            table.AddTexts("signer", $"{signer.Url} {signer.Purpose?.Name()}".TrimEnd(), "", "");
        foreach (var agreement in account.Agreements)
            table.AddTexts("agreement", $"{agreement.Id} {agreement.Document}, by {agreement.AcceptedBy}", Day(agreement.Start), Day(agreement.End));
        foreach (var subscription in account.Subscriptions.Where(subscription => subscription.End is not { } end || end > subscription.Start))
            table.AddTexts("plan", $"{subscription.Id} {subscription.Plan.Name} (version {subscription.Version})", Day(subscription.Start), Day(subscription.End));
        foreach (var balance in balances)
            table.AddTexts("balance", balance, "", "");
        console.Write(table);
    }

    static Argument<string> Licensee() => new("LICENSEE") { Description = "lic_ and 32 digits" };

    static string Address(string text) => text.Length <= AddressMax && MailAddress.TryCreate(text.Trim(), out var address) ? address.Address.ToLowerInvariant() : throw new UsageException($"\"{text}\" is no mail address");

    static string Identifier(string text) => Readers.Signer(text, out var identifier, out var error) ? identifier! : throw new UsageException(error!); // one of the two is set
}
