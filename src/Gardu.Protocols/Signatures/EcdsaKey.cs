using System.Security.Cryptography;

namespace Gardu.Protocols.Signatures;

/// <summary>ECDSA with a signature of r and s one after the other (RFC 9421 sections 3.3.4 and 3.3.5).</summary>
sealed class EcdsaKey : VerificationKey
{
    readonly HashAlgorithmName hash;
    readonly Spare<ECDsa> spare;

    EcdsaKey(string algorithm, string thumbprint, HashAlgorithmName hash, Spare<ECDsa> spare) : base(algorithm, thumbprint) => (this.hash, this.spare) = (hash, spare);

    /// <summary>Null for an unknown curve, and for what is no point of it.</summary>
    public static EcdsaKey? Of(string curve, byte[] x, byte[] y, string thumbprint, string? id, DateTimeOffset? notBefore, DateTimeOffset? notAfter)
    {
        var (named, algorithm, hash, size) = curve switch
        {
            "P-256" => (ECCurve.NamedCurves.nistP256, "ecdsa-p256-sha256", HashAlgorithmName.SHA256, 32),
            "P-384" => (ECCurve.NamedCurves.nistP384, "ecdsa-p384-sha384", HashAlgorithmName.SHA384, 48),
            _ => default,
        };
        if (x.Length != size || y.Length != size || size == 0)
            return null;
        var spare = new Spare<ECDsa>(() => ECDsa.Create(new ECParameters { Curve = named, Q = new ECPoint { X = x, Y = y } }));
        return spare.CanMake() ? new EcdsaKey(algorithm, thumbprint, hash, spare) { Id = id, NotBefore = notBefore, NotAfter = notAfter } : null;
    }

    public override bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        var octets = text.ToArray();
        var proof = signature.ToArray();
        return spare.TryUse(key => key.VerifyData(octets, proof, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation), out var isValid) && isValid;
    }
}
