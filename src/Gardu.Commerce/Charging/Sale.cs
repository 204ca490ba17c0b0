using Gardu.Terms.Values;

namespace Gardu.Commerce.Charging;

/// <summary>What is to be sold, once it is counted.</summary>
/// <param name="Units">How much; 0 or more.</param>
/// <param name="Price">What units cost beyond those that are included; null where no more are sold.</param>
/// <param name="Included">Units of the period that the fee has paid for.</param>
/// <param name="UnitsMax">Units that are sold in the period at the most; null for no end.</param>
public readonly record struct Sale(long Units, Price? Price, long Included = 0, long? UnitsMax = null);

/// <summary>What became of a sale.</summary>
public enum SaleResult : byte
{
    /// <summary>It is sold.</summary>
    Sold,

    /// <summary>More units than the period has left.</summary>
    QuotaUsedUp,

    /// <summary>The balance would go below its floor.</summary>
    CreditUsedUp,

    /// <summary>The licensee's own limit for the month would be passed.</summary>
    SpendingLimitReached,
}

/// <summary>Where sales are settled, one after the other: the only place where an amount is worked out and taken.</summary>
public static class Till
{
    /// <summary>Sells, or changes nothing.</summary>
    /// <param name="sale">What.</param>
    /// <param name="wallet">What pays for it.</param>
    /// <param name="used">Units of the period that have been sold.</param>
    /// <param name="amount">What it costs, in micro-units of the price's currency, sold or not for want of money; 0 where no more units are sold.</param>
    public static SaleResult Settle(Sale sale, ref Wallet wallet, ref long used, out long amount)
    {
        amount = 0;
        if (sale.Units > sale.UnitsMax - used)
            return SaleResult.QuotaUsedUp;
        var left = Math.Clamp(sale.Included - used, 0, sale.Units);
        if (sale.Units > left && sale.Price is null)
            return SaleResult.QuotaUsedUp;
        amount = sale.Price?.MicrosFor(sale.Units - left) ?? 0;
        if (amount > 0 && (Int128)wallet.Balance - amount < wallet.Floor)
            return SaleResult.CreditUsedUp;
        if (amount > 0 && amount > wallet.Limit - (Int128)wallet.Spent)
            return SaleResult.SpendingLimitReached;
        used += sale.Units;
        wallet = wallet with { Balance = wallet.Balance - amount, Spent = wallet.Spent + amount };
        return SaleResult.Sold;
    }
}
