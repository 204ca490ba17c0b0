namespace Gardu.Commerce.Plans;

/// <summary>A plan that a licensee has, as it was when it was assigned.</summary>
public sealed record Subscription
{
    /// <summary>What an id starts with.</summary>
    public const string Prefix = "sub_";

    /// <summary><c>sub_</c> and 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The plan.</summary>
    public required Plan Plan { get; init; }

    /// <summary>Which version of the plan of that name: 1 for the first.</summary>
    public required int Version { get; init; }

    /// <summary>When its first period began, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>From when on the licensee has it no longer, as at the end of the period in which it was changed; null while that is open.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Whether the licensee has it at a time.</summary>
    public bool IsInForceAt(DateTimeOffset time) => time >= Start && (End is not { } end || time < end);

    /// <summary>The period that a time lies in.</summary>
    public BillingPeriod PeriodAt(DateTimeOffset time) => BillingPeriod.At(Start, Plan.Every, time);
}
