using System.Text;
using CsCheck;
using Gardu.Reports.Traffic;

namespace Gardu.Reports.Tests.Traffic;

public sealed class HeavyHittersTests
{
    const int Capacity = 8;

    [Fact]
    public void Counts_are_exact_up_to_twice_the_capacity() => Gen.Int[0, Capacity * 2 - 1].Array[0, 500].Sample(values =>
    {
        var sketch = Counted(values);
        Assert.Equal(0, sketch.Missing);
        Assert.Equal(
            values.CountBy(value => $"/{value}").OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, (long)entry.Value)),
            sketch.Top(100).Select(entry => (Encoding.ASCII.GetString(entry.Value), entry.Count)));
    });

    [Fact]
    public void Beyond_they_are_lower_bounds_that_miss_no_more_than_is_said() => Gen.Int[0, 200].Select(value => value * value / 200).Array[0, 3000].Sample(values =>
    {
        var sketch = Counted(values);
        CheckBounds(sketch, values);
    });

    [Fact]
    public void So_they_are_after_a_merge() => Gen.Select(Gen.Int[0, 100].Array[0, 800], Gen.Int[50, 90].Array[0, 800]).Sample((one, other) =>
    {
        var sketch = Counted(one);
        sketch.Merge(Counted(other));
        CheckBounds(sketch, [.. one, .. other]);
    });

    [Fact]
    public void A_path_that_is_asked_for_often_is_found_among_a_million_others()
    {
        var sketch = new HeavyHitters(1024);
        for (var i = 0; i < 1_000_000; i++)
            sketch.Add(Encoding.ASCII.GetBytes(i % 100 == 0 ? "/often" : $"/{i}"));
        var (value, count) = sketch.Top(1)[0];
        Assert.Equal("/often", Encoding.ASCII.GetString(value));
        Assert.InRange(count, 10_000 - sketch.Missing, 10_000);
        Assert.InRange(sketch.Missing, 1, 1_000_000 / 1024);
        Assert.InRange(sketch.Count, 1, 2048);
    }

    [Fact]
    public void Long_values_count_under_their_start()
    {
        var sketch = new HeavyHitters(Capacity);
        sketch.Add(Encoding.ASCII.GetBytes(new string('a', 5000)));
        sketch.Add(Encoding.ASCII.GetBytes(new string('a', 6000)));
        var (value, count) = Assert.Single(sketch.Top(10));
        Assert.Equal((HeavyHitters.ValueBytesMax, 2L), (value.Length, count));
    }

    static HeavyHitters Counted(IEnumerable<int> values)
    {
        var sketch = new HeavyHitters(Capacity);
        foreach (var value in values)
            sketch.Add(Encoding.ASCII.GetBytes($"/{value}"));
        return sketch;
    }

    static void CheckBounds(HeavyHitters sketch, int[] values)
    {
        var exact = values.CountBy(value => $"/{value}").ToDictionary();
        var kept = sketch.Top(1000).ToDictionary(entry => Encoding.ASCII.GetString(entry.Value), entry => entry.Count);
        Assert.InRange(kept.Count, 0, Capacity * 2);
        Assert.InRange(sketch.Missing, 0, values.Length / Capacity);
        foreach (var (value, count) in exact)
            Assert.InRange(count - kept.GetValueOrDefault(value), 0, sketch.Missing);
    }
}
