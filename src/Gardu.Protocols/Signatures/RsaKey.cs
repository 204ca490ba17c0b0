using System.Security.Cryptography;

namespace Gardu.Protocols.Signatures;

/// <summary>RSASSA-PSS with SHA-512 and a salt of 64 octets (RFC 9421 section 3.3.1).</summary>
sealed class RsaKey : VerificationKey
{
    const int ModulusBytesMin = 2048 / 8;
    const int ModulusBytesMax = 4096 / 8;

    readonly Spare<RSA> spare;

    RsaKey(string thumbprint, Spare<RSA> spare) : base("rsa-pss-sha512", thumbprint) => this.spare = spare;

    /// <summary>Null for a modulus that is even, shorter than 2,048 or longer than 4,096 bits, or an exponent that is even, 1, or longer than 32 bits.</summary>
    public static RsaKey? Of(byte[] modulus, byte[] exponent, string thumbprint, string? id, DateTimeOffset? notBefore, DateTimeOffset? notAfter)
    {
        if (modulus.Length is < ModulusBytesMin or > ModulusBytesMax || (modulus.Length == ModulusBytesMin && modulus[0] < 0x80) || modulus[0] == 0 || (modulus[^1] & 1) == 0
            || exponent.Length is 0 or > 4 || exponent[0] == 0 || exponent is [1] || (exponent[^1] & 1) == 0)
            return null;
        var spare = new Spare<RSA>(() => RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent }));
        return spare.CanMake() ? new RsaKey(thumbprint, spare) { Id = id, NotBefore = notBefore, NotAfter = notAfter } : null;
    }

    public override bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        var octets = text.ToArray();
        var proof = signature.ToArray();
        return spare.TryUse(key => key.VerifyData(octets, proof, HashAlgorithmName.SHA512, RSASignaturePadding.Pss), out var isValid) && isValid;
    }
}
