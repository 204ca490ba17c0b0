namespace Gardu.Commerce.Plans;

/// <summary>
/// One of the spans that a plan is sold by, from a time to the same day and time of a later month, UTC. A month without that day ends with its last one, and
/// the next has it again: all are counted from the first, so that none drifts.
/// </summary>
/// <param name="Start">Its first moment.</param>
/// <param name="End">The first moment behind it.</param>
public readonly record struct BillingPeriod(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>The period that a time lies in; the first one for a time before all of them.</summary>
    /// <param name="first">When the first period began.</param>
    /// <param name="length">How long each is.</param>
    /// <param name="time">The time.</param>
    public static BillingPeriod At(DateTimeOffset first, PeriodLength length, DateTimeOffset time)
    {
        var (from, step) = (first.UtcDateTime, length == PeriodLength.Month ? 1 : 12);
        var at = time.UtcDateTime;
        var number = Math.Max(0, ((at.Year - from.Year) * 12 + at.Month - from.Month) / step);
        if (number > 0 && from.AddMonths(number * step) > at)
            number--;
        return new BillingPeriod(Utc(from.AddMonths(number * step)), Utc(from.AddMonths((number + 1) * step)));
    }

    static DateTimeOffset Utc(DateTime time) => new(time, TimeSpan.Zero);
}
