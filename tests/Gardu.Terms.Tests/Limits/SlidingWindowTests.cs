using CsCheck;
using Gardu.Terms.Limits;
using Gardu.Terms.Values;

namespace Gardu.Terms.Tests.Limits;

public sealed class SlidingWindowTests
{
    static readonly long Second = TimeSpan.TicksPerSecond;

    /// <summary>Gaps between requests, in ticks: bursts, trickles and pauses longer than the window.</summary>
    static readonly Gen<long[]> Gaps = Gen.OneOf(Gen.Const(0L), Gen.Long[0, Second / 100], Gen.Long[0, Second * 2]).Array[1, 400];

    [Fact]
    public void No_span_ever_holds_more_than_the_limit() =>
        Gen.Select(Gen.OneOf(Gen.Int[1, 20], Gen.Int[200, 600]), Gaps).Sample((count, gaps) =>
        {
            var passed = Passed(new RateLimit(count, TimeSpan.FromSeconds(1)), gaps);
            for (var i = count; i < passed.Count; i++)
                Assert.True(passed[i] - passed[i - count] >= Second, $"{count + 1} requests within {passed[i] - passed[i - count]} ticks");
        }, iter: 2_000);

    [Fact]
    public void Up_to_256_moments_are_exact() =>
        Gen.Select(Gen.Int[1, 256], Gaps).Sample((count, gaps) =>
        {
            var (window, kept, now) = (new SlidingWindow(new RateLimit(count, TimeSpan.FromSeconds(1))), new List<long>(), 0L);
            foreach (var gap in gaps)
            {
                now += gap;
                var within = kept.Count(moment => moment > now - Second) < count;
                var wait = window.Take(now);
                Assert.Equal(within, wait == TimeSpan.Zero);
                if (within)
                    kept.Add(now);
                else
                    Assert.Equal(kept[^count] + Second - now, wait!.Value.Ticks);
            }
        }, iter: 2_000);

    [Fact]
    public void All_of_a_large_limit_passes_at_once() =>
        Assert.Equal(100_000, Passed(new RateLimit(100_000, TimeSpan.FromDays(1)), new long[100_001]).Count);

    [Fact]
    public void Who_comes_back_after_the_wait_that_was_named_passes()
    {
        var window = new SlidingWindow(new RateLimit(3, TimeSpan.FromMinutes(1)));
        for (var i = 0; i < 3; i++)
            Assert.Equal(TimeSpan.Zero, window.Take(i * Second));
        var wait = window.Take(10 * Second);
        Assert.Equal(TimeSpan.FromSeconds(50), wait);
        Assert.Equal(TimeSpan.FromTicks(1), window.Take(10 * Second + wait!.Value.Ticks - 1));
        Assert.Equal(TimeSpan.Zero, window.Take(10 * Second + wait.Value.Ticks));
    }

    [Fact]
    public void What_was_let_through_elsewhere_counts_and_may_be_too_much()
    {
        var window = new SlidingWindow(new RateLimit(3, TimeSpan.FromMinutes(1)));
        Assert.Equal((3, TimeSpan.Zero), window.Standing(0));
        Assert.Equal(TimeSpan.Zero, window.Take(0));
        Assert.Equal((2, TimeSpan.FromSeconds(60)), window.Standing(0));
        Assert.True(window.TryNote(10 * Second, 2));
        Assert.True(window.TryNote(20 * Second, 1));
        Assert.Equal((0, TimeSpan.FromSeconds(50)), window.Standing(20 * Second)); // the first alone leaves three; with the two there is room
        Assert.Equal(TimeSpan.FromSeconds(40), window.Take(30 * Second));
        Assert.Equal(TimeSpan.Zero, window.Take(70 * Second));
        Assert.True(window.TryRetire(1_000 * Second));
        Assert.False(window.TryNote(1_000 * Second, 1));
    }

    [Fact]
    public void Only_an_idle_window_retires_and_then_takes_no_more()
    {
        var window = new SlidingWindow(new RateLimit(1, TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.Zero, window.Take(0));
        Assert.False(window.TryRetire(Second - 1));
        Assert.True(window.TryRetire(Second));
        Assert.Null(window.Take(Second));
    }

    static List<long> Passed(RateLimit limit, long[] gaps)
    {
        var (window, passed, now) = (new SlidingWindow(limit), new List<long>(), 0L);
        foreach (var gap in gaps)
        {
            now += gap;
            if (window.Take(now) == TimeSpan.Zero)
                passed.Add(now);
        }
        return passed;
    }
}
