using System.Buffers;
using Gardu.Protocols.Robots;
using Gardu.Terms.Compiled;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Decisions;

/// <summary>
/// The one place where it is decided what a request gets. Pure: the gate, the report, replay, previews and policy tests
/// all ask here, so they cannot differ.
/// </summary>
public static class DecisionFunction
{
    const int StackCharsMax = 256;

    /// <summary>Decides.</summary>
    public static Decision Decide(AgentIdentity identity, in Resource resource, CompiledTerms terms, Standing standing) =>
        identity.Kind switch
        {
            RequesterKind.Person => new Decision(Verdict.Allow, ReasonCodes.Person, null, 0),
            RequesterKind.Trusted => new Decision(Verdict.Allow, ReasonCodes.Trusted, null, 0),
            _ when resource.IsFree => new Decision(Verdict.Allow, ReasonCodes.FreePath, null, 0),
            _ when standing.Objection is { } objection => new Decision(Verdict.Refuse, objection.Reason, terms.RefusalFor(objection.Reason), objection.Status),
            _ => Outcome(ClauseFor(identity, resource, terms), standing),
        };

    /// <summary>
    /// The clause that holds for a machine on a path: on each reading the longest pattern that speaks of it, then the
    /// strictest over all readings, and for unknown machines and spoofers the stricter of that and <c>unknown-machines</c>.
    /// Null where nothing speaks of it.
    /// </summary>
    public static Clause? ClauseFor(AgentIdentity identity, in Resource resource, CompiledTerms terms)
    {
        if (!identity.IsMachine || resource.IsFree)
            return null;
        var clause = identity is { Kind: RequesterKind.Agent, Purpose: null }
            ? OfUnknownPurpose(identity, resource, terms)
            : OnAllReadings(identity, resource, terms);
        return identity.Kind == RequesterKind.UnknownMachine || identity.Proof == Proof.Spoofed
            ? Clause.Stricter(clause, terms.UnknownMachines)
            : clause;
    }

    /// <summary>An agent of unknown purpose may be any AI agent: it is decided as each, and the strictest holds.</summary>
    static Clause? OfUnknownPurpose(AgentIdentity identity, in Resource resource, CompiledTerms terms)
    {
        Clause? clause = null;
        foreach (var purpose in PurposeNames.Ai)
            clause = Clause.Stricter(clause, OnAllReadings(identity with { Purpose = purpose }, resource, terms));
        return clause;
    }

    static Clause? OnAllReadings(AgentIdentity identity, in Resource resource, CompiledTerms terms)
    {
        var clause = OnReading(identity, resource.Sent, terms);
        foreach (var reading in resource.Others)
            clause = Clause.Stricter(clause, OnReading(identity, reading, terms));
        return clause;
    }

    /// <summary>What a request gets, in every mode, whose target is no path that could be forwarded.</summary>
    public static Decision Unreadable { get; } =
        new(Verdict.Refuse, ReasonCodes.MalformedRequest, new Clause("malformed-request", TermsValue.Refuse, Mode.Enforce), 400);

    /// <summary>What a machine gets whose request target is no <see cref="Resource"/>.</summary>
    public static Decision Malformed(CompiledTerms terms) => 
        new(Verdict.Refuse, ReasonCodes.MalformedRequest, terms.RefusalFor(ReasonCodes.MalformedRequest), 400);

    /// <summary>Which status: the first that applies of refuse 403, rate used up 429, a price while the store is down 503, no agreement 403, quota used up 429, a price that nothing pays 402.</summary>
    static Decision Outcome(Clause? clause, Standing standing) => clause switch
    {
        null => new Decision(Verdict.Allow, ReasonCodes.NoRule, null, 0),
        { Value.Verdict: Verdict.Refuse } when standing.Entitlement is { LiftsRefusal: true } lifted => lifted.IsSold ? Sale(clause, standing, lifted) : new Decision(Verdict.Allow, ReasonCodes.AllowedByAgreement, clause, 0),
        { Value.Verdict: Verdict.Refuse } => new Decision(Verdict.Refuse, ReasonCodes.RefusedByTerms, clause, 403),
        { Value.Limit: not null } when standing.LimitUsedUp => new Decision(Verdict.Limit, ReasonCodes.RateLimited, clause, 429),
        { Value.Verdict: Verdict.Charge } => Sale(clause, standing, standing.Entitlement),
        { Value.Verdict: Verdict.Limit } => new Decision(Verdict.Allow, ReasonCodes.WithinLimit, clause, 0),
        _ => new Decision(Verdict.Allow, ReasonCodes.AllowedByTerms, clause, 0),
    };

    /// <summary>What has a price: sold to whoever can pay it.</summary>
    static Decision Sale(Clause clause, Standing standing, Entitlement? entitlement) => entitlement switch
    {
        _ when standing.StoreDown => new Decision(Verdict.Charge, ReasonCodes.StoreUnavailable, clause, 503),
        null => new Decision(Verdict.Charge, ReasonCodes.PaymentRequired, clause, 402),
        _ when standing.LimitUsedUp => new Decision(Verdict.Limit, ReasonCodes.RateLimited, clause, 429), // the plan's
        { NeedsAgreement: true } => new Decision(Verdict.Refuse, ReasonCodes.AgreementRequired, clause, 403),
        { Unpaid: { } used } when used == ReasonCodes.QuotaUsedUp => new Decision(Verdict.Limit, used, clause, 429),
        { Unpaid: { } unpaid } => new Decision(Verdict.Charge, unpaid, clause, 402) { Price = entitlement.Value.Price ?? clause.Value.Price },
        { IsSold: false } => new Decision(Verdict.Charge, ReasonCodes.PaymentRequired, clause, 402),
        _ => new Decision(Verdict.Charge, ReasonCodes.Charged, clause, 0) { Price = entitlement.Value.Price ?? clause.Value.Price },
    };

    static Clause? OnReading(AgentIdentity identity, string reading, CompiledTerms terms)
    {
        var clause = terms.Find(identity, reading);
        return terms.PatternsHaveUpperCase || reading.AsSpan().ContainsAnyInRange('A', 'Z')
            ? Clause.Stricter(clause, OnFoldedReading(identity, reading, terms))
            : clause;
    }

    static Clause? OnFoldedReading(AgentIdentity identity, string reading, CompiledTerms terms)
    {
        if (reading.Contains('%'))
            return terms.FindFolded(identity, PathText.Folded(reading));
        var rented = reading.Length > StackCharsMax ? ArrayPool<char>.Shared.Rent(reading.Length) : null;
        var folded = rented ?? stackalloc char[StackCharsMax];
        var length = reading.AsSpan().ToLowerInvariant(folded);
        var clause = terms.FindFolded(identity, folded[..length]);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
        return clause;
    }
}
