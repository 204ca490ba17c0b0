using Gardu.Commerce.Pricing;
using Gardu.Gate.Recording;
using Gardu.Gate.Sites;
using Gardu.Terms.Values;

namespace Gardu.Gate.Charging;

/// <summary>How many units of what a price counts an answer has.</summary>
static class Meter
{
    /// <summary>Counts.</summary>
    public static Task<(long Units, IReadOnlyList<byte[]>? Records, string? Problem)> CountAsync(
        Site site, Offer offer, UsageRecord record, HttpResponseMessage answer, Spool? body, CancellationToken stop) =>
        Task.FromResult<(long, IReadOnlyList<byte[]>?, string?)>(offer.Unit == PriceUnit.Request ? (1, null, null) : (0, null, "not counted yet"));
}
