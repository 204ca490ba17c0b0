using Gardu.Commerce.Plans;
using Gardu.Protocols.Robots;
using Gardu.Terms;
using Gardu.Terms.Values;

namespace Gardu.Commerce.Tests.Plans;

public sealed class PlanTests
{
    [Theory]
    [InlineData("100 USD/month", 100_000_000, PeriodLength.Month)]
    [InlineData("0 USD/month", 0, PeriodLength.Month)]
    [InlineData("999.99 EUR/year", 999_990_000, PeriodLength.Year)]
    public void A_fee_is_read_and_written(string text, long micros, PeriodLength every)
    {
        Assert.True(Fee.TryParse(text, out var fee, out _));
        Assert.Equal((micros, every), (fee!.Amount.Micros, fee.Every));
        Assert.True(Fee.TryParse(fee.ToString(), out var again, out _));
        Assert.Equal(fee, again);
    }

    [Theory]
    [InlineData("100 USD")]
    [InlineData("100 USD month")]
    [InlineData("100 USD/week")]
    [InlineData("-5 USD/month")]
    [InlineData("1,00 USD/month")]
    [InlineData("1e3 USD/month")]
    [InlineData("100 usd/month")]
    [InlineData("100/USD/month")]
    [InlineData("1 USD/month/year")]
    [InlineData("")]
    public void What_is_no_fee_is_told(string text)
    {
        Assert.False(Fee.TryParse(text, out var fee, out var error));
        Assert.Null(fee);
        Assert.Contains("100 USD/month", error, StringComparison.Ordinal);
        Assert.False(Fee.TryParse(new string('9', 400) + " USD/month", out _, out _));
    }

    [Fact]
    public void A_quantity_is_read_and_written()
    {
        Assert.True(Quantity.TryParse("10000 records", out var quantity, out _));
        Assert.Equal((new Quantity(10_000, PriceUnit.Record), "10000 records"), (quantity, quantity!.ToString()));
        Assert.False(Quantity.TryParse("0 records", out _, out var error));
        Assert.Contains("sells nothing", error, StringComparison.Ordinal);
        foreach (var wrong in (string[])["10000", "10000 cows", "-1 records", "1e3 records", "1000000000001 records", "10 000 records"])
            Assert.False(Quantity.TryParse(wrong, out _, out _), wrong);
    }

    [Fact]
    public void A_plan_is_kept_in_the_same_octets_and_read_from_them()
    {
        var plan = Full;
        var text = PlanText.Write(plan);
        Assert.Equal("""{"price":"100.00 USD/month","included":"10000 records","unit-price":"0.01 USD per record","cap":"20000 records","limit":"60/min","purposes":["ai-train"],"sites":["api.example"],"paths":["/api/"],"agreement":"none"}""",
            System.Text.Encoding.UTF8.GetString(text));
        var read = PlanText.Read("basic", text);
        Assert.NotNull(read);
        Assert.Equal(text, PlanText.Write(read));
        Assert.Equal(PlanText.HashOf(plan), PlanText.HashOf(read));
        Assert.Null(PlanText.Read("basic", "{}"u8));
        Assert.Null(PlanText.Read("basic", "no"u8));
        Assert.Null(PlanText.Read("basic", """{"price":"1e3 USD/month"}"""u8));
        Assert.Null(PlanText.Read("basic", """{"price":"100.00 USD/month","cows":"1"}"""u8));
    }

    [Fact]
    public void One_by_contract_takes_no_fee()
    {
        var plan = new Plan { Name = "enterprise", Fee = null };
        Assert.Equal(plan.Fee, PlanText.Read("enterprise", PlanText.Write(plan))!.Fee);
        Assert.Equal(PeriodLength.Month, plan.Every);
    }

    [Fact]
    public void What_would_charge_twice_or_cannot_be_is_a_problem()
    {
        Assert.Null(Full.Problem());
        Assert.Contains("charged twice", (Full with { UnitPrice = PriceOf("0.01 USD per kB") }).Problem(), StringComparison.Ordinal);
        Assert.Contains("less than", (Full with { Cap = new Quantity(5, PriceUnit.Record) }).Problem(), StringComparison.Ordinal);
        Assert.Contains("no unit-price", (Full with { UnitPrice = null }).Problem(), StringComparison.Ordinal);
        Assert.Contains("one currency", (Full with { UnitPrice = PriceOf("0.01 EUR per record") }).Problem(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_sold_at_most_is_the_cap_or_what_is_included()
    {
        Assert.Equal(20_000, Full.UnitsMax);
        Assert.Null((Full with { Cap = null }).UnitsMax);
        Assert.Equal(10_000, (Full with { Cap = null, UnitPrice = null }).UnitsMax);
        Assert.Null(new Plan { Name = "payg", Fee = null }.UnitsMax);
    }

    [Theory]
    [InlineData("2026-01-31T12:00:00Z", "2026-02-10T00:00:00Z", "2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z")]
    [InlineData("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", "2026-02-28T12:00:00Z", "2026-03-31T12:00:00Z")]
    [InlineData("2026-01-31T12:00:00Z", "2026-03-31T11:59:59Z", "2026-02-28T12:00:00Z", "2026-03-31T12:00:00Z")]
    [InlineData("2026-01-15T12:00:00Z", "2025-01-01T00:00:00Z", "2026-01-15T12:00:00Z", "2026-02-15T12:00:00Z")]
    public void A_period_goes_to_the_same_day_of_the_next_month(string first, string time, string start, string end) =>
        Assert.Equal(new BillingPeriod(At(start), At(end)), BillingPeriod.At(At(first), PeriodLength.Month, At(time)));

    [Fact]
    public void Periods_join_without_a_gap_for_years()
    {
        var first = At("2023-12-31T23:59:59Z");
        foreach (var length in (PeriodLength[])[PeriodLength.Month, PeriodLength.Year])
        {
            var period = BillingPeriod.At(first, length, first);
            for (var i = 0; i < 60; i++)
            {
                Assert.Equal(period, BillingPeriod.At(first, length, period.End - TimeSpan.FromTicks(1)));
                var next = BillingPeriod.At(first, length, period.End);
                Assert.Equal(period.End, next.Start);
                period = next;
            }
        }
    }

    static Plan Full => new()
    {
        Name = "basic",
        Fee = new Fee(new Money(100_000_000, "USD"), PeriodLength.Month),
        Included = new Quantity(10_000, PriceUnit.Record),
        UnitPrice = PriceOf("0.01 USD per record"),
        Cap = new Quantity(20_000, PriceUnit.Record),
        Rate = new RateLimit(60, TimeSpan.FromMinutes(1)),
        Scope = new Scope { Purposes = [Purpose.AiTrain], Sites = ["api.example"], Paths = [PathPattern.TryParse("/api/*", out var path) ? path! : PathPattern.Root] },
        NeedsAgreement = false,
    };

    static Price PriceOf(string text) => Price.TryParse(text, out var price, out _) ? price! : throw new ArgumentException(text);

    static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
