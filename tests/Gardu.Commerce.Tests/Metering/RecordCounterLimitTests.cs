using System.Diagnostics;
using System.Text;
using Gardu.Commerce.Metering;

namespace Gardu.Commerce.Tests.Metering;

public sealed class RecordCounterLimitTests
{
    /// <summary>A beginning, one piece many times, and an end.</summary>
    static byte[] Body(string start, string piece, int times, string end)
    {
        var text = new StringBuilder(start);
        for (; times > 0; times--)
            text.Append(piece);
        return Encoding.UTF8.GetBytes(text.Append(end).ToString());
    }

    [Fact]
    public void Nesting_has_its_limit()
    {
        Assert.Equal(1, Records.Count(Body("", "[", 64, new string(']', 64)), "$").Count);
        foreach (var times in new[] { 65, 66, 1_000_000 })
        {
            var result = Records.Count(Body("", "[", times, ""), "$");
            Assert.False(result.IsCounted);
            Assert.Contains("more than 64 deep", result.Problem, StringComparison.Ordinal);
        }
        Assert.Contains("more than 64 deep", Records.Count(Body("", "{\"a\":", 65, ""), "$").Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[\"", "x", "\"]")]
    [InlineData("[1", "0", "]")]
    [InlineData("{\"", "n", "\":1}")]
    public void One_word_has_its_limit(string start, string piece, string end)
    {
        Assert.Equal(1, Records.Count(Body(start, piece, RecordCounter.TokenMax - 16, end), "$[*]", "$[*]").Count);
        var result = Records.Count(Body(start, piece, RecordCounter.TokenMax + 1, end), "$[*]");
        Assert.False(result.IsCounted);
        Assert.Contains("longer than 16 MiB", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_word_that_comes_in_drops_takes_no_longer()
    {
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(2, Records.Count(Body("[\"", "x", 4_000_000, "\",1]"), "$[*]", null, 4, 1).Count);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Ids_have_their_limit_and_counting_alone_has_none()
    {
        var most = Body("[0", ",0", RecordCounter.IdsMax - 1, "]");
        Assert.Equal(RecordCounter.IdsMax, Records.Count(most, "$[*]", "$[*].id").Ids!.Count);
        var more = Body("[0", ",0", RecordCounter.IdsMax, "]");
        Assert.Equal(RecordCounter.IdsMax + 1, Records.Count(more, "$[*]").Count);
        var result = Records.Count(more, "$[*]", "$[*]");
        Assert.False(result.IsCounted);
        Assert.Contains("more than 1,000,000 records", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_body_needs_no_more_memory_than_a_short_one()
    {
        var body = Body("[{\"id\":0}", ",{\"id\":1,\"text\":\"a few words\\n\"}", 1_000_000, "]");
        var counter = Records.Counter("$[*]");
        counter.CountAsync(new MemoryStream(body, 0, 64 * 1024), TestContext.Current.CancellationToken).Completed();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(1_000_001, counter.CountAsync(new MemoryStream(body), TestContext.Current.CancellationToken).Completed().Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
    }

    [Fact]
    public async Task A_body_that_breaks_off_breaks_the_count_off() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Records.Counter("$").CountAsync(new DrippingStream([1]), new CancellationToken(canceled: true)));
}
