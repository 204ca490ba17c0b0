namespace Gardu.Protocols.Signatures;

/// <summary>The rules of a signature by an agent (draft-ietf-webbotauth-httpsig-protocol; RFC 9421 section 3.2).</summary>
public static class SignatureCheck
{
    /// <summary>How far the clock of a signer may be ahead.</summary>
    public static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(1);

    /// <summary>
    /// All that can be said without a key. However long a signature lives is no ground to refuse it: signers are advised to a day, while published
    /// ones live for decades and the readers in use take them. Whether it covers its agent comes last, so that a signature of an older draft is told from a broken one.
    /// </summary>
    /// <param name="signature">A signature with the tag <see cref="SignatureFields.AgentTag"/>.</param>
    /// <param name="now">The time.</param>
    public static SignatureOutcome Check(MessageSignature signature, DateTimeOffset now)
    {
        var inTime = CheckTimes(signature, now);
        return inTime != SignatureOutcome.Valid ? inTime
            : signature.KeyId is not { Length: > 0 } ? SignatureOutcome.NoKeyId
            : signature.Algorithm is { } algorithm && !VerificationKey.Algorithms.Contains(algorithm) ? SignatureOutcome.UnknownAlgorithm
            : !signature.Covers("@authority") && !signature.Covers("@target-uri") ? SignatureOutcome.HostNotCovered
            : !signature.Components.Any(SignatureAgent.IsNamedBy) ? SignatureOutcome.AgentNotCovered
            : SignatureOutcome.Valid;
    }

    /// <summary>Whether the key's owner signed what the message holds: its algorithm, its time in force, and the signature itself. <see cref="Check"/> comes before.</summary>
    public static SignatureOutcome Verify(SignedMessage message, MessageSignature signature, VerificationKey key, DateTimeOffset now) =>
        signature.Algorithm is { } algorithm && algorithm != key.Algorithm ? SignatureOutcome.OtherAlgorithm
        : !key.CountsAt(now) ? SignatureOutcome.KeyNotInForce
        : !SignatureBase.TryBuild(message, signature, out var text) ? SignatureOutcome.NotInMessage
        : key.Verify(text, signature.Octets.Span) ? SignatureOutcome.Valid
        : SignatureOutcome.DoesNotVerify;

    /// <summary>Made by now, ends later than now.</summary>
    internal static SignatureOutcome CheckTimes(MessageSignature signature, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        return signature.Created is not { } created ? SignatureOutcome.NoCreated
            : created > seconds + (long)SkewMax.TotalSeconds ? SignatureOutcome.CreatedInFuture
            : signature.Expires is not { } expires ? SignatureOutcome.NoExpires
            : expires <= seconds ? SignatureOutcome.Expired
            : SignatureOutcome.Valid;
    }
}
