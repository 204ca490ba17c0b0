using Gardu.Terms.Values;

namespace Gardu.Commerce.Plans;

/// <summary>
/// What is sold to licensees under one name. It prices what the terms ask a price for, and permits nothing that they refuse. Whoever has bought a plan keeps it as it was
/// then: another definition under the same name is another version.
/// </summary>
public sealed record Plan
{
    /// <summary>Its name in <c>gardu.yaml</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What each period costs; null where that is settled by contract, and Gardu takes none.</summary>
    public required Fee? Fee { get; init; }

    /// <summary>What the fee of a period pays for; null for nothing.</summary>
    public Quantity? Included { get; init; }

    /// <summary>What a unit beyond <see cref="Included"/> costs; null to sell none where something is included, and at the price of the terms where nothing is.</summary>
    public Price? UnitPrice { get; init; }

    /// <summary>How much is sold in a period at the most; null for no end.</summary>
    public Quantity? Cap { get; init; }

    /// <summary>How often its holders may ask, all their keys together; null for what the terms say.</summary>
    public RateLimit? Rate { get; init; }

    /// <summary>What it is for. The first of its purposes is what a key is for that does not say.</summary>
    public Scope Scope { get; init; } = Scope.Everything;

    /// <summary>Whether it sells only to those who have accepted an agreement.</summary>
    public bool NeedsAgreement { get; init; } = true;

    /// <summary>How long a period of it is.</summary>
    public PeriodLength Every => Fee?.Every ?? PeriodLength.Month;

    /// <summary>What it counts; null for what the price of the terms does.</summary>
    public PriceUnit? Unit => UnitPrice?.Unit ?? Included?.Unit ?? Cap?.Unit;

    /// <summary>Units of a period that are sold at the most: those of <see cref="Cap"/>, or what is included where no more is sold; null for no end.</summary>
    public long? UnitsMax => Cap?.Count ?? (UnitPrice is null ? Included?.Count : null);

    /// <summary>What is wrong with it as a whole, in words; null for nothing.</summary>
    public string? Problem()
    {
        PriceUnit?[] counted = [Included?.Unit, UnitPrice?.Unit, Cap?.Unit];
        if (counted.OfType<PriceUnit>().Distinct().Count() > 1)
            return $"it counts {string.Join(" and ", counted.OfType<PriceUnit>().Distinct().Select(unit => unit.Plural()))}, so that one thing would be charged twice; included, unit-price and cap count the same";
        if (Cap is not null && Included is not null && Cap.Count < Included.Count)
            return $"its cap of {Cap} is less than the {Included} that are included";
        if (Cap is not null && Included is not null && UnitPrice is null && Cap.Count > Included.Count)
            return "its cap is more than what is included, and no unit-price says what the units between cost";
        return Fee is { Amount: { Micros: > 0, Currency: var fees } } && UnitPrice is { Amount.Currency: var units } && fees != units
            ? $"its fee is in {fees} and its unit-price in {units}; a plan uses one currency" : null;
    }
}
