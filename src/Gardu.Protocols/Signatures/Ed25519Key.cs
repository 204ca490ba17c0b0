using System.Buffers.Text;
using NSec.Cryptography;

namespace Gardu.Protocols.Signatures;

/// <summary>Ed25519 (RFC 8032; RFC 9421 section 3.3.6). The library refuses keys of small order and signatures that are not canonical.</summary>
sealed class Ed25519Key : VerificationKey
{
    public const string Name = "ed25519";

    readonly PublicKey key;

    Ed25519Key(PublicKey key, string thumbprint) : base(Name, thumbprint) => this.key = key;

    /// <summary>Null for what is no point of the curve.</summary>
    public static Ed25519Key? Of(ReadOnlySpan<byte> x, string? id = null, DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null) =>
        EdwardsPoint.IsOnCurve(x) && PublicKey.TryImport(SignatureAlgorithm.Ed25519, x, KeyBlobFormat.RawPublicKey, out var key)
            ? new Ed25519Key(key!, JsonWebKey.Thumbprint($$"""{"crv":"Ed25519","kty":"OKP","x":"{{Base64Url.EncodeToString(x)}}"}""")) { Id = id, NotBefore = notBefore, NotAfter = notAfter }
            : null;

    public override bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) => SignatureAlgorithm.Ed25519.Verify(key, text, signature);
}
