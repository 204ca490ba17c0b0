using Gardu.Agents.Addresses;
using Gardu.Protocols.Signatures;

namespace Gardu.Agents.Signatures;

/// <summary>
/// Verifies the signatures of agents (Web Bot Auth: RFC 9421 with the tag <c>web-bot-auth</c>). Cheap checks come before
/// dear ones, and a network whose signatures keep failing gets none of the dear ones.
/// </summary>
/// <param name="directories">Where keys are found.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="noncesMax">Words that are remembered: see <see cref="NonceMemory"/>.</param>
public sealed class AgentSignatures(KeyDirectories directories, TimeProvider clock, int noncesMax = NonceMemory.GenerationMax)
{
    /// <summary>Fields that are remembered.</summary>
    const int FieldsMax = 1000;

    readonly NonceMemory nonces = new(noncesMax);
    readonly NonceMemory strangersNonces = new(noncesMax); // who signs fast and ahead of time makes it forget, and honest signers with it
    readonly FailedSignatures failures = new(clock);
    readonly Lock changing = new();
    readonly BoundedTable<string> held = new(FieldsMax);

    /// <summary>What becomes of a request's signatures: the first that holds, else the first that does not.</summary>
    /// <param name="message">The request.</param>
    /// <param name="from">The client's address.</param>
    /// <param name="pinned">Keys that the owner gives, by the identifier of the agent; nothing is fetched for those.</param>
    /// <param name="expected">Identifiers of agents that are no strangers.</param>
    /// <param name="now">The time.</param>
    public ValueTask<SignatureFinding> VerifyAsync(
        SignedMessage message, Address from, IReadOnlyDictionary<string, KeySet> pinned, IReadOnlyCollection<string> expected, DateTimeOffset now)
    {
        // Who invents agents by the thousand is answered before anything of it is read.
        var field = message.Field(SignatureAgent.Field) is [{ } only] ? only : null;
        if (field is not null && !directories.HaveLeave && !IsHeld(field) && !Names(field, pinned.Keys) && !Names(field, expected))
            return new ValueTask<SignatureFinding>(SignatureFinding.Unverified($"could not be checked: its key directory {KeyDirectories.NotAskedFor}"));
        return VerifyAllAsync(message, field, from, pinned, expected, now);
    }

    static bool Names(string field, IEnumerable<string> agents)
    {
        foreach (var agent in agents)
            if (field.Contains(agent, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    async ValueTask<SignatureFinding> VerifyAllAsync(
        SignedMessage message, string? field, Address from, IReadOnlyDictionary<string, KeySet> pinned, IReadOnlyCollection<string> expected, DateTimeOffset now)
    {
        if (!SignatureFields.TryRead(message.Field("signature-input") ?? [], message.Field("signature") ?? [], SignatureFields.AgentTag, out var signatures))
            return new SignatureFinding(SignatureState.Malformed, null, "cannot be read");
        var first = default(SignatureFinding);
        foreach (var signature in signatures)
        {
            var finding = await VerifyAsync(message, signature, from, pinned, expected, now);
            if (finding.State == SignatureState.Verified)
            {
                if (field is not null)
                    Hold(field);
                return finding;
            }
            if (first.State == SignatureState.None)
                first = finding;
        }
        return first;
    }

    /// <summary>Whether a signature once held that came with this <c>Signature-Agent</c>.</summary>
    bool IsHeld(string field)
    {
        lock (changing)
            return held.Find(field) is not null;
    }

    void Hold(string field)
    {
        lock (changing)
            if (held.Find(field) is null)
                held.Put(field, field);
    }

    async ValueTask<SignatureFinding> VerifyAsync(
        SignedMessage message, MessageSignature signature, Address from, IReadOnlyDictionary<string, KeySet> pinned, IReadOnlyCollection<string> expected, DateTimeOffset now)
    {
        var outcome = SignatureCheck.Check(signature, now);
        if (outcome != SignatureOutcome.Valid)
            return SignatureFinding.Invalid(outcome.Words());
        if (SignatureAgent.Of(message, signature) is not { } agent)
            return SignatureFinding.Unverified("covers no Signature-Agent that can be read");
        if (failures.IsExhausted(from))
            return SignatureFinding.Unverified("was not looked at, since too many of this network have failed; try again in a minute");
        var keyId = signature.KeyId!; // checked above
        // Queries and other spellings make many addresses of one.
        var isExpected = expected.Contains(agent.Identifier) && (agent.Type == SignatureAgentType.Directory || agent.FetchUrl.OriginalString == agent.Identifier);
        var (keys, failure) = pinned.TryGetValue(agent.Identifier, out var given) ? (given, null) : await directories.FindAsync(agent, keyId, isExpected);
        if (keys is null)
        {
            failures.Count(from);
            return SignatureFinding.Unverified($"could not be checked: its key directory {failure}");
        }
        if (keys.Find(keyId) is not { } key)
            return SignatureFinding.Invalid("is by a key that its directory does not have");
        outcome = SignatureCheck.Verify(message, signature, key, now);
        if (outcome != SignatureOutcome.Valid)
        {
            failures.Count(from);
            return SignatureFinding.Invalid(outcome.Words());
        }
        var memory = given is not null || expected.Contains(agent.Identifier) ? nonces : strangersNonces;
        return signature.Nonce is not { } nonce || memory.TryUse(agent.Identifier, key.Thumbprint, nonce, signature.Created!.Value) // checked above
            ? SignatureFinding.Verified(agent.Identifier)
            : SignatureFinding.Invalid("was used already");
    }
}
