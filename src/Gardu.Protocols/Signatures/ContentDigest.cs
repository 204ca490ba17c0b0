using System.Security.Cryptography;
using Gardu.Protocols.StructuredFields;

namespace Gardu.Protocols.Signatures;

/// <summary>The field <c>Content-Digest</c> (RFC 9530 section 2): what the octets of a body sum up to.</summary>
public static class ContentDigest
{
    /// <summary>The field's name, in lower case.</summary>
    public const string Field = "content-digest";

    /// <summary>The field's value for a body, with SHA-256.</summary>
    public static string Of(ReadOnlySpan<byte> body) => $"sha-256={new BareItem.Bytes(SHA256.HashData(body))}";

    /// <summary>Whether a field is of a body: it has a digest by SHA-256 or SHA-512, and each of those fits. Other digests say nothing (section 5: they are broken or unknown).</summary>
    public static bool Fits(IReadOnlyList<string?> lines, ReadOnlySpan<byte> body)
    {
        if (!StructuredField.TryParseDictionary(FieldLines.Joined(lines), out var digests))
            return false;
        var found = false;
        foreach (var (algorithm, digest) in digests.Entries)
        {
            var own = algorithm switch { "sha-256" => SHA256.HashData(body), "sha-512" => SHA512.HashData(body), _ => null };
            if (own is null)
                continue;
            if (digest is not FieldItem { Value: BareItem.Bytes { Value: var sent } } || !sent.Span.SequenceEqual(own))
                return false;
            found = true;
        }
        return found;
    }
}
