using Gardu.Terms;
using Gardu.Terms.Identities;

namespace Gardu.Agents.Credentials;

/// <summary>A key that was given to a licensee, as it is kept.</summary>
public sealed record IssuedKey
{
    /// <summary>What an id starts with.</summary>
    public const string Prefix = "key_";

    /// <summary><c>key_</c> and 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required Licensee Licensee { get; init; }

    /// <summary><see cref="KeySecret.Index"/>.</summary>
    public required string Index { get; init; }

    /// <summary><see cref="KeySecret.Hash"/>.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>What requests with it are for; null where it says nothing, so that the strictest AI purpose holds.</summary>
    public Purpose? Purpose { get; init; }

    /// <summary>The sites that it is for, by any of their hosts; empty for all.</summary>
    public IReadOnlyList<string> Sites { get; init; } = [];

    /// <summary>Whether whoever brings it may read what entries of the ledger are about, of the sites that it is for.</summary>
    public bool Audits { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>From when on it no longer holds; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>From when on it was revoked; null where it is not.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>When a request last came with it, to within seconds; null for never.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>Whether it holds at a time.</summary>
    public bool IsInForceAt(DateTimeOffset time) => Revoked is null && (Expires is not { } end || time < end);

    /// <summary>Whether it is for the site of a host.</summary>
    public bool IsFor(string host) => Sites.Count == 0 || Sites.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Who comes with it; one instance, so that identifying allocates nothing.</summary>
    public AgentIdentity Identity => field ??=
        new AgentIdentity(RequesterKind.Agent, Licensee.Id, Licensee.Name, Purpose, Proof.Credential, ProofReasons.KeyAccepted) { Licensee = Licensee.Id, Key = Id };
}
