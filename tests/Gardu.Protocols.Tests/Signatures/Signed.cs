using System.Text;
using Gardu.Protocols.Signatures;
using Gardu.Protocols.StructuredFields;

namespace Gardu.Protocols.Tests.Signatures;

/// <summary>Keys and messages that the tests share; the keys are those of RFC 9421 appendix B.1, with both halves published.</summary>
static class Signed
{
    public const string Thumbprint = "poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U";

    public const string Ed25519Jwk = $$"""{"kty":"OKP","crv":"Ed25519","kid":"{{Thumbprint}}","x":"JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs","use":"sig"}""";

    public const string P256Jwk = """{"kty":"EC","crv":"P-256","kid":"test-key-ecc-p256","x":"qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA","y":"Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0"}""";

    public const string RsaJwk = """
        {"kty":"RSA","kid":"test-key-rsa-pss","e":"AQAB","n":"r4tmm3r20Wd_PbqvP1s2-QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct-Lh1GH45x28Rw3Ry53mm-oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHqgDsznjPFmTOtCEcN2Z1FpWgchwuYLPL-Wokqltd11nqqzi-bJ9cvSKADYdUAAN5WUtzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4aOT9v6d-nb4bnNkQVklLQ3fVAvJm-xdDOp9LCNCN48V2pnDOkFV6-U9nV5oyc6XI2w"}
        """;

    public static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeSeconds(1735689700);

    /// <summary>The private half of <see cref="Ed25519Jwk"/>.</summary>
    public static SigningKey Key() => SigningKey.Of(Convert.FromBase64String("n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU="))!;

    public static KeySet Keys(params string[] jwks) =>
        KeySet.TryParse(Encoding.UTF8.GetBytes($$"""{"keys":[{{string.Join(',', jwks)}}]}"""), out var keys, out var error) ? keys! : throw new InvalidDataException(error);

    public static VerificationKey Ed25519 { get; } = Assert.Single(Keys(Ed25519Jwk).Keys);

    /// <summary>The one signature in two fields, whatever its tag.</summary>
    public static MessageSignature Read(string input, string signature)
    {
        Assert.True(StructuredField.TryParseDictionary(input, out var inputs), input);
        Assert.True(StructuredField.TryParseDictionary(signature, out var proofs), signature);
        var (label, list) = Assert.Single(inputs.Entries);
        return MessageSignature.Of(label, (FieldInnerList)list, ((BareItem.Bytes)((FieldItem)proofs.Find(label)!).Value).Value)!;
    }

    public static MessageSignature OfInput(string input) => Read(input, input.Split('=')[0] + "=::");

    public static string? Base(SignedMessage message, MessageSignature signature) => SignatureBase.TryBuild(message, signature, out var text) ? Encoding.ASCII.GetString(text) : null;

    /// <summary>The value of one component; null where it cannot be had.</summary>
    public static string? Value(SignedMessage message, string component)
    {
        var text = Base(message, OfInput($"a=({component})"));
        return text?[(component.Length + ": ".Length)..text.IndexOf('\n', StringComparison.Ordinal)];
    }
}
