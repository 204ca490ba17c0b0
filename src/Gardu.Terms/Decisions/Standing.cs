namespace Gardu.Terms.Decisions;

/// <summary>What is known of the requester beyond its name when the decision falls.</summary>
/// <param name="LimitUsedUp">The rate of the clause that holds is used up for this requester.</param>
/// <param name="StoreDown">Charges cannot be written down at the moment.</param>
/// <param name="Objection">What is wrong with the proof that it brought; null for nothing.</param>
/// <param name="Entitlement">What it has bought; null for who is no licensee.</param>
public readonly record struct Standing(bool LimitUsedUp, bool StoreDown, Objection? Objection = null, Entitlement? Entitlement = null);
