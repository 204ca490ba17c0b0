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
    readonly AddressTable<ListedFeed> table;
    readonly Dictionary<string, AddressFeed> feeds;
    readonly AddressRange[] trusted;

    /// <summary>A list, and the one agent that it is of where it is of one agent only.</summary>
    sealed record ListedFeed(AddressFeed Feed, Agent? SoleAgent);

    /// <summary>Prepares identification.</summary>
    /// <param name="catalogue">Whom to know.</param>
    /// <param name="feeds">Loaded address lists, each under another file name.</param>
    /// <param name="trusted">Addresses that are never machines.</param>
    public Identifier(AgentCatalogue catalogue, IReadOnlyList<AddressFeed> feeds, IReadOnlyList<AddressRange> trusted)
    {
        Catalogue = catalogue;
        claims = new ClaimReader(catalogue);
        this.feeds = feeds.ToDictionary(feed => feed.File);
        table = new AddressTable<ListedFeed>(feeds
            .Select(feed => new ListedFeed(feed, SoleAgentOf(feed.File, catalogue)))
            .SelectMany(listed => listed.Feed.Ranges.Select(range => (range, listed))));
        this.trusted = [.. trusted];
    }

    /// <summary>Whom it knows.</summary>
    public AgentCatalogue Catalogue { get; }

    /// <summary>The address lists it goes by.</summary>
    public IReadOnlyCollection<AddressFeed> Feeds => feeds.Values;

    /// <summary>False where no address can change who somebody is, so that none need be read.</summary>
    public bool UsesAddresses => feeds.Count > 0 || trusted.Length > 0;

    /// <summary>What a user agent claims.</summary>
    public AgentClaim Claim(ReadOnlySpan<char> userAgent) => claims.Read(userAgent);

    /// <summary>
    /// Who asks. An address is stronger than a header: one that is listed for a single agent gives that agent away
    /// whatever it calls itself.
    /// </summary>
    /// <param name="claim">What the user agent says.</param>
    /// <param name="address">The client's address; null where a log has none.</param>
    /// <param name="at">When the request was made.</param>
    public AgentIdentity Identify(AgentClaim claim, Address? address, DateTimeOffset at)
    {
        if (address is { } known && IsTrusted(known))
            return AgentIdentity.Trusted;
        if (claim.Agent is { IsControlToken: true } neverFetches)
            return neverFetches.Identity(Proof.Spoofed);
        if (address is not { IsLocal: false } proving)
            return claim.Unproven;
        var listed = table.Find(proving);
        var proof = claim.Agent is { } agent ? ProofOf(agent, listed, at) : Proof.None;
        if (proof != Proof.Address && SoleAgentIn(listed) is { } found)
            return found.Identity(Proof.Address);
        return claim.Agent?.Identity(proof) ?? claim.Unproven;
    }

    Proof ProofOf(Agent agent, ReadOnlySpan<ListedFeed> listed, DateTimeOffset at)
    {
        var disprovable = false;
        var sources = agent.Proofs.Feeds;
        for (var i = 0; i < sources.Count; i++) // an enumerator would be an allocation
        {
            if (!feeds.TryGetValue(sources[i].File, out var feed))
                continue;
            foreach (var entry in listed)
                if (ReferenceEquals(entry.Feed, feed))
                    return Proof.Address;
            disprovable |= feed.IsFreshAt(at);
        }
        return disprovable ? Proof.Spoofed : Proof.Claimed;
    }

    /// <summary>That of the most specific list which is of one agent only.</summary>
    static Agent? SoleAgentIn(ReadOnlySpan<ListedFeed> listed)
    {
        foreach (var entry in listed)
            if (entry.SoleAgent is { } agent)
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
