namespace Gardu.Commerce.Charging;

/// <summary>A licensee's money in one currency, in micro-units of it.</summary>
/// <param name="Balance">What it has paid in, less what it was charged.</param>
/// <param name="Floor">How far the balance may go down; below zero for credit that the owner gives.</param>
/// <param name="Limit">What it wants to spend in a calendar month (UTC) at the most; null for no end.</param>
/// <param name="Month">The month that <paramref name="Spent"/> is of, counted from January 1970.</param>
/// <param name="Spent">What it has spent of that month.</param>
/// <param name="Topped">The balance when credit was added last: what is used up of it is told of.</param>
public readonly record struct Wallet(long Balance, long Floor, long? Limit, int Month, long Spent, long Topped)
{
    /// <summary>The same in a month: what was spent before counts no more.</summary>
    public Wallet In(int month) => month > Month ? this with { Month = month, Spent = 0 } : this;

    /// <summary>The month of a time.</summary>
    public static int MonthOf(DateTimeOffset time) => (time.UtcDateTime.Year - 1970) * 12 + time.UtcDateTime.Month - 1;
}
