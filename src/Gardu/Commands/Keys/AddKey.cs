using System.CommandLine;
using System.Globalization;
using Gardu.Agents.Credentials;
using Gardu.Commands.Selling;
using Gardu.Commerce.Licensees;
using Gardu.Configuration;
using Gardu.Terms;

namespace Gardu.Commands.Keys;

/// <summary><c>gardu key add</c>: makes a key and shows it, once.</summary>
static class AddKey
{
    static readonly TimeSpan DefaultOverlap = TimeSpan.FromDays(7);

    public static Command Create(TimeProvider clock)
    {
        var licensee = new Argument<string?>("LICENSEE") { Description = "Whom it is for: lic_ and 32 digits", Arity = ArgumentArity.ZeroOrOne };
        var purpose = new Option<string?>("--for") { Description = $"What requests with it are for: {string.Join(", ", PurposeNames.Every)} (default: the first purpose of the licensee's plan; where it has none they are decided as the strictest AI purpose)", HelpName = "PURPOSE" };
        purpose.AcceptOnlyFromAmong([.. PurposeNames.Every]);
        var site = new Option<string[]>("--site") { Description = "Only for the site of this host (may be given again; default: all sites)", HelpName = "HOST" };
        var expires = new Option<string?>("--expires") { Description = "From when on it no longer holds: 2027-01-01 or 2027-01-01T12:00:00Z (default: never)", HelpName = "TIME" };
        var replaces = new Option<string?>("--replaces") { Description = "The key that it takes the place of; its licensee, purpose and sites are taken over", HelpName = "KEY" };
        var overlap = new Option<string?>("--overlap") { Description = "How long the replaced key still holds (default: \"7 days\")", HelpName = "SPAN" };
        var audits = new Option<bool>("--audits") { Description = "Let whoever brings it read what entries of the ledger are about, of the sites that it is for" };
        return new ShopCommand("add", "Make a key; it is shown once and never again", "POST /licensees/{licensee}/keys") { licensee, purpose, site, expires, audits, replaces, overlap }.Doing("gardu key add", clock, (parsed, shop) =>
        {
            var old = parsed.GetValue(replaces) is { } id ? Find(shop, id) : null;
            if (old is null && parsed.GetValue(overlap) is not null)
                throw new UsageException("--overlap goes with --replaces");
            if (old is { } ended && !ended.IsInForceAt(shop.Now))
                throw new UsageException($"{ended.Id} does not hold any more, so nothing has to take its place");
            var secret = KeySecret.New();
            string[] hosts = [.. (parsed.GetValue(site) ?? []).Select(shop.HostOfSite)];
            var account = AccountOf(shop, parsed.GetValue(licensee)?.Trim(), old);
            var key = new IssuedKey
            {
                Id = PrefixedId.New(IssuedKey.Prefix, shop.Now),
                Licensee = account.Licensee,
                Index = secret.Index,
                Hash = secret.Hash(),
                Purpose = parsed.GetValue(purpose) is { } named && PurposeNames.TryParse(named, out var read) ? read : old is null ? PurposeOfPlan(account, shop.Now) : old.Purpose,
                Sites = hosts.Length > 0 ? hosts : old?.Sites ?? [],
                Audits = parsed.GetValue(audits) || old?.Audits == true,
                Created = shop.Now,
                Expires = parsed.GetValue(expires) is { } end ? TimeOf(end, shop.Now) : null,
            };
            shop.Credentials.Add(key, old is null ? null : old with { Expires = Sooner(old.Expires, shop.Now + SpanOf(parsed.GetValue(overlap))) });
            return Answer.Of(
                new { key.Id, Secret = secret.Text },
                output => output.WriteLine(secret.Text),
                $"{key.Id} of {key.Licensee.Name}: this is the only time that the key is shown. Gates that run on {shop.Database} know it within a second; it goes with requests as \"Authorization: Bearer\" or \"Gardu-Key:\"."
                + (key.Purpose is null ? $"\nIt is for no purpose, so that requests with it are decided as the strictest AI purpose: say --for, or assign a plan first, whose first purpose a key then has" : ""));
        });
    }

    /// <summary>The key of an id.</summary>
    /// <exception cref="NotThereException">There is none.</exception>
    public static IssuedKey Find(Shop shop, string id) =>
        shop.Credentials.Keys().FirstOrDefault(key => key.Id == id.Trim())
        ?? throw new NotThereException($"no key {id.Trim()} in {shop.Database}; gardu key list has them");

    static Account AccountOf(Shop shop, string? id, IssuedKey? old)
    {
        if (id is null && old is null)
            throw new UsageException("whom is the key for? Give a licensee's id, which gardu licensee list has");
        if (id is not null && old is not null && old.Licensee.Id != id)
            throw new UsageException($"{old.Id} is {old.Licensee.Id}'s, so a key in its place is too");
        return shop.Account(id ?? old!.Licensee.Id); // one of the two is there
    }

    static Purpose? PurposeOfPlan(Account account, DateTimeOffset now) =>
        account.Subscriptions.LastOrDefault(plan => plan.IsInForceAt(now) && plan.Plan.Scope.Purposes.Count > 0)?.Plan.Scope.Purposes[0];

    static DateTimeOffset TimeOf(string text, DateTimeOffset now) =>
        !DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? throw new UsageException($"\"{text}\" is no time such as 2027-01-01 or 2027-01-01T12:00:00Z")
            : time > now ? time : throw new UsageException($"{text} is past");

    static TimeSpan SpanOf(string? text) =>
        text is null ? DefaultOverlap : Readers.Span(text, out var span, out var error) ? (TimeSpan)span! : throw new UsageException(error!); // one of the two is set

    static DateTimeOffset Sooner(DateTimeOffset? one, DateTimeOffset other) => one is { } end && end < other ? end : other;
}
