using System.Globalization;
using Gardu.Commerce.Plans;
using Gardu.Commerce.Pricing;
using Gardu.Terms.Values;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Limits;

/// <summary>How much a requester may ask for, and how much of that is left; what it is told of it (draft-ietf-httpapi-ratelimit-headers-10).</summary>
/// <param name="Name">What the policy is called: <see cref="Rate"/> or <see cref="Quota"/>.</param>
/// <param name="Whole">How much may be asked for within the window.</param>
/// <param name="Unit">What is counted; null for requests.</param>
/// <param name="Window">How long the window is.</param>
/// <param name="Left">How much is left of it.</param>
/// <param name="Reset">When there is more.</param>
public readonly record struct RateStanding(string Name, long Whole, string? Unit, TimeSpan Window, long Left, TimeSpan Reset)
{
    /// <summary>Requests in a sliding window.</summary>
    public const string Rate = "rate";

    /// <summary>Units in a period of a plan.</summary>
    public const string Quota = "quota";

    /// <summary>What is left of a plan's period; null where that has no end.</summary>
    /// <param name="offer">What the request is sold by.</param>
    /// <param name="used">Units that have been sold.</param>
    /// <param name="now">The time.</param>
    public static RateStanding? OfPlan(Offer offer, long used, DateTimeOffset now)
    {
        if (offer is not { Subscription: { } subscription, UnitsMax: { } most })
            return null;
        var (start, end) = subscription.PeriodAt(now);
        return new RateStanding(Quota, most, offer.Unit == PriceUnit.Request ? null : offer.Unit.Plural(), end - start, most - used, end - now);
    }

    /// <summary>
    /// Adds it to what an answer says. Both fields are lists, so that a policy of the origin stays beside it; the names that X uses have no place for two, and speak of the
    /// one that was written last.
    /// </summary>
    /// <param name="headers">The answer's.</param>
    /// <param name="asX">Whether to say it in <c>x-rate-limit-*</c> too, times there in Unix seconds.</param>
    /// <param name="now">The time.</param>
    public void WriteTo(IHeaderDictionary headers, bool asX, DateTimeOffset now)
    {
        var reset = Seconds(Reset);
        headers.Append("RateLimit-Policy", string.Create(CultureInfo.InvariantCulture, $"\"{Name}\";q={Whole}{(Unit is null ? "" : $";qu=\"{Unit}\"")};w={Seconds(Window)}"));
        headers.Append("RateLimit", string.Create(CultureInfo.InvariantCulture, $"\"{Name}\";r={Math.Max(0, Left)};t={reset}"));
        if (!asX)
            return;
        headers["x-rate-limit-limit"] = Whole.ToString(CultureInfo.InvariantCulture);
        headers["x-rate-limit-remaining"] = Math.Max(0, Left).ToString(CultureInfo.InvariantCulture);
        headers["x-rate-limit-reset"] = (now.ToUnixTimeSeconds() + reset).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Whole seconds, so many that what is promised has come by then.</summary>
    static long Seconds(TimeSpan time) => Math.Max(0, (long)Math.Ceiling(time.TotalSeconds));
}
