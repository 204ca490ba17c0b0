using System.Collections.Frozen;
using Gardu.Agents.Addresses;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Identification;
using Gardu.Gate.Ledger;
using Gardu.Gate.Recording;
using Gardu.Gate.Sites;
using Gardu.Protocols.Signatures;

namespace Gardu.Gate;

/// <summary>All that a request is judged by, in one immutable piece: a reload swaps the whole or nothing.</summary>
/// <param name="Sites">Who is behind the gate.</param>
/// <param name="Identifier">Who is known.</param>
/// <param name="TrustedProxies">Proxies whose word on the client's address counts.</param>
/// <param name="AddressKeeping">How much of an address the record keeps.</param>
public sealed record GateSnapshot(
    SiteDirectory Sites,
    Identifier Identifier,
    IReadOnlyList<AddressRange> TrustedProxies,
    AddressKeeping AddressKeeping)
{
    /// <summary>Keys of agents that the owner gives, by the identifier of the agent.</summary>
    public IReadOnlyDictionary<string, KeySet> PinnedKeys { get; init; } = FrozenDictionary<string, KeySet>.Empty;

    /// <summary>Private networks that key directories may be fetched from.</summary>
    public IReadOnlyList<AddressRange> PrivateNetworks { get; init; } = [];

    /// <summary>Who may read the ledger.</summary>
    public LedgerAccess LedgerAccess { get; init; }

    /// <summary>Whose sites send people here.</summary>
    public ReferralHosts Referrals { get; } = new(Identifier.Catalogue);

    /// <summary>The sites' certificates.</summary>
    public CertificateStore Certificates { get; } = new(Sites);
}

/// <summary>The snapshot in force.</summary>
public sealed class CurrentSnapshot(GateSnapshot first)
{
    volatile GateSnapshot value = first;

    /// <summary>What new requests are judged by.</summary>
    public GateSnapshot Value => value;

    /// <summary>Puts another snapshot in force; requests under way keep theirs.</summary>
    public void Swap(GateSnapshot next) => value = next;
}
