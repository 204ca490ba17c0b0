namespace Gardu.Protocols.Signatures;

/// <summary>A public key that checks signatures. It has one algorithm, whatever a signature says. Any number of threads may use it.</summary>
public abstract class VerificationKey
{
    private protected VerificationKey(string algorithm, string thumbprint)
    {
        Algorithm = algorithm;
        Thumbprint = thumbprint;
    }

    /// <summary>Every algorithm that a key here can have.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = ["ed25519", "ecdsa-p256-sha256", "ecdsa-p384-sha384", "rsa-pss-sha512"];

    /// <summary>The algorithm's name in the registry of RFC 9421 section 6.2: <c>ed25519</c>, <c>ecdsa-p256-sha256</c>, <c>ecdsa-p384-sha384</c> or <c>rsa-pss-sha512</c>.</summary>
    public string Algorithm { get; }

    /// <summary>The key's own name: SHA-256 of its JSON Web Key, base64url without padding (RFC 7638).</summary>
    public string Thumbprint { get; }

    /// <summary>The name its owner gave it (<c>kid</c>); null for none.</summary>
    public string? Id { get; internal init; }

    /// <summary>When it begins to count; null for always.</summary>
    public DateTimeOffset? NotBefore { get; internal init; }

    /// <summary>When it ceases to count; null for never.</summary>
    public DateTimeOffset? NotAfter { get; internal init; }

    /// <summary>An Ed25519 key of its 32 octets (RFC 8032 section 5.1.5); null for what is no key.</summary>
    public static VerificationKey? OfEd25519(ReadOnlySpan<byte> octets) => Ed25519Key.Of(octets);

    /// <summary>Whether it counts at a time.</summary>
    public bool CountsAt(DateTimeOffset time) => (NotBefore is not { } start || start <= time) && (NotAfter is not { } end || time < end);

    /// <summary>Whether this key's owner signed the text; false for a signature of any other length or shape, too.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature);
}
