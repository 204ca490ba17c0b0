using Gardu.Terms.Identities;

namespace Gardu.Terms.Decisions;

/// <summary>Why something was decided: a stable code, and the words of its page. One instance each, told apart by reference.</summary>
public sealed class ReasonCode
{
    internal ReasonCode(string code, string title, string meaning, string remedy) => (Code, Title, Meaning, Remedy) = (code, title, meaning, remedy);

    /// <summary>Lower case with hyphens; never renamed, never reused.</summary>
    public string Code { get; }

    /// <summary>One line.</summary>
    public string Title { get; }

    /// <summary>What happened, for whoever met it.</summary>
    public string Meaning { get; }

    /// <summary>What the requester, or the owner, can do.</summary>
    public string Remedy { get; }

    /// <inheritdoc/>
    public override string ToString() => Code;
}

/// <summary>Every reason code there is; those of proofs are in <see cref="ProofReasons"/>. Each has a page under <c>/licensing/reasons/</c> and in <c>docs/reference/reasons.md</c>.</summary>
public static class ReasonCodes
{
    /// <summary>A browser's request.</summary>
    public static ReasonCode Person { get; } = new("person", "A person's request",
        "A browser asked. People pass untouched and are only counted.",
        "Nothing needs doing.");

    /// <summary>An address the owner trusts.</summary>
    public static ReasonCode Trusted { get; } = new("trusted", "A trusted address",
        "The address is one the owner of this site has named as trusted, such as a monitor of their own.",
        "Nothing needs doing.");

    /// <summary>A path that is free for everybody.</summary>
    public static ReasonCode FreePath { get; } = new("free-path", "A path that is free for everybody",
        "Machines need this path in order to learn the terms, so nothing is ever asked for it.",
        "Nothing needs doing.");

    /// <summary>No rule speaks of this machine here.</summary>
    public static ReasonCode NoRule { get; } = new("no-rule", "No rule speaks of this request",
        "The terms of this site say nothing about this machine on this path, so it passes.",
        "Owner: add a rule for the purpose, or for all, if it should not.");

    /// <summary>A rule allows it.</summary>
    public static ReasonCode AllowedByTerms { get; } = new("allowed-by-terms", "The terms allow it",
        "A rule of this site's terms allows this machine on this path.",
        "Nothing needs doing.");

    /// <summary>A limit holds and is not used up.</summary>
    public static ReasonCode WithinLimit { get; } = new("within-limit", "Within the rate that the terms allow",
        "The terms allow this machine a number of requests in a span of time, and it has not used them up.",
        "Nothing needs doing.");

    /// <summary>A rule refuses it: 403.</summary>
    public static ReasonCode RefusedByTerms { get; } = new("refused-by-terms", "The terms refuse it",
        "The owner of this site does not permit this use of this content by machines of this kind.",
        "Read the terms of the site, and write to its contact if you want an agreement.");

    /// <summary>A priced path that nothing pays: 402.</summary>
    public static ReasonCode PaymentRequired { get; } = new("payment-required", "It has a price, and nothing pays it",
        "The owner of this site asks a price for this use of this content. The answer names it in crawler-price.",
        "Write to the contact of the site to buy access.");

    /// <summary>The rate is used up: 429.</summary>
    public static ReasonCode RateLimited { get; } = new("rate-limited", "Too many requests in this span of time",
        "The terms allow this machine a number of requests in a span of time, and it has used them up.",
        "Wait for the seconds that Retry-After names.");

    /// <summary>The request is no request: 400.</summary>
    public static ReasonCode MalformedRequest { get; } = new("malformed-request", "The request cannot be read",
        "The request target is not one that every server reads in the same way.",
        "Send a plain path and query.");

    /// <summary>A signature of an agent that is no signature: 400.</summary>
    public static ReasonCode SignatureMalformed { get; } = new("signature-malformed", "The signature cannot be read",
        "The fields Signature-Input, Signature and Signature-Agent of the request are not what RFC 9421 and Web Bot Auth define.",
        "Write them as structured fields (RFC 9651), each label once, with a signature for each.");

