using CsCheck;
using Gardu.Reports.Traffic;

namespace Gardu.Reports.Tests.Traffic;

public sealed class TimeSeriesTests
{
    static readonly long Farthest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    static readonly Gen<long> Times = Gen.OneOf(
        Gen.Long[1_790_000_000_000, 1_790_090_000_000], Gen.Long[0, 4_000_000_000_000], Gen.Long[-62_000_000_000_000, Farthest]);

    [Fact]
    public void Order_and_parts_make_no_difference() => Gen.Select(Times.Array[0, 3000], Gen.Int[1, 5]).Sample((times, parts) =>
    {
        var whole = Counted(times);
        var merged = new TimeSeries();
        foreach (var part in times.Reverse().Chunk(times.Length / parts + 1))
            merged.Merge(Counted(part));
        Assert.Equal(whole.Length, merged.Length);
        Assert.Equal(whole.InOrder().Select(Told), merged.InOrder().Select(Told));
        Assert.Equal(times.Length, whole.InOrder().Sum(stretch => stretch.People + stretch.Machines));
        Assert.InRange(whole.InOrder().Count, 0, TimeSeries.StretchesMax);
    });

    [Fact]
    public void A_day_is_kept_by_the_minute_or_nearly_so()
    {
        var series = Counted(Enumerable.Range(0, 86_400).Select(second => 1_790_035_200_000 + second * 1000L));
        Assert.Equal(TimeSpan.FromMinutes(5).TotalMilliseconds, series.Length);
        Assert.Equal(288, series.InOrder().Count);
    }

    static (long, long, long) Told(TimeSeries.Stretch stretch) => (stretch.Start, stretch.People, stretch.Machines);

    static TimeSeries Counted(IEnumerable<long> times)
    {
        var series = new TimeSeries();
        foreach (var time in times)
            series.Add(time, time % 2 == 0 ? 1 : 0, time % 2 == 0 ? 0 : 1);
        return series;
    }
}
