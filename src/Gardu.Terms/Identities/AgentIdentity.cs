using Gardu.Terms.Decisions;

namespace Gardu.Terms.Identities;

/// <summary>What stands at the other end.</summary>
public enum RequesterKind : byte
{
    /// <summary>A browser's user agent with nothing proving otherwise.</summary>
    Person,

    /// <summary>An address that the owner trusts; never a machine.</summary>
    Trusted,

    /// <summary>A user agent that is neither a browser's nor in the catalogue.</summary>
    UnknownMachine,

    /// <summary>An agent of the catalogue.</summary>
    Agent,
}

/// <summary>How an identity is known, from nothing to the strongest.</summary>
public enum Proof : byte
{
    /// <summary>A person, a trusted address or an unknown machine: there is nothing to prove.</summary>
    None,

    /// <summary>It claims a name whose operator publishes proof, and fails it.</summary>
    Spoofed,

    /// <summary>Nothing but the header.</summary>
    Claimed,

    /// <summary>Forward-confirmed reverse DNS.</summary>
    Dns,

    /// <summary>The address is in the operator's published list.</summary>
    Address,

    /// <summary>A key or a licence token.</summary>
    Credential,

    /// <summary>An HTTP message signature.</summary>
    Signed,
}

/// <summary>Who asks, as established; what a request merely says is an <c>AgentClaim</c>.</summary>
/// <param name="Kind">Person, trusted, unknown machine or agent.</param>
/// <param name="Agent">Product token, a key directory's URL, a licensee's id, the library's name, or <see cref="Empty"/>; empty for people.</param>
/// <param name="Operator">Who runs the agent; null outside the catalogue.</param>
/// <param name="Purpose">What decisions go by; null outside the catalogue, where the strictest AI purpose holds for agents.</param>
/// <param name="Proof">How it is known.</param>
/// <param name="Grounds">Why it has that proof, of <see cref="ProofReasons"/>; null where there is nothing to prove.</param>
public sealed record AgentIdentity(RequesterKind Kind, string Agent, string? Operator, Purpose? Purpose, Proof Proof, ReasonCode? Grounds = null)
{
    /// <summary>The name of a machine that sends no user agent.</summary>
    public const string Empty = "(empty)";

    /// <summary>The name of a browser's user agent that brings a signature or a key which cannot be used.</summary>
    public const string BadProof = "(bad proof)";

    /// <summary>The name of a machine that goes by a browser's user agent.</summary>
    public const string Undeclared = "(undeclared)";

    /// <summary>A person.</summary>
    public static AgentIdentity Person { get; } = new(RequesterKind.Person, "", null, null, Proof.None);

    /// <summary>A trusted address.</summary>
    public static AgentIdentity Trusted { get; } = new(RequesterKind.Trusted, "", null, null, Proof.None);

    /// <summary>What was seen, in words, where the grounds alone do not say it: which check a signature fails.</summary>
    public string? Detail { get; init; }

    /// <summary>Whose key or licence came with the request (<c>lic_…</c>); null for none.</summary>
    public string? Licensee { get; init; }

    /// <summary>The key (<c>key_…</c>); null for none.</summary>
    public string? Key { get; init; }

    /// <summary>True for agents and unknown machines: whatever is decided and recorded one by one.</summary>
    public bool IsMachine => Kind >= RequesterKind.UnknownMachine;

    /// <summary>Whether more than a header says who it is.</summary>
    public bool IsProven => Proof > Proof.Claimed;

    /// <summary>The purpose's name, <c>unknown</c> for a machine outside the catalogue.</summary>
    public string PurposeName => Purpose?.Name() ?? PurposeNames.Unknown;

    /// <summary>A machine outside the catalogue.</summary>
    public static AgentIdentity UnknownMachine(string name) => new(RequesterKind.UnknownMachine, name, null, null, Proof.None);
}

/// <summary>The names of proofs in records and reports.</summary>
public static class ProofNames
{
    static readonly string[] Names = ["none", "spoofed", "claimed", "dns", "address", "credential", "signed"];

    /// <summary>All but <see cref="Proof.None"/>, the strongest first.</summary>
    public static IReadOnlyList<Proof> StrongestFirst { get; } = [Proof.Signed, Proof.Credential, Proof.Address, Proof.Dns, Proof.Claimed, Proof.Spoofed];

    /// <summary>The name that records use.</summary>
    public static string Name(this Proof proof) => Names[(int)proof];

    /// <summary>Reads a name as records write it.</summary>
    public static bool TryParse(string text, out Proof proof)
    {
        var at = Array.IndexOf(Names, text);
        proof = at < 0 ? default : (Proof)at;
        return at >= 0;
    }
}
