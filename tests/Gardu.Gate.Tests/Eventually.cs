using System.Diagnostics;

namespace Gardu.Gate.Tests;

static class Eventually
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>Waits on a condition; fails when it does not come true.</summary>
    public static async Task True(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Deadline, "the condition did not come true in time");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
