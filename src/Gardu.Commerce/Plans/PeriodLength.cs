namespace Gardu.Commerce.Plans;

/// <summary>How long a plan's period is.</summary>
public enum PeriodLength : byte
{
    /// <summary>To the same day of the next month.</summary>
    Month,

    /// <summary>To the same day of the next year.</summary>
    Year,
}
