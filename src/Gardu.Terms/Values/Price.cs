using System.Globalization;

namespace Gardu.Terms.Values;

/// <summary>What a price counts.</summary>
public enum PriceUnit : byte
{
    /// <summary>One answered request.</summary>
    Request,

    /// <summary>One record of a JSON answer.</summary>
    Record,

    /// <summary>1,000 bytes of UTF-8 text.</summary>
    Kilobyte,

    /// <summary>A quarter of the text's bytes, rounded up.</summary>
    Token,

    /// <summary>One minute of audio.</summary>
    Minute,
}

/// <summary>A price as terms write it: <c>0.01 USD</c>, <c>0.20 USD per 1000 tokens</c>.</summary>
/// <param name="Amount">What <paramref name="Count"/> units cost together.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Count">How many units the amount buys; 1 or more.</param>
public sealed record Price(Money Amount, PriceUnit Unit, long Count) : IComparable<Price>
{
    /// <summary>The size of a price with no more context: by amount for one unit, then by unit. Used to pick the higher of two.</summary>
    public int CompareTo(Price? other)
    {
        if (other is null)
            return 1;
        var bySize = ((Int128)Amount.Micros * other.Count).CompareTo((Int128)other.Amount.Micros * Count);
        return bySize != 0 ? bySize : ((int)Unit).CompareTo((int)other.Unit);
    }

    /// <summary>What units cost, in micro-units, rounded half up to one; <see cref="long.MaxValue"/> beyond that, which no balance reaches.</summary>
    public long MicrosFor(long units) => (long)Int128.Min(long.MaxValue, (2 * (Int128)Amount.Micros * units + Count) / (2 * (Int128)Count));

    /// <summary>Reads <c>AMOUNT CURRENCY [per UNIT]</c>; <paramref name="error"/> says in words what is wrong.</summary>
    public static bool TryParse(string text, out Price? price, out string? error)
    {
        price = null;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0 || !Money.TryParseMicros(words[0], out var micros))
        {
            error = $"\"{text}\" is not allow, refuse, a price such as \"0.002 USD\", or a limit such as \"limit 30/min\"";
            return false;
        }
        if (words.Length == 1)
        {
            error = $"the price \"{text}\" has no currency; write for instance \"{text} USD\"";
            return false;
        }
        if (!Money.IsCurrency(words[1]))
        {
            error = $"\"{words[1]}\" is not a currency code such as USD, EUR or IDR";
            return false;
        }
        if (micros == 0)
        {
            error = "a price of zero is written \"allow\"";
            return false;
        }
        if (!TryParseUnit(words.AsSpan(2), out var unit, out var count))
        {
            error = $"\"{string.Join(' ', words[2..])}\" is not \"per record\", \"per kB\", \"per 1000 tokens\" or \"per minute\"";
            return false;
        }
        price = new Price(new Money(micros, words[1]), unit, count);
        error = null;
        return true;
    }

    /// <summary>As terms write it.</summary>
    public override string ToString()
    {
        var amount = $"{Amount.Decimal} {Amount.Currency}";
        return Unit switch
        {
            PriceUnit.Request => amount,
            PriceUnit.Record => amount + " per record",
            PriceUnit.Kilobyte => amount + " per kB",
            PriceUnit.Token => string.Create(CultureInfo.InvariantCulture, $"{amount} per {Count} tokens"),
            PriceUnit.Minute => amount + " per minute",
            _ => throw new InvalidOperationException($"no words for unit {Unit}"),
        };
    }

    static bool TryParseUnit(ReadOnlySpan<string> words, out PriceUnit unit, out long count)
    {
        count = 1;
        switch (words)
        {
            case [] or ["per", "request"]:
                unit = PriceUnit.Request;
                return true;
            case ["per", "record"]:
                unit = PriceUnit.Record;
                return true;
            case ["per", "kB"]:
                unit = PriceUnit.Kilobyte;
                return true;
            case ["per", "minute"]:
                unit = PriceUnit.Minute;
                return true;
            case ["per", "1000", "tokens"]:
                (unit, count) = (PriceUnit.Token, 1000);
                return true;
            default:
                unit = default;
                return false;
        }
    }
}
