using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gardu.Protocols.Signatures;

namespace Gardu.Protocols.Tests.Signatures;

public sealed class KeySetTests
{
    static readonly byte[] Text = "what is signed"u8.ToArray();

    [Fact] // RFC 7638; the thumbprints are published with RFC 9421's keys
    public void Each_kind_of_key_has_its_algorithm_and_thumbprint()
    {
        var keys = Signed.Keys(Signed.Ed25519Jwk, Signed.P256Jwk, Signed.RsaJwk);
        Assert.Equal(
            [("ed25519", Signed.Thumbprint), ("ecdsa-p256-sha256", "ydQXMtvbsOsZyFir-Y7A8t7fKEM1gbKPvyFkdpu4fvI"), ("rsa-pss-sha512", "oD0HwocPBSfpNy5W3bpJeyFGY_IQ_YpqxSjQ3Yd-CLA")],
            keys.Keys.Select(key => (key.Algorithm, key.Thumbprint)));
        Assert.All(keys.Keys, key => Assert.Contains(key.Algorithm, VerificationKey.Algorithms));
    }

    [Fact]
    public void A_key_is_found_by_its_thumbprint_before_its_name()
    {
        var keys = Signed.Keys(Signed.P256Jwk.Replace("test-key-ecc-p256", Signed.Thumbprint, StringComparison.Ordinal), Signed.Ed25519Jwk, Signed.RsaJwk);
        Assert.Equal("ed25519", keys.Find(Signed.Thumbprint)!.Algorithm);
        Assert.Equal("rsa-pss-sha512", keys.Find("test-key-rsa-pss")!.Algorithm);
        Assert.Null(keys.Find("other"));
        Assert.Null(keys.Find(""));
    }

    public static TheoryData<int> Curves => [256, 384];

