using Gardu.Terms.Values;

namespace Gardu.Reports.Traffic;

/// <summary>What requests would have cost, by currency, in integer micros; and how many have a price that a log cannot count.</summary>
sealed class Amounts
{
    readonly List<Sum> sums = [];

    /// <summary>Priced requests in one currency.</summary>
    public sealed class Sum(string currency)
    {
        public string Currency { get; } = currency;

        public long Requests { get; private set; }

        public long Micros { get; private set; }

        public void Add(long requests, long micros)
        {
            Requests += requests;
            Micros = checked(Micros + micros);
        }
    }

    /// <summary>Requests whose price is per record, size, token or minute.</summary>
    public long Uncountable { get; private set; }

    /// <summary>Requests and micros by currency.</summary>
    public IReadOnlyList<Sum> ByCurrency => sums;

    /// <summary>Counts one request that has a price.</summary>
    public void Add(Price price)
    {
        if (price.Unit == PriceUnit.Request)
            Of(price.Amount.Currency).Add(1, price.Amount.Micros);
        else
            Uncountable++;
    }

    /// <summary>Adds what another has counted.</summary>
    public void Merge(Amounts other)
    {
        Uncountable += other.Uncountable;
        foreach (var sum in other.sums)
            Of(sum.Currency).Add(sum.Requests, sum.Micros);
    }

    Sum Of(string currency)
    {
        foreach (var known in sums)
            if (known.Currency == currency)
                return known;
        var added = new Sum(currency);
        sums.Add(added);
        return added;
    }
}
