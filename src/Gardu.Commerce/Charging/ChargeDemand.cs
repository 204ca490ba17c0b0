using Gardu.Commerce.Pricing;

namespace Gardu.Commerce.Charging;

/// <summary>Something that is about to be delivered, to be charged if it has not been.</summary>
public sealed record ChargeDemand
{
    /// <summary>The charge's id, that of the request without its prefix.</summary>
    public required Guid Id { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Who pays (<c>lic_…</c>).</summary>
    public required string Licensee { get; init; }

    /// <summary>The currency that is paid in.</summary>
    public string Currency => Offer.Currency;

    /// <summary>What is charged once, of <see cref="ChargeKey"/>.</summary>
    public required byte[] Key { get; init; }

    /// <summary>Where the same may stand too (<see cref="ChargeKey.NeighbourOf"/>, <see cref="ChargeKey.NamedBefore"/>); null where it cannot.</summary>
    public byte[]? NeighbourKey { get; init; }

    /// <summary><see cref="ChargeKey.Fingerprint"/> where the client names the purchase; null elsewhere.</summary>
    public byte[]? Fingerprint { get; init; }

    /// <summary>What it costs.</summary>
    public required Offer Offer { get; init; }

    /// <summary>The period of a plan that it counts in; null where it counts in none.</summary>
    public (string Subscription, DateTimeOffset Start)? Period => Offer.PeriodAt(Time);

    /// <summary>How much it is; with <see cref="RecordKeys"/> their number.</summary>
    public required long Units { get; init; }

    /// <summary>Keys of the records that it has, each charged once; null where units are not counted so.</summary>
    public IReadOnlyList<byte[]>? RecordKeys { get; init; }
}

/// <summary>What came of a demand.</summary>
/// <param name="Result">Whether it is sold, or why not.</param>
/// <param name="Charge">What was charged; null where it is not sold, or was paid for before.</param>
/// <param name="First">The charge that paid for it before; null where it was not.</param>
/// <param name="Balance">What is left to the licensee in the currency, in micro-units.</param>
/// <param name="Used">Units that have been sold in the period of the plan; 0 where it counts in none.</param>
/// <param name="Asked">What it would have cost, in micro-units, where it is not sold for want of money; else 0.</param>
/// <param name="IsOtherPurchase">Whether the client names something else by the name of a purchase that it has made.</param>
public sealed record ChargeOutcome(SaleResult Result, Charge? Charge, Guid? First, long Balance, long Used, long Asked = 0, bool IsOtherPurchase = false);