    [Theory]
    [MemberData(nameof(Curves))]
    public void Ecdsa_signatures_verify_and_damaged_ones_do_not(int bits)
    {
        using var made = ECDsa.Create(bits == 256 ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384);
        var point = made.ExportParameters(false).Q;
        var key = Assert.Single(Signed.Keys(Ec($"P-{bits}", point.X!, point.Y!)).Keys);
        var hash = bits == 256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384;
        AssertVerifies(key, made.SignData(Text, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        Assert.False(key.Verify(Text, made.SignData(Text, hash, DSASignatureFormat.Rfc3279DerSequence)));
        Assert.False(key.Verify(Text, new byte[bits / 4]));
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(3072)]
    [InlineData(4096)]
    public void Rsa_signatures_verify_and_damaged_ones_do_not(int bits)
    {
        using var made = RSA.Create(bits);
        var key = Assert.Single(Signed.Keys(Rsa(made.ExportParameters(false).Modulus!, [1, 0, 1])).Keys);
        AssertVerifies(key, made.SignData(Text, HashAlgorithmName.SHA512, RSASignaturePadding.Pss));
        Assert.False(key.Verify(Text, made.SignData(Text, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)));
        Assert.False(key.Verify(Text, made.SignData(Text, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)));
    }

    [Fact]
    public void Ed25519_signatures_verify_and_damaged_ones_do_not()
    {
        using var made = SigningKey.Create();
        AssertVerifies(made.PublicKey, made.Sign(Text));
        using var again = SigningKey.Of(made.ToBytes())!;
        Assert.Equal((made.Thumbprint, made.Jwk), (again.Thumbprint, again.Jwk));
        Assert.Equal(made.Thumbprint, Assert.Single(Signed.Keys(made.Jwk).Keys).Thumbprint);
        Assert.Null(SigningKey.Of(new byte[31]));
        // S + L, the same number to a careless reader (RFC 8032 section 5.1.7)
        var signature = made.Sign(Text);
        var number = new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true) + System.Numerics.BigInteger.Parse("7237005577332262213973186563042994240857116359379907606001950938285454250989", CultureInfo.InvariantCulture);
        Assert.False(made.PublicKey.Verify(Text, [.. signature[..32], .. number.ToByteArray(isUnsigned: true)[..32]]));
    }

    [Fact]
    public void A_key_that_would_verify_anything_verifies_nothing()
    {
        var identity = Assert.Single(Signed.Keys(Ed(1)).Keys);
        byte[] signature = [1, .. new byte[63]]; // R is the identity too, S is nought
        Assert.False(identity.Verify(Text, signature));
        Assert.False(Signed.Ed25519.Verify(Text, signature));
    }

    static void AssertVerifies(VerificationKey key, byte[] signature)
    {
        Assert.True(key.Verify(Text, signature));
        Assert.False(key.Verify([.. Text, 0], signature));
        for (var at = 0; at < signature.Length; at += 7)
        {
            signature[at] ^= 1;
            Assert.False(key.Verify(Text, signature));
            signature[at] ^= 1;
        }
        Assert.False(key.Verify(Text, signature.AsSpan(1)));
        Assert.False(key.Verify(Text, [.. signature, 0]));
        Assert.False(key.Verify(Text, []));
        Assert.False(key.Verify(Text, new byte[10_000]));
        Assert.False(key.Verify(Text, Enumerable.Repeat((byte)0xFF, signature.Length).ToArray()));
        Assert.True(key.Verify(Text, signature));
    }

    [Fact]
    public void Many_threads_use_one_key()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = made.ExportParameters(false).Q;
        var key = Assert.Single(Signed.Keys(Ec("P-256", point.X!, point.Y!)).Keys);
        var signature = made.SignData(Text, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        var wrong = signature.ToArray();
        wrong[5] ^= 1;
        Parallel.For(0, 400, i => Assert.Equal(i % 2 == 0, key.Verify(Text, i % 2 == 0 ? signature : wrong)));
    }

    public static TheoryData<string> Unusable =>
    [
        "1", "null", "{}", "[]",
        Signed.Ed25519Jwk.Replace("OKP", "oct", StringComparison.Ordinal),
        Signed.Ed25519Jwk.Replace("Ed25519", "X25519", StringComparison.Ordinal),
        Signed.Ed25519Jwk.Replace("\"sig\"", "\"enc\"", StringComparison.Ordinal),
        Signed.Ed25519Jwk.Replace("\"sig\"", "1", StringComparison.Ordinal),
        Signed.Ed25519Jwk.Replace("\"use\"", "\"d\":\"x\",\"use\"", StringComparison.Ordinal),
        Signed.Ed25519Jwk.Replace("\"use\"", "\"d\":null,\"use\"", StringComparison.Ordinal),
        Signed.Ed25519Jwk.Replace("\"use\"", "\"nbf\":\"x\",\"use\"", StringComparison.Ordinal),
        Signed.Ed25519Jwk.Replace("\"use\"", "\"exp\":-1,\"use\"", StringComparison.Ordinal),
        Signed.Ed25519Jwk.Replace("\"use\"", "\"exp\":1e300,\"use\"", StringComparison.Ordinal),
        Signed.Ed25519Jwk.Replace("JrQL", "JrQ", StringComparison.Ordinal),
        Signed.Ed25519Jwk.Replace("D0bs", "D0bt", StringComparison.Ordinal), // bits that pad
        Signed.Ed25519Jwk.Replace("D0bs", "D0bs=", StringComparison.Ordinal),
        Signed.Ed25519Jwk.Replace("JrQL", "Jr L", StringComparison.Ordinal),
        Signed.Ed25519Jwk.Replace($"\"{Signed.Thumbprint}\"", "1", StringComparison.Ordinal),
        Ed(2), // no point of the curve: x is no root
        Ed(0xED, 0x7F), // y = p
        Signed.P256Jwk.Replace("P-256", "P-384", StringComparison.Ordinal),
        Signed.P256Jwk.Replace("P-256", "secp256k1", StringComparison.Ordinal),
        Signed.P256Jwk.Replace("qIVY", "qIVZ", StringComparison.Ordinal), // not on the curve
        Ec("P-256", new byte[32], new byte[32]),
        Ec("P-384", new byte[48], new byte[48]),
        Ec("P-256", [.. Enumerable.Repeat((byte)0xFF, 32)], [.. Enumerable.Repeat((byte)0xFF, 32)]),
        Ec("P-256", new byte[31], new byte[31]),
        Signed.RsaJwk.Replace("AQAB", "AQ", StringComparison.Ordinal),
        Signed.RsaJwk.Replace("AQAB", "AQAA", StringComparison.Ordinal),
        Signed.RsaJwk.Replace("AQAB", "AAEAAQ", StringComparison.Ordinal),
        Signed.RsaJwk.Replace("AQAB", "AQAAAAAB", StringComparison.Ordinal),
        Signed.RsaJwk.Replace("oyc6XI2w", "oyc6XI2g", StringComparison.Ordinal),
        Rsa(Odd(128), [1, 0, 1]),
        Rsa([0, .. Odd(256)], [1, 0, 1]),
        Rsa([0x7F, .. Odd(256)[1..]], [1, 0, 1]),
        Rsa(Odd(513), [1, 0, 1]),
    ];

    [Theory]
    [MemberData(nameof(Unusable))]
    public void An_unusable_key_is_passed_over(string jwk) => Assert.Equal(Signed.Thumbprint, Assert.Single(Signed.Keys(jwk, Signed.Ed25519Jwk).Keys).Thumbprint);

    [Fact]
    public void Times_are_seconds_or_milliseconds()
    {
        var key = Assert.Single(Signed.Keys(Signed.Ed25519Jwk.Replace("\"use\"", "\"nbf\":1712793600,\"exp\":1715385600000,\"use\"", StringComparison.Ordinal)).Keys);
        Assert.Equal((DateTimeOffset.FromUnixTimeSeconds(1712793600), DateTimeOffset.FromUnixTimeSeconds(1715385600)), (key.NotBefore!.Value, key.NotAfter!.Value));
        Assert.Equal((false, true, true, false), (key.CountsAt(DateTimeOffset.FromUnixTimeSeconds(1712793599)), key.CountsAt(DateTimeOffset.FromUnixTimeSeconds(1712793600)),
            key.CountsAt(DateTimeOffset.FromUnixTimeSeconds(1715385599)), key.CountsAt(DateTimeOffset.FromUnixTimeSeconds(1715385600))));
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("{", "no JSON")]
    [InlineData("{\"keys\":[],\"keys\":[]}", "no JSON")]
    [InlineData("{\"keys\":[{\"kid\":\"\\ud800\"}]}", "no JSON")]
    [InlineData("{\"keys\":[{\"\\udc00\":1}]}", "no JSON")]
    [InlineData("[]", "no array \"keys\"")]
    [InlineData("{}", "no array \"keys\"")]
    [InlineData("{\"keys\":{}}", "no array \"keys\"")]
    public void What_is_no_set_is_told(string json, string expected)
    {
        Assert.False(KeySet.TryParse(Encoding.UTF8.GetBytes(json), out var keys, out var error));
        Assert.Equal((null, expected), (keys, error));
    }

    [Fact]
    public void Too_much_is_not_read()
    {
        Assert.False(KeySet.TryParse(new byte[KeySet.BytesMax + 1], out _, out var error));
        Assert.Equal("more than 65536 bytes", error);
        Assert.Equal(KeySet.KeysMax, Signed.Keys([.. Enumerable.Repeat(Signed.Ed25519Jwk, KeySet.KeysMax)]).Keys.Count);
        Assert.False(KeySet.TryParse(Encoding.UTF8.GetBytes($$"""{"keys":[{{string.Join(',', Enumerable.Repeat("1", KeySet.KeysMax + 1))}}]}"""), out _, out error));
        Assert.Equal("more than 64 keys", error);
        Assert.False(KeySet.TryParse(Encoding.UTF8.GetBytes(new string('[', 1000)), out _, out _));
        Assert.True(KeySet.TryParse(Encoding.UTF8.GetBytes("\uFEFF{\"keys\":[]}"), out var none, out _));
        Assert.Empty(none!.Keys);
    }

    static string Ec(string curve, byte[] x, byte[] y) => $$"""{"kty":"EC","crv":"{{curve}}","x":"{{Base64Url.EncodeToString(x)}}","y":"{{Base64Url.EncodeToString(y)}}"}""";

    static string Rsa(byte[] modulus, byte[] exponent) => $$"""{"kty":"RSA","n":"{{Base64Url.EncodeToString(modulus)}}","e":"{{Base64Url.EncodeToString(exponent)}}"}""";

    static string Ed(byte first, byte? last = null)
    {
        byte[] y = [first, .. Enumerable.Repeat(last is null ? (byte)0 : (byte)0xFF, 30), last ?? 0];
        return $$"""{"kty":"OKP","crv":"Ed25519","x":"{{Base64Url.EncodeToString(y)}}"}""";
    }

    static byte[] Odd(int length) => [.. Enumerable.Repeat((byte)0xFF, length)];
}
