using Gardu.Agents.Credentials;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Licensees;
using Gardu.Commerce.Plans;

namespace Gardu.Store.Selling;

/// <summary>
/// Takes the fees of periods that have begun. Where the credit does not suffice the licensee is past due, on the sites of that plan alone, and suspended there from a date that
/// is announced with it; once the fee can be taken it is active again. Any number of nodes may do this: a fee is posted once.
/// </summary>
public sealed class Renewals(Database database)
{
    /// <summary>How long a licensee that is past due is still served.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(14);

    readonly Accounts accounts = new(database);
    readonly Balances balances = new(database);

    /// <summary>The posting of a period's fee.</summary>
    public static Posting FeeOf(string licensee, Subscription subscription, DateTimeOffset period, DateTimeOffset now)
    {
        var fee = subscription.Plan.Fee!.Amount; // whoever asks has seen that there is one
        return new Posting(PrefixedId.New(Posting.Prefix, now), licensee, PostingKind.Fee, fee with { Micros = -fee.Micros }, now,
            FormattableString.Invariant($"{subscription.Plan.Name}, from {period:yyyy-MM-dd}"), FormattableString.Invariant($"{subscription.Id} {period:yyyy-MM-ddTHH:mm:ssZ}"));
    }

    /// <summary>Takes what is due. Throws <see cref="Gate.Recording.StoreException"/>.</summary>
    public void Run(DateTimeOffset now)
    {
        foreach (var account in accounts.All())
            foreach (var subscription in account.Subscriptions)
                if (subscription.Plan.Fee is { Amount.Micros: > 0 } && subscription.IsInForceAt(now))
                    Renew(account, subscription, now);
    }

    void Renew(Account account, Subscription subscription, DateTimeOffset now)
    {
        var fee = FeeOf(account.Licensee.Id, subscription, subscription.PeriodAt(now).Start, now);
        if (balances.IsPosted(fee.Licensee, fee.Key!)) // it has one
            return;
        var isPaid = balances.Post(fee, withinFloor: true) is not null;
        // A plan for some sites lapses there alone; one for all sites everywhere.
        IReadOnlyList<string?> sites = subscription.Plan.Scope.Sites.Count > 0 ? [.. subscription.Plan.Scope.Sites] : [null];
        foreach (var site in sites)
            if (Announcement(account, subscription, site, isPaid, now) is { } changes)
                foreach (var change in changes)
                    accounts.Announce(account.Licensee.Id, change);
    }

    static StatusChange[]? Announcement(Account account, Subscription subscription, string? site, bool isPaid, DateTimeOffset now)
    {
        var reason = $"the fee of {subscription.Plan.Name} is open";
        var last = account.Changes.LastOrDefault(change => change.Site == site);
        var isLapsing = last?.Reason == reason && last.Status == LicenseeStatus.Suspended;
        return isPaid
            ? isLapsing ? [new StatusChange(LicenseeStatus.Active, now, now, site, $"the fee of {subscription.Plan.Name} is paid")] : null
            : isLapsing || last is { Status: >= LicenseeStatus.Suspended } ? null
            : [new StatusChange(LicenseeStatus.PastDue, now, now, site, reason), new StatusChange(LicenseeStatus.Suspended, now, now + Grace, site, reason)];
    }
}
