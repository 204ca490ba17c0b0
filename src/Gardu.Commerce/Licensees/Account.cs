using Gardu.Agents.Credentials;
using Gardu.Commerce.Agreements;
using Gardu.Commerce.Plans;

namespace Gardu.Commerce.Licensees;

/// <summary>All of a licensee that decides what it gets, and for how much; its money is a <see cref="Charging.Wallet"/>.</summary>
public sealed record Account
{
    /// <summary>Whose.</summary>
    public required Licensee Licensee { get; init; }

    /// <summary>How it stands, the last that was announced last.</summary>
    public IReadOnlyList<StatusChange> Changes { get; init; } = [];

    /// <summary>The plans that it has had, the last assigned last.</summary>
    public IReadOnlyList<Subscription> Subscriptions { get; init; } = [];

    /// <summary>What it has agreed to, the last accepted last.</summary>
    public IReadOnlyList<Agreement> Agreements { get; init; } = [];

    /// <summary>Its people.</summary>
    public IReadOnlyList<Member> Members { get; init; } = [];

    /// <summary>Its signing agents.</summary>
    public IReadOnlyList<BoundSigner> Signers { get; init; } = [];

    /// <summary>How it stands on a site: the stricter of what holds for all sites and what holds for this one.</summary>
    /// <param name="hosts">The hosts of the site; none for what holds for all.</param>
    /// <param name="time">When.</param>
    public LicenseeStatus StatusAt(IReadOnlyList<string> hosts, DateTimeOffset time)
    {
        var (everywhere, here) = (LicenseeStatus.Active, LicenseeStatus.Active);
        foreach (var change in Changes)
            if (change.From > time)
                continue;
            else if (change.Site is null)
                everywhere = change.Status;
            else if (hosts.Contains(change.Site, StringComparer.OrdinalIgnoreCase))
                here = change.Status;
        return here > everywhere ? here : everywhere;
    }
}
