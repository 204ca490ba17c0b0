using Gardu.Agents.Addresses;
using Gardu.Agents.Credentials;
using Gardu.Agents.Identification;
using Gardu.Agents.Names;
using Gardu.Agents.Signatures;
using Gardu.Commerce.Licensees;
using Gardu.Gate.Charging;
using Gardu.Gate.Clients;
using Gardu.Gate.Sites;
using Gardu.Protocols.Signatures;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Identifying;

/// <summary>
/// Establishes who asks, from the strongest proof that the request brings to the weakest. Most requests bring none and are
/// known at once by header and address; a signature, a key, or an address whose name is to be asked for takes longer.
/// <code>
///   header, address ─┬─ brings nothing more ─────────────────────────────► known; a browser: does it behave like one?
///                    └─ signature? ─► key, licence? ─► name in the DNS? ─► known, or an objection
/// </code>
/// </summary>
sealed class RequesterReader(AddressNames? names, AgentSignatures signatures, CurrentKeys keys, CurrentAccounts accounts, UndeclaredWatch undeclared, TimeProvider clock) : IDisposable
{
    /// <summary>How long a first request waits for the name of its address.</summary>
    public static readonly TimeSpan NameWait = TimeSpan.FromMilliseconds(200);

    /// <summary>Who asks; completes at once for everybody who brings no proof.</summary>
    public ValueTask<Requester> ReadAsync(HttpContext context, GateSnapshot snapshot, Site site, Incoming incoming)
    {
        var now = clock.GetUtcNow();
        var headers = context.Request.Headers;
        var claim = snapshot.Identifier.Claim(headers.UserAgent);
        var identity = snapshot.Identifier.Identify(claim, incoming.Client.Address, now);
        var isSigned = headers.TryGetValue("Signature-Input", out var inputs) && SignatureFields.Mention(inputs, SignatureFields.AgentTag);
        var bringsCredential = OwnCredential.IsIn(headers);
        if (identity.Kind == RequesterKind.Trusted || !(isSigned || bringsCredential || CanNameProve(claim, identity)))
            return new ValueTask<Requester>(identity.Kind == RequesterKind.Person ? undeclared.Look(context, snapshot, site, incoming, claim, now) : new Requester(identity));
        return ReadProofsAsync(context, snapshot, site, incoming, claim, identity, isSigned, now);
    }

    /// <summary>Stops asking for names.</summary>
    public void Dispose() => names?.Dispose();

    async ValueTask<Requester> ReadProofsAsync(
        HttpContext context, GateSnapshot snapshot, Site site, Incoming incoming, AgentClaim claim, AgentIdentity identity, bool isSigned, DateTimeOffset now)
    {
        var key = KeyIn(context.Request.Headers, site, now, out var objection);
        var verdict = isSigned ? await signatures.VerifyAsync(new ContextMessage(context, site, incoming), incoming.Client.Address, snapshot.PinnedKeys, snapshot.Identifier.Signers, now) : default;
        if (verdict.State == SignatureState.Malformed)
            objection = Objection.SignatureMalformed;
        if (verdict.Signer is { } signer)
            identity = snapshot.Identifier.Signed(claim, signer);
        else if (key is not null)
            identity = key.Identity;
        else if (CanNameProve(claim, identity))
            identity = await WithNameAsync(snapshot.Identifier, claim, incoming.Client.Address, now);
        if (key is not null && identity != key.Identity)
            identity = identity with { Purpose = key.Purpose ?? identity.Purpose, Licensee = key.Licensee.Id, Key = key.Id };
        else if (key is null && verdict.Signer is { } bound && accounts.Value.FindSigner(bound) is var (account, binding))
            identity = identity with { Purpose = binding.Purpose ?? identity.Purpose, Licensee = account.Licensee.Id };
        if (objection is null && identity.Licensee is { } licensee && accounts.Value.Find(licensee)?.StatusAt(site.Hosts, now) >= LicenseeStatus.Suspended)
            objection = Objection.LicenseeSuspended;
        if (!identity.IsMachine)
            return objection is null ? undeclared.Look(context, snapshot, site, incoming, claim, now) : new Requester(AgentIdentity.UnknownMachine(AgentIdentity.BadProof), objection);
        return new Requester(
            verdict.State switch
            {
                SignatureState.Invalid or SignatureState.Malformed => identity with { Grounds = ProofReasons.SignatureInvalid, Detail = verdict.Detail },
                SignatureState.Unverified => identity with { Grounds = ProofReasons.SignatureUnverified, Detail = verdict.Detail },
                _ => identity,
            },
            objection, Key: key);
    }

    /// <summary>The key that a request brings, where it holds; a licence has no issuer yet, so none does.</summary>
    IssuedKey? KeyIn(IHeaderDictionary headers, Site site, DateTimeOffset now, out Objection? objection)
    {
        objection = OwnCredential.HasLicence(headers) ? Objection.LicenceInvalid : null;
        string[] sent = [.. OwnCredential.KeysIn(headers)];
        if (sent.Length == 0)
            return null;
        var key = sent.Length == 1 ? keys.Value.Find(sent[0], now) : null;
        objection = key is null ? Objection.CredentialInvalid : site.Hosts.Any(key.IsFor) ? objection : Objection.CredentialOutOfScope;
        return key;
    }

    bool CanNameProve(AgentClaim claim, AgentIdentity identity) => names is not null && Identifier.CanNameProve(claim, identity);

    /// <summary>What the name of the address proves; while that is not known, nothing but the claim.</summary>
    async ValueTask<AgentIdentity> WithNameAsync(Identifier identifier, AgentClaim claim, Address address, DateTimeOffset now)
    {
        var agent = claim.Agent!; // whoever can be proven by a name is an agent of the catalogue
        var known = names!.Known(address, agent.Proofs.DnsSuffixes);
        if (known is null)
        {
            var found = await names.ConfirmAsync(address, agent.Proofs.DnsSuffixes, NameWait);
            if (found == NameProof.Undecided)
                return agent.Identity(Proof.Claimed, ProofReasons.ProofPending);
            known = found;
        }
        return identifier.Identify(claim, address, now, known);
    }
}
