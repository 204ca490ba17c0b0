using Gardu.Terms.Values;

namespace Gardu.Terms.Decisions;

/// <summary>What a licensee has bought, as far as it bears on one request.</summary>
/// <param name="LiftsRefusal">Whether an agreement that names this path and purpose lifts what the terms refuse.</param>
/// <param name="NeedsAgreement">Whether its plan asks for an agreement that it has not.</param>
/// <param name="Price">What it pays by its agreement or its plan; null for the price of the terms, or for what is included.</param>
/// <param name="Unpaid">Why it cannot pay: nothing that it has sells this, or what it has is used up; null where it can.</param>
/// <param name="IsSold">Whether something that it has sells this: at a price, or included.</param>
public readonly record struct Entitlement(bool LiftsRefusal, bool NeedsAgreement, Price? Price, ReasonCode? Unpaid, bool IsSold);
