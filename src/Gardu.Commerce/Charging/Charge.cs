using Gardu.Commerce.Pricing;
using Gardu.Terms.Values;

namespace Gardu.Commerce.Charging;

/// <summary>What was charged for a request. It goes by the id of the request, under a prefix of its own.</summary>
/// <param name="Amount">How much; nothing for units that a plan includes.</param>
/// <param name="Units">How many units were sold.</param>
/// <param name="Price">What a unit cost beyond those that are included; null where none was sold beyond.</param>
/// <param name="Unit">What was counted.</param>
/// <param name="Source">Whose word the price is.</param>
/// <param name="Subscription">The plan that it went by (<c>sub_…</c>); null for none.</param>
/// <param name="Agreement">The agreement that it went by (<c>agr_…</c>); null for none.</param>
public sealed record Charge(Money Amount, long Units, PriceUnit Unit, Price? Price, PriceSource Source, string? Subscription, string? Agreement)
{
    /// <summary>What an id starts with.</summary>
    public const string Prefix = "chg_";

    /// <summary>When it was taken back, since what it paid for was not delivered; null where it stands.</summary>
    public DateTimeOffset? Voided { get; init; }
}
