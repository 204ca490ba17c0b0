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
        "Write to the contact of the site to buy access. Whoever has it sends its key, which begins with gk_ (key_… is only its id): Authorization: Bearer gk_… .");

    /// <summary>It is paid for.</summary>
    public static ReasonCode Charged { get; } = new("charged", "It is paid for",
        "A licensee asked, and was charged by its agreement, its plan or the terms. The answer says how much in crawler-charged.",
        "Nothing needs doing.");

    /// <summary>It was paid for before.</summary>
    public static ReasonCode AlreadyPaid { get; } = new("already-paid", "It was paid for before",
        "A licensee asked for what it has paid for already and what has not changed since, so that it costs nothing.",
        "Nothing needs doing.");

    /// <summary>The answer had nothing that is charged.</summary>
    public static ReasonCode NotCharged { get; } = new("not-charged", "There was nothing to charge for",
        "A licensee asked for what has a price, and the answer was only a head, unchanged, empty or an error, none of which is charged.",
        "Nothing needs doing.");

    /// <summary>An agreement lifts the refusal.</summary>
    public static ReasonCode AllowedByAgreement { get; } = new("allowed-by-agreement", "An agreement allows it",
        "The terms refuse this use of this content, and an agreement of the licensee that names both allows it.",
        "Nothing needs doing.");

    /// <summary>Nothing is sold without an agreement: 403.</summary>
    public static ReasonCode AgreementRequired { get; } = new("agreement-required", "An agreement comes first",
        "The plan of the licensee sells only to those who have accepted an agreement for this use of this site, and there is none in force.",
        "Read the terms of the site and accept its agreement; its contact has it.");

    /// <summary>The licensee is not served: 403.</summary>
    public static ReasonCode LicenseeSuspended { get; } = new("licensee-suspended", "The licensee is suspended",
        "The account that the key or signature belongs to is suspended or closed for this site since a date that was announced.",
        "Settle what is open, or write to the contact of the site.");

    /// <summary>The balance is used up: 402.</summary>
    public static ReasonCode CreditUsedUp { get; } = new("credit-used-up", "The credit is used up",
        "The licensee's balance is less than this costs. The answer names the price in crawler-price and the balance in Gardu-Balance.",
        "Add credit; the contact of the site takes it.");

    /// <summary>The buyer's own limit is reached: 402.</summary>
    public static ReasonCode SpendingLimitReached { get; } = new("spending-limit-reached", "The licensee's own limit is reached",
        "The licensee has set how much it wants to spend in a calendar month, and this would pass it.",
        "Raise the limit, or wait for the next month.");

    /// <summary>The plan's quota is used up: 429.</summary>
    public static ReasonCode QuotaUsedUp { get; } = new("quota-used-up", "The quota of the plan is used up",
        "The plan of the licensee sells so many units in a period, and fewer are left than this has.",
        "Wait for the next period, which Retry-After counts to, ask for less at a time, or change the plan.");

    /// <summary>An answer that is too large to count: 502.</summary>
    public static ReasonCode TooLargeToMeter { get; } = new("too-large-to-meter", "The answer is too large to count",
        "What the answer has must be counted before it is charged, and it is larger than can be kept meanwhile.",
        "Ask for less at a time. Owner: sell this path per request.");

    /// <summary>An answer that cannot be counted: 502.</summary>
    public static ReasonCode CannotBeMetered { get; } = new("cannot-be-metered", "The answer cannot be counted",
        "What the answer has must be counted before it is charged, and it is not in the form that the price counts.",
        "Owner: look whether the price of this path fits what the origin sends, and whether records: names the right path.");

    /// <summary>A name of a purchase that is taken: 422.</summary>
    public static ReasonCode IdempotencyKeyReused { get; } = new("idempotency-key-reused", "The Idempotency-Key names another request",
        "The key was sent before with another method, host, path, query, body or purpose, or what it read has changed since.",
        "Send a new key for a new request.");

    /// <summary>A purchase that is being made: 409.</summary>
    public static ReasonCode IdempotencyKeyInFlight { get; } = new("idempotency-key-in-flight", "A request with this Idempotency-Key is under way",
        "The same key has been sent and is not answered yet.",
        "Wait for that answer, or send the same again in a little while.");

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
        "Send a key that is in force and begins with gk_ (key_… is only its id), or none at all to be answered as anybody is.");

    /// <summary>A page of the ledger that is for licensees: 401.</summary>
    public static ReasonCode CredentialRequired { get; } = new("credential-required", "A key is needed",
        "What was asked for is for licensees of this site alone: prices to the licensee who would pay them, the ledger, and what an entry is about to the licensee whose it is, and to auditors.",
        "Send your key, which begins with gk_ (key_… is only its id): Authorization: Bearer gk_… . Without one, write to the contact of the site.");

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
        "A parameter of the request is missing or has a value that it cannot have; the answer says which.",
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
        Charged, AlreadyPaid, NotCharged, AllowedByAgreement,
        RefusedByTerms, LicenseeSuspended, AgreementRequired, PaymentRequired, CreditUsedUp, SpendingLimitReached, RateLimited, QuotaUsedUp,
        IdempotencyKeyReused, IdempotencyKeyInFlight, TooLargeToMeter, CannotBeMetered,
        SignatureMalformed, CredentialRequired, CredentialInvalid, LicenceInvalid, CredentialOutOfScope,
        MalformedRequest, InvalidParameter, NotFound, UnknownHost, OriginUnreachable, OriginTimeout, StoreUnavailable, InternalError,
        .. ProofReasons.Every,
    ];

    /// <summary>The code of that name; null for none.</summary>
    public static ReasonCode? Find(string code) => Every.FirstOrDefault(known => known.Code == code);
}
