using Gardu.Gate.Recording;

namespace Gardu.Gate.Tests.Recording;

public sealed class RequestIdTests
{
    static readonly DateTimeOffset Moment = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_id_is_a_UUID_of_version_7_with_its_moment_in_front()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var id = RequestId.New(Moment);
            Assert.Equal((7, 0b10), (id.Value.Version, id.Value.Variant >> 2));
            Assert.Equal($"req_{Moment.ToUnixTimeMilliseconds():x12}7", id.ToString()[..17]);
        }
    }

    [Fact]
    public async Task No_two_are_the_same_and_later_ones_sort_behind()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 10_000).Select(_ => RequestId.New(Moment)).ToArray())));
        Assert.Equal(40_000, made.SelectMany(ids => ids).Distinct().Count());
        Assert.True(string.CompareOrdinal(RequestId.New(Moment).ToString(), RequestId.New(Moment.AddMilliseconds(1)).ToString()) < 0);
    }
}
