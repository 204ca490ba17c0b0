using System.Diagnostics;

namespace Gardu.Testing.Live;

/// <summary>Waits on a condition, and fails when it does not come true.</summary>
public static class Eventually
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    public static Task True(Func<bool> condition, string what, TimeSpan? within = null) => True(() => Task.FromResult(condition()), what, within);

    public static async Task True(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < (within ?? Patience), $"not within {within ?? Patience}: {what}");
            await Task.Delay(LookEvery, TestContext.Current.CancellationToken);
        }
    }
}
