using CsCheck;
using Gardu.Terms.Values;

namespace Gardu.Terms.Tests.Values;

public sealed class ValueTests
{
    [Theory]
    [InlineData("allow", "allow")]
    [InlineData("refuse", "refuse")]
    [InlineData("0.002 USD", "0.002 USD")]
    [InlineData("5 EUR", "5.00 EUR")]
    [InlineData("0.20 USD per 1000 tokens", "0.20 USD per 1000 tokens")]
    [InlineData("0.01 USD per record", "0.01 USD per record")]
    [InlineData("0.01 USD per kB", "0.01 USD per kB")]
    [InlineData("0.01 USD per minute", "0.01 USD per minute")]
    [InlineData("0.01 USD per request", "0.01 USD")]
    [InlineData("limit 30/min", "limit 30/min")]
    [InlineData("0.01 USD, limit 5/s", "0.01 USD, limit 5/s")]
    [InlineData("0.000001 USD,limit 5/day", "0.000001 USD, limit 5/day")]
    public void A_value_is_read_and_written(string text, string written)
    {
        Assert.True(TermsValue.TryParse(text, out var value, out _));
        Assert.Equal(written, value!.ToString());
        Assert.True(TermsValue.TryParse(written, out var again, out _));
        Assert.Equal(value, again);
    }

    [Theory]
    [InlineData("0.002", "no currency")]
    [InlineData("1,00 USD", "not a limit")]
    [InlineData("1e3 USD", "is not allow")]
    [InlineData("-5 USD", "is not allow")]
    [InlineData("0.0000001 USD", "is not allow")]
    [InlineData("99999999999 USD", "is not allow")]
    [InlineData("0 USD", "written \"allow\"")]
    [InlineData("5 usd", "not a currency")]
    [InlineData("5 USD per page", "per record")]
    [InlineData("5 USD per 1001 tokens", "per record")]
    [InlineData("limit 0/min", "not a limit")]
    [InlineData("limit 30/week", "not a limit")]
    [InlineData("limit -1/min", "not a limit")]
    [InlineData("allow, limit 5/s", "only a price")]
    [InlineData("block", "is not allow")]
    [InlineData("", "is not allow")]
    public void A_value_that_cannot_be_read_says_why(string text, string why)
    {
        Assert.False(TermsValue.TryParse(text, out _, out var error));
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_ordered_by_strictness()
    {
        string[] growing =
        [
            "allow", "limit 60/min", "limit 30/min", "limit 1/h", "0.001 USD", "0.001 USD, limit 10/s", "0.001 USD, limit 1/s", "0.002 USD", "refuse",
        ];
        var values = growing.Select(Read).ToArray();
        for (var i = 0; i < values.Length; i++)
            for (var j = 0; j < values.Length; j++)
                Assert.Equal(Math.Sign(i - j), Math.Sign(values[i].CompareTo(values[j])));
    }

    [Fact]
    public void Prices_for_counts_compare_by_what_one_costs() =>
        Assert.True(Read("0.20 USD per 1000 tokens").CompareTo(Read("0.001 USD")) < 0);

    [Fact]
    public void Every_amount_of_micros_is_written_and_read_exactly() =>
        Gen.Long[0, 999_999_999_999_999].Sample(micros =>
        {
            var money = new Money(micros, "USD");
            return Money.TryParseMicros(money.Exact, out var exact) && exact == micros
                && Money.TryParseMicros(money.Decimal, out var written) && written == micros;
        });

    [Theory]
    [InlineData(2000, "USD 0.002")]
    [InlineData(10_000, "USD 0.01")]
    [InlineData(100_000, "USD 0.10")]
    [InlineData(5_000_000, "USD 5.00")]
    [InlineData(-1_500_000, "USD -1.50")]
    [InlineData(long.MinValue, "USD -9223372036854.775808")]
    public void Money_is_written_as_the_price_header_has_it(long micros, string written) =>
        Assert.Equal(written, new Money(micros, "USD").ToString());

    [Fact]
    public void No_text_makes_a_value_throw() =>
        Gen.String.Sample(text => TermsValue.TryParse(text, out _, out var error) || error is { Length: > 0 });

    static TermsValue Read(string text)
    {
        Assert.True(TermsValue.TryParse(text, out var value, out var error), error);
        return value!;
    }
}
