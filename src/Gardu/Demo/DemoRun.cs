namespace Gardu.Demo;

static class DemoRun
{
    public static Task<int> RunAsync(IReadOnlyList<(IReadOnlyList<string>, string, string)> flags, CancellationToken stop) => Task.FromResult(0);
}
