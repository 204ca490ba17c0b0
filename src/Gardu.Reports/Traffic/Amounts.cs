using System.Runtime.InteropServices;
using Gardu.Terms.Values;

namespace Gardu.Reports.Traffic;

/// <summary>What requests would have cost, by currency, in integer micros; and how many have a price that a log cannot count.</summary>
sealed class Amounts
{
    readonly List<Amount> amounts = [];

    struct Amount
    {
        public string Currency;
        public long Requests;
        public long Micros;
    }

    /// <summary>Requests whose price is per record, size, token or minute.</summary>
    public long Uncountable { get; private set; }

    /// <summary>Requests and micros by currency.</summary>
    public IEnumerable<(string Currency, long Requests, long Micros)> ByCurrency =>
        amounts.Select(amount => (amount.Currency, amount.Requests, amount.Micros));

    /// <summary>Counts one request that has a price.</summary>
    public void Add(Price price)
    {
        if (price.Unit == PriceUnit.Request)
            Add(price.Amount.Currency, 1, price.Amount.Micros);
        else
            Uncountable++;
    }

    /// <summary>Adds what another has counted.</summary>
    public void Merge(Amounts other)
    {
        Uncountable += other.Uncountable;
        foreach (var (currency, requests, micros) in other.ByCurrency)
            Add(currency, requests, micros);
    }

    void Add(string currency, long requests, long micros)
    {
        foreach (ref var amount in CollectionsMarshal.AsSpan(amounts))
        {
            if (amount.Currency != currency)
                continue;
            amount.Requests += requests;
            amount.Micros = checked(amount.Micros + micros);
            return;
        }
        amounts.Add(new Amount { Currency = currency, Requests = requests, Micros = micros });
    }
}
