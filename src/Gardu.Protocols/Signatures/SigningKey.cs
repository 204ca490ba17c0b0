using System.Buffers.Text;
using NSec.Cryptography;

namespace Gardu.Protocols.Signatures;

/// <summary>A private Ed25519 key. Its octets are kept in memory that is locked and wiped; it must be disposed of.</summary>
public sealed class SigningKey : IDisposable
{
    /// <summary>Length of the key in octets.</summary>
    public const int Size = 32;

    static KeyCreationParameters Exportable => new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };

    readonly Key key;

    SigningKey(Key key)
    {
        this.key = key;
        var x = key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
        (PublicOctets, PublicKey) = (x, Ed25519Key.Of(x)!); // made of a private key, so it is a point
        Jwk = $$"""{"kty":"OKP","crv":"Ed25519","kid":"{{Thumbprint}}","x":"{{Base64Url.EncodeToString(x)}}","use":"sig"}""";
    }

    /// <summary>The octets of its public half (RFC 8032 section 5.1.5).</summary>
    public ReadOnlyMemory<byte> PublicOctets { get; }

    /// <summary>Its public half.</summary>
    public VerificationKey PublicKey { get; }

    /// <summary>The name of the key, for <c>keyid</c> (RFC 7638).</summary>
    public string Thumbprint => PublicKey.Thumbprint;

    /// <summary>The public half as a JSON Web Key.</summary>
    public string Jwk { get; }

    /// <summary>Makes a new one.</summary>
    public static SigningKey Create() => new(Key.Create(SignatureAlgorithm.Ed25519, Exportable));

    /// <summary>A key whose octets were kept; null for any other number of them than <see cref="Size"/>.</summary>
    public static SigningKey? Of(ReadOnlySpan<byte> octets) =>
        Key.TryImport(SignatureAlgorithm.Ed25519, octets, KeyBlobFormat.RawPrivateKey, out var key, Exportable) ? new SigningKey(key!) : null;

    /// <summary>Its octets, to be kept secret.</summary>
    public byte[] ToBytes() => key.Export(KeyBlobFormat.RawPrivateKey);

    /// <summary>Signs a text: 64 octets.</summary>
    public byte[] Sign(ReadOnlySpan<byte> text) => SignatureAlgorithm.Ed25519.Sign(key, text);

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}