    /// <summary>A key of Gardu's that does not hold: 401.</summary>
    public static ReasonCode CredentialInvalid { get; } = new("credential-invalid", "The key does not hold",
        "The request carries a key that this site never gave out, has revoked, or that has expired; or it carries two.",
        "Send a key that is in force, or none at all to be answered as anybody is.");

    /// <summary>A page of the ledger that is for licensees: 401.</summary>
    public static ReasonCode CredentialRequired { get; } = new("credential-required", "A key is needed",
        "The ledger of this site is shown to its licensees, and what an entry is about to the licensee whose it is, and to auditors.",
        "Send your key: Authorization: Bearer gk_… . Without one, write to the contact of the site.");

    /// <summary>A licence token that does not hold: 401.</summary>
    public static ReasonCode LicenceInvalid { get; } = new("licence-invalid", "The licence does not hold",
        "The request carries a licence token that was not issued for this site, has been revoked, or has expired.",
        "Get a licence as the terms of the site say, or send none at all to be answered as anybody is.");

    /// <summary>A key that holds for other sites: 403.</summary>
    public static ReasonCode CredentialOutOfScope { get; } = new("credential-out-of-scope", "The key is for another site",
        "The key is in force, and its owner limited it to other sites than this one.",
        "Write to the contact of the site for a key that includes it.");

    /// <summary>A parameter of the operator's interface cannot be read: 400.</summary>
    public static ReasonCode InvalidParameter { get; } = new("invalid-parameter", "A parameter cannot be read",
        "A parameter of the request to the operator's listener has a value that it cannot have; the answer says which it may have.",
        "Send it as the answer says.");

    /// <summary>A host that no site names: 421.</summary>
    public static ReasonCode UnknownHost { get; } = new("unknown-host", "No site of that name here",
        "The host of the request is none of the sites behind this gate.",
        "Check the address. Owner: add the host to a site in gardu.yaml, or use \"*\".");

    /// <summary>No page of Gardu's own: 404.</summary>
    public static ReasonCode NotFound { get; } = new("not-found", "There is no such page",
        "Paths under /licensing/ are answered by the gate itself, and it has no page of that name.",
        "Start from /licensing/.");

    /// <summary>The origin does not answer: 502.</summary>
    public static ReasonCode OriginUnreachable { get; } = new("origin-unreachable", "The site behind the gate does not answer",
        "The gate could not reach the server that holds the content, or it broke off.",
        "Try again in a little while. Owner: check that the origin runs and that origin: names it.");

    /// <summary>The origin is too slow: 504.</summary>
    public static ReasonCode OriginTimeout { get; } = new("origin-timeout", "The site behind the gate took too long",
        "The server that holds the content did not answer within the time the gate waits.",
        "Try again in a little while. Owner: raise timeout: for the site if the origin needs longer.");

    /// <summary>The store is down, so nothing can be charged: 503.</summary>
    public static ReasonCode StoreUnavailable { get; } = new("store-unavailable", "The record cannot be written",
        "This path has a price, and the gate cannot write down charges at the moment.",
        "Try again in a little while. Owner: /ready on the operator's listener says why.");

    /// <summary>A fault of the gate's own: 500.</summary>
    public static ReasonCode InternalError { get; } = new("internal-error", "The gate itself failed",
        "Something in the gate went wrong that should not have; it has been written to its log.",
        "Try again in a little while. Owner: look for the request's time in the log, and report it.");

    /// <summary>Every code, in the order of its page.</summary>
    public static IReadOnlyList<ReasonCode> Every { get; } =
    [
        Person, Trusted, FreePath, NoRule, AllowedByTerms, WithinLimit,
        RefusedByTerms, PaymentRequired, RateLimited,
        SignatureMalformed, CredentialRequired, CredentialInvalid, LicenceInvalid, CredentialOutOfScope,
        MalformedRequest, InvalidParameter, NotFound, UnknownHost, OriginUnreachable, OriginTimeout, StoreUnavailable, InternalError,
        .. ProofReasons.Every,
    ];

    /// <summary>The code of that name; null for none.</summary>
    public static ReasonCode? Find(string code) => Every.FirstOrDefault(known => known.Code == code);
}
