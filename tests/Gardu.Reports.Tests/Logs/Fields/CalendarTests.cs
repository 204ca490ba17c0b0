using System.Text;
using CsCheck;
using Gardu.Reports.Logs.Fields;

namespace Gardu.Reports.Tests.Logs.Fields;

public sealed class CalendarTests
{
    [Theory]
    [InlineData("2018-07-02T22:23:00.186641Z", "2018-07-02T22:23:00.186Z")]
    [InlineData("2018-07-02 22:23:00", "2018-07-02T22:23:00Z")]
    [InlineData("2018-07-02T22:23:00+02:00", "2018-07-02T20:23:00Z")]
    [InlineData("2018-07-02T22:23:00.5-0130", "2018-07-02T23:53:00.5Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    public void ISO_times_are_read(string text, string meant)
    {
        Assert.True(Calendar.TryReadIso(Encoding.ASCII.GetBytes(text), out var time));
        Assert.Equal(DateTimeOffset.Parse(meant, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.FromUnixTimeMilliseconds(time));
    }

    [Theory]
    [InlineData("2018-07-02")]
    [InlineData("2018-07-02T22:23")]
    [InlineData("2018-02-30T22:23:00Z")]
    [InlineData("2018-07-02T22:23:00.Z")]
    [InlineData("2018-07-02T22:23:00+2")]
    [InlineData("2018-07-02T22:23:00 UTC")]
    public void Other_texts_are_no_ISO_times(string text) => Assert.False(Calendar.TryReadIso(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("1795473665", 1795473665000)]
    [InlineData("1795473665.0004", 1795473665000)]
    [InlineData("1795473665.5", 1795473665500)]
    [InlineData("1795473665123", 1795473665123)]
    [InlineData("1795473665123456", 1795473665123)]
    [InlineData("1795473665123456789", -1)]
    [InlineData("-5", -1)]
    [InlineData("", -1)]
    [InlineData("1.2.3", -1)]
    public void Seconds_since_1970_come_in_several_sizes(string text, long expected) =>
        Assert.Equal(expected, Calendar.TryReadUnix(Encoding.ASCII.GetBytes(text), out var time) ? time : -1);

    [Fact]
    public void One_clock_reads_any_sequence_of_times() =>
        Gen.Select(Gen.Long[0, 4_000_000_000], Gen.Int[-12, 14], Gen.Int[0, 700]).Array[1, 30].Sample(steps =>
        {
            var clock = new ClfClock();
            foreach (var (seconds, hours, step) in steps)
            {
                var meant = DateTimeOffset.FromUnixTimeSeconds(seconds + step).ToOffset(TimeSpan.FromHours(hours));
                Assert.True(clock.TryRead(Encoding.ASCII.GetBytes(Rendered.Clf(meant)), out var time));
                Assert.Equal(meant.ToUnixTimeMilliseconds(), time);
            }
        });
}
