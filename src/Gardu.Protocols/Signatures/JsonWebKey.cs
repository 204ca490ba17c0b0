using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gardu.Protocols.Signatures;

/// <summary>Reads one public key (RFC 7517, RFC 7518 section 6, RFC 8037).</summary>
static class JsonWebKey
{
    /// <summary>Above this a time is in milliseconds, as some publish it: in seconds it would be the year 5138.</summary>
    const double SecondsMax = 1e11;

    const int IdLengthMax = 256;

    /// <summary>
    /// Null for a key that is of another kind or for another use, holds its private half (whoever published that no longer owns it alone), or is
    /// not well-formed.
    /// </summary>
    public static VerificationKey? Of(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object || key.TryGetProperty("d", out _) || (key.TryGetProperty("use", out _) && Text(key, "use") != "sig"))
            return null;
        var id = Text(key, "kid");
        if (key.TryGetProperty("kid", out _) && id is not { Length: <= IdLengthMax } || !TryReadTime(key, "nbf", out var notBefore) || !TryReadTime(key, "exp", out var notAfter))
            return null;
        switch (Text(key, "kty"), Text(key, "crv"))
        {
            case ("OKP", "Ed25519"):
                return Octets(key, "x") is { } point ? Ed25519Key.Of(point, id, notBefore, notAfter) : null;
            case ("EC", { } curve):
                return Octets(key, "x") is { } x && Octets(key, "y") is { } y
                    ? EcdsaKey.Of(curve, x, y, Thumbprint($$"""{"crv":"{{curve}}","kty":"EC","x":"{{Text(key, "x")}}","y":"{{Text(key, "y")}}"}"""), id, notBefore, notAfter)
                    : null;
            case ("RSA", _):
                return Octets(key, "n") is { } modulus && Octets(key, "e") is { } exponent
                    ? RsaKey.Of(modulus, exponent, Thumbprint($$"""{"e":"{{Text(key, "e")}}","kty":"RSA","n":"{{Text(key, "n")}}"}"""), id, notBefore, notAfter)
                    : null;
            default:
                return null;
        }
    }

    /// <summary>SHA-256 of the required members in their order, without a space (RFC 7638 section 3).</summary>
    public static string Thumbprint(string members) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(members)));

    static string? Text(JsonElement key, string name) => key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Octets in base64url; null for any but the one spelling of them, lest one key have two thumbprints.</summary>
    static byte[]? Octets(JsonElement key, string name)
    {
        if (Text(key, name) is not { } text || !Base64Url.IsValid(text))
            return null;
        var octets = Base64Url.DecodeFromChars(text);
        return octets.Length > 0 && Base64Url.EncodeToString(octets) == text ? octets : null;
    }

    static bool TryReadTime(JsonElement key, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!key.TryGetProperty(name, out var value))
            return true;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number))
            return false;
        var seconds = number > SecondsMax ? number / 1000 : number;
        if (seconds is not (>= 0 and <= SecondsMax))
            return false;
        time = DateTimeOffset.FromUnixTimeSeconds((long)seconds);
        return true;
    }
}
