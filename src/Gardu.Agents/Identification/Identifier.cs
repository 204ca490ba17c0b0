using System.Collections.Frozen;
using Gardu.Agents.Addresses;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;
using Gardu.Agents.Names;
using Gardu.Terms.Identities;

namespace Gardu.Agents.Identification;

/// <summary>
/// Establishes who asks, from the strongest proof to the weakest: signature, credential, address, DNS, header. What takes
/// time (a signature, a name) is found out by the caller and handed in. Immutable: a new catalogue or a new list of
/// addresses makes a new one.
/// </summary>
public sealed class Identifier
{
    readonly ClaimReader claims;
    readonly AddressTable<ListedFeed> table;
    readonly Dictionary<string, AddressFeed> feeds;
    readonly AddressRange[] trusted;
    readonly FrozenDictionary<string, Agent[]> signers;

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
        signers = catalogue.Agents
            .SelectMany(agent => agent.Proofs.Signers.Select(signer => (signer, agent)))
            .GroupBy(entry => entry.signer, entry => entry.agent)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>Whom it knows.</summary>
    public AgentCatalogue Catalogue { get; }

    /// <summary>Identifiers of the agents of the catalogue that sign.</summary>
    public IReadOnlyCollection<string> Signers => signers.Keys;

    /// <summary>The address lists it goes by.</summary>
    public IReadOnlyCollection<AddressFeed> Feeds => feeds.Values;

    /// <summary>False where no address can change who somebody is, so that none need be read.</summary>
    public bool UsesAddresses => feeds.Count > 0 || trusted.Length > 0;

    /// <summary>What a user agent claims.</summary>
    public AgentClaim Claim(ReadOnlySpan<char> userAgent) => claims.Read(userAgent);

    /// <summary>
    /// Who asks, without signature and credential. An address is stronger than a header: one that is listed for a single
    /// agent gives that agent away whatever it calls itself.
    /// </summary>
    /// <param name="claim">What the user agent says.</param>
    /// <param name="address">The client's address; null where a log has none.</param>
    /// <param name="at">When the request was made.</param>
    /// <param name="name">What the DNS says of the address and the claimed agent; null where it was not asked.</param>
    public AgentIdentity Identify(AgentClaim claim, Address? address, DateTimeOffset at, NameProof? name = null)
    {
        if (address is { } known && IsTrusted(known))
            return AgentIdentity.Trusted;
        if (claim.Agent is { IsControlToken: true } neverFetches)
            return neverFetches.Identity(Proof.Spoofed, ProofReasons.ControlToken);
        if (address is not { IsLocal: false } proving)
            return claim.Agent is { Proofs.IsEmpty: false } publishing && address is not null
                ? publishing.Identity(Proof.Claimed, ProofReasons.LocalAddress)
                : claim.Unproven;
        var listed = table.Find(proving);
        var (isListed, isFresh) = claim.Agent is { } agent ? Look(agent, listed, at) : default;
        if (!isListed && SoleAgentIn(listed) is { } found)
            return found.Identity(Proof.Address, ProofReasons.AddressListed);
        return claim.Agent is { } claimed ? WithProof(claimed, isListed, isFresh, name) : claim.Unproven;
    }

    /// <summary>Whether the DNS can say more of a requester than <paramref name="soFar"/>: it claims an agent whose addresses have names, and no list has the address.</summary>
    public static bool CanNameProve(AgentClaim claim, AgentIdentity soFar) =>
        soFar.Kind == RequesterKind.Agent && soFar.Proof < Proof.Dns && soFar.Grounds != ProofReasons.LocalAddress && claim.Agent is { IsControlToken: false, Proofs.DnsSuffixes.Count: > 0 };

    /// <summary>
    /// Who signed: the agent that it claims to be where the catalogue has it under that signer, or the only one of that
    /// signer; else the signer itself, of unknown purpose.
    /// </summary>
    /// <param name="claim">What the user agent says.</param>
    /// <param name="signer">The signer's identifier: see <see cref="Protocols.Signatures.SignatureAgent"/>.</param>
    public AgentIdentity Signed(AgentClaim claim, string signer)
    {
        var agents = signers.GetValueOrDefault(signer, []);
        var agent = claim.Agent is { } claimed && agents.Contains(claimed) ? claimed : agents.Length == 1 ? agents[0] : null;
        return agent?.Identity(Proof.Signed, ProofReasons.SignatureVerified)
            ?? new AgentIdentity(RequesterKind.Agent, signer, agents.Length > 0 ? agents[0].Operator.Name : null, null, Proof.Signed, ProofReasons.SignatureVerified);
    }

    static AgentIdentity WithProof(Agent agent, bool isListed, bool isFresh, NameProof? name) => name switch
    {
        _ when isListed => agent.Identity(Proof.Address, ProofReasons.AddressListed),
        NameProof.Confirmed => agent.Identity(Proof.Dns, ProofReasons.NameConfirmed),
        NameProof.Refuted => agent.Identity(Proof.Spoofed, ProofReasons.NameNotConfirmed),
        _ when isFresh => agent.Identity(Proof.Spoofed, ProofReasons.AddressNotListed),
        _ => agent.Unproven,
    };

    /// <summary>Whether a list of the agent has the address, and whether one is there that is fresh enough to show a lie.</summary>
    (bool IsListed, bool IsFresh) Look(Agent agent, ReadOnlySpan<ListedFeed> listed, DateTimeOffset at)
    {
        var isFresh = false;
        var sources = agent.Proofs.Feeds;
        for (var i = 0; i < sources.Count; i++) // an enumerator would be an allocation
        {
            if (!feeds.TryGetValue(sources[i].File, out var feed))
                continue;
            foreach (var entry in listed)
                if (ReferenceEquals(entry.Feed, feed))
                    return (true, isFresh);
            isFresh |= feed.IsFreshAt(at);
        }
        return (false, isFresh);
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
