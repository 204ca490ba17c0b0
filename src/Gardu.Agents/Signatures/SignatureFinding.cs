using Gardu.Protocols.Signatures;

namespace Gardu.Agents.Signatures;

/// <summary>What became of an agent's signature.</summary>
public enum SignatureState : byte
{
    /// <summary>The request has none.</summary>
    None,

    /// <summary>It holds.</summary>
    Verified,

    /// <summary>It does not hold.</summary>
    Invalid,

    /// <summary>It could not be found out.</summary>
    Unverified,

    /// <summary>Its fields cannot be read.</summary>
    Malformed,
}

/// <summary>What became of an agent's signature, and why.</summary>
/// <param name="State">What.</param>
/// <param name="Signer">Who signed: the identifier of its <see cref="SignatureAgent"/>; null unless it holds.</param>
/// <param name="Detail">Words for whoever signs, to stand behind "the signature"; null where it holds or there is none.</param>
public readonly record struct SignatureFinding(SignatureState State, string? Signer = null, string? Detail = null)
{
    /// <summary>One that holds.</summary>
    public static SignatureFinding Verified(string signer) => new(SignatureState.Verified, signer);

    /// <summary>One that does not.</summary>
    public static SignatureFinding Invalid(string detail) => new(SignatureState.Invalid, null, detail);

    /// <summary>One that could not be checked.</summary>
    public static SignatureFinding Unverified(string detail) => new(SignatureState.Unverified, null, detail);
}
