using Gardu.Agents.Addresses;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;
using Gardu.Terms.Identities;

namespace Gardu.Agents.Identification;

/// <summary>
/// Establishes who asks, from the strongest proof to the weakest: signature, credential (both to come), address, DNS
/// (to come), header. Immutable: a new catalogue or a new list of addresses makes a new one.
/// </summary>
public sealed class Identifier
{
    readonly ClaimReader claims;
    readonly AddressTable<AddressFeed> table;
    readonly Dictionary<string, AddressFeed> feeds;
    readonly Dictionary<string, Agent?> soleAgents;
    readonly AddressRange[] trusted;

    /// <summary>Prepares identification.</summary>
    /// <param name="catalogue">Whom to know.</param>
    /// <param name="feeds">Loaded address lists.</param>
    /// <param name="trusted">Addresses that are never machines.</param>
    public Identifier(AgentCatalogue catalogue, IReadOnlyList<AddressFeed> feeds, IReadOnlyList<AddressRange> trusted)
    {
        Catalogue = catalogue;
        claims = new ClaimReader(catalogue);
        this.feeds = feeds.ToDictionary(feed => feed.File);
        table = new AddressTable<AddressFeed>(feeds.SelectMany(feed => feed.Ranges.Select(range => (range, feed))));
        soleAgents = feeds.ToDictionary(feed => feed.File, feed => SoleAgentOf(feed.File, catalogue));
        this.trusted = [.. trusted];
    }

    /// <summary>Whom it knows.</summary>
    public AgentCatalogue Catalogue { get; }

    /// <summary>The address lists it goes by.</summary>
    public IReadOnlyCollection<AddressFeed> Feeds => feeds.Values;

    /// <summary>What a user agent claims.</summary>
    public AgentClaim Claim(string? userAgent) => claims.Read(userAgent);

    /// <summary>Who asks.</summary>
    /// <param name="claim">What the user agent says.</param>
    /// <param name="address">The client's address; null where a log has none.</param>
    /// <param name="at">When the request was made.</param>
    public AgentIdentity Identify(AgentClaim claim, Address? address, DateTimeOffset at)
    {
        if (address is { } known && IsTrusted(known))
            return AgentIdentity.Trusted;
        var proving = address is { IsLocal: false } ? address : null;
        if (claim.Agent is { } agent)
            return agent.Identity(ProofOf(agent, proving, at));
        if (proving is { } public_ && AgentAt(public_) is { } found)
            return found.Identity(Proof.Address);
        return claim.IsBrowser ? AgentIdentity.Person : AgentIdentity.UnknownMachine(claim.Name);
    }

    Proof ProofOf(Agent agent, Address? address, DateTimeOffset at)
    {
        if (agent.IsControlToken)
            return Proof.Spoofed;
        if (address is null)
            return Proof.Claimed;
        var covering = table.Find(address.Value);
        var disprovable = false;
        foreach (var source in agent.Proofs.Feeds)
        {
            if (!feeds.TryGetValue(source.File, out var feed))
                continue;
            if (covering.Contains(feed))
                return Proof.Address;
            disprovable |= feed.IsFreshAt(at);
        }
        return disprovable ? Proof.Spoofed : Proof.Claimed;
    }

    /// <summary>The agent that an address alone gives away: that of the most specific list which belongs to one agent only.</summary>
    Agent? AgentAt(Address address)
    {
        foreach (var feed in table.Find(address))
            if (soleAgents[feed.File] is { } agent)
                return agent;
        return null;
    }

    bool IsTrusted(Address address)
    {
        foreach (var range in trusted)
            if (range.Contains(address))
                return true;
        return false;
    }

    static Agent? SoleAgentOf(string file, AgentCatalogue catalogue)
    {
        var agents = catalogue.Agents.Where(agent => agent.Proofs.Feeds.Any(source => source.File == file)).Take(2).ToArray();
        return agents.Length == 1 ? agents[0] : null;
    }
}
