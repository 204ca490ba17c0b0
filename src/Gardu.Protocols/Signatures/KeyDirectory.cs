using System.Text;

namespace Gardu.Protocols.Signatures;

/// <summary>
/// The directory of keys that an agent publishes under its own host (draft-ietf-webbotauth-httpsig-protocol), and the proof in its response that
/// whoever serves it holds them.
/// </summary>
public static class KeyDirectory
{
    /// <summary>Where it stands under a host.</summary>
    public const string Path = "/.well-known/http-message-signatures-directory";

    /// <summary>The media type it is asked for and served under.</summary>
    public const string MediaType = "application/http-message-signatures-directory+json";

    /// <summary>The tag of the signatures in its response.</summary>
    public const string Tag = "http-message-signatures-directory";

    static readonly SignatureComponent[] Covered = [SignatureComponent.OfRequest("@authority"), new(ContentDigest.Field)];

    /// <summary>The directory of one's own keys.</summary>
    public static byte[] Write(IEnumerable<SigningKey> keys) => Encoding.UTF8.GetBytes($$"""{"keys":[{{string.Join(',', keys.Select(key => key.Jwk))}}]}""");

    /// <summary>The fields <c>Content-Digest</c>, <c>Signature-Input</c> and <c>Signature</c> of its response: one signature a key. Null where the request has no host.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? Prove(IReadOnlyList<SigningKey> keys, ReadOnlySpan<byte> body, SignedMessage request, DateTimeOffset created, DateTimeOffset expires)
    {
        var digest = ContentDigest.Of(body);
        var response = MessageParts.OfResponse(200, request).With(ContentDigest.Field, digest);
        var signatures = keys.Select((key, i) => MessageSigner.Sign(key, response, $"sig{i + 1}", Covered, MessageSigner.Parameters(key, Tag, created, expires))).ToArray();
        return signatures.Contains(null)
            ? null
            : [
                new("Content-Digest", digest),
                new("Signature-Input", string.Join(", ", signatures.Select(signature => signature!.InputField))),
                new("Signature", string.Join(", ", signatures.Select(signature => signature!.SignatureField))),
            ];
    }

    /// <summary>
    /// Checks the proof of a directory that was fetched: each signature with the tag holds, covers the host that was asked, and a digest that it
    /// covers is the body's (directories of older drafts cover none). Null where there is no proof, or a signature is by a key that is not there.
    /// </summary>
    /// <param name="response">With the request it answers.</param>
    /// <param name="body">As received.</param>
    /// <param name="keys">What the body holds.</param>
    /// <param name="now">The time.</param>
    public static SignatureOutcome? CheckProof(SignedMessage response, ReadOnlySpan<byte> body, KeySet keys, DateTimeOffset now)
    {
        if (response.Field("signature-input") is not { } inputs || !SignatureFields.Mention(inputs, Tag))
            return null;
        if (!SignatureFields.TryRead(inputs, response.Field("signature") ?? [], Tag, out var signatures))
            return SignatureOutcome.DoesNotVerify;
        SignatureOutcome? outcome = null;
        foreach (var signature in signatures)
        {
            if (signature.KeyId is null || keys.Find(signature.KeyId) is not { } key)
                continue;
            outcome = Check(response, body, signature, key, now);
            if (outcome != SignatureOutcome.Valid)
                break;
        }
        return outcome;
    }

    static SignatureOutcome Check(SignedMessage response, ReadOnlySpan<byte> body, MessageSignature signature, VerificationKey key, DateTimeOffset now)
    {
        var inTime = SignatureCheck.CheckTimes(signature, now);
        return inTime != SignatureOutcome.Valid ? inTime
            : !signature.Components.Any(component => component.ToString() == Covered[0].ToString()) ? SignatureOutcome.HostNotCovered
            : signature.Covers(ContentDigest.Field) && !ContentDigest.Fits(response.Field(ContentDigest.Field) ?? [], body) ? SignatureOutcome.OtherBody
            : SignatureCheck.Verify(response, signature, key, now);
    }
}
