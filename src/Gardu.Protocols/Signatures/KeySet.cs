using System.Text.Json;

namespace Gardu.Protocols.Signatures;

/// <summary>
/// The public keys of an agent: a JSON Web Key Set (RFC 7517 section 5). A key that cannot be used is passed over: of another kind or use,
/// malformed, or published together with its private half.
/// </summary>
public sealed class KeySet
{
    /// <summary>Largest set that is read, in bytes.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>Most keys in a set, usable or not.</summary>
    public const int KeysMax = 64;

    KeySet(IReadOnlyList<VerificationKey> keys) => Keys = keys;

    /// <summary>The usable keys, in their order.</summary>
    public IReadOnlyList<VerificationKey> Keys { get; }

    /// <summary>Reads a set; false, with a reason in words, for what is none.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out KeySet? set, out string? error)
    {
        set = null;
        if (BoundedJson.TryParse(json, BytesMax, out var document, out error))
            using (document)
                set = Of(document!.RootElement, out error);
        return set is not null;
    }

    /// <summary>The key that a signature names: by its thumbprint, else by the name its owner gave it. Null for none.</summary>
    public VerificationKey? Find(string keyId) =>
        Keys.FirstOrDefault(key => key.Thumbprint == keyId) ?? Keys.FirstOrDefault(key => key.Id == keyId);

    internal static KeySet? Of(JsonElement set, out string? error)
    {
        error = "no array \"keys\"";
        if (set.ValueKind != JsonValueKind.Object || !set.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
            return null;
        error = keys.GetArrayLength() > KeysMax ? $"more than {KeysMax} keys" : null;
        return error is null ? new KeySet([.. keys.EnumerateArray().Select(JsonWebKey.Of).OfType<VerificationKey>()]) : null;
    }
}
