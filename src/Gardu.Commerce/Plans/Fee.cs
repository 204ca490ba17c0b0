using Gardu.Terms.Values;

namespace Gardu.Commerce.Plans;

/// <summary>What a plan costs for each of its periods, used or not: <c>100 USD/month</c>.</summary>
/// <param name="Amount">Taken when a period begins; may be nothing.</param>
/// <param name="Every">How long a period is.</param>
public sealed record Fee(Money Amount, PeriodLength Every)
{
    /// <summary>Reads <c>AMOUNT CURRENCY/(month|year)</c>; <paramref name="error"/> says in words what is wrong.</summary>
    public static bool TryParse(string text, out Fee? fee, out string? error)
    {
        fee = text.Split('/') is [var money, var every] && money.Split(' ') is [var amount, var currency]
            && Money.TryParseMicros(amount, out var micros) && Money.IsCurrency(currency) && every is "month" or "year"
            ? new Fee(new Money(micros, currency), every == "month" ? PeriodLength.Month : PeriodLength.Year) : null;
        error = fee is null ? $"\"{text}\" is not what a period costs, such as \"100 USD/month\", \"0 USD/month\" or \"1000 EUR/year\"" : null;
        return fee is not null;
    }

    /// <summary>As plans write it.</summary>
    public override string ToString() => $"{Amount.Decimal} {Amount.Currency}/{(Every == PeriodLength.Month ? "month" : "year")}";
}
