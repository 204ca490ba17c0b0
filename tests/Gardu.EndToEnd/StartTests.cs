using Gardu.Testing.Live;

namespace Gardu.EndToEnd;

public sealed class StartTests : IDisposable
{
    readonly Scratch scratch = new();

    [Fact]
    public async Task One_line_on_standard_output_says_where_it_serves()
    {
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        Assert.Matches(@"^ready http://127\.0\.0\.1:\d+ http://127\.0\.0\.1:\d+$", Assert.Single(gardu.Process.Output));
        using var person = gardu.Client(Clients.Browser);
        Assert.Equal("hello", await person.GetStringAsync("/", TestContext.Current.CancellationToken));
        using var operators = Clients.At(gardu.OperatorUrl, Clients.Browser);
        Assert.Equal(200, await operators.StatusOf("/live"));
        Assert.Equal(200, await operators.StatusOf("/ready"));
        await gardu.Stop();
    }

    [Fact]
    public async Task An_origin_alone_is_observed_first_and_enforced_when_told()
    {
        await using var origin = await Origin.Saying("hello");
        string[] arguments = ["--origin", origin.Url.ToString(), "--listen", "http://127.0.0.1:0", "--operator", "http://127.0.0.1:0"];
        await using (var observing = await GarduProcess.Up(scratch.Folder, arguments))
        {
            using var training = observing.Client(Clients.GptBot);
            Assert.Equal("hello", await training.GetStringAsync("/article", TestContext.Current.CancellationToken));
            using var searching = observing.Client(Clients.Googlebot);
            Assert.Equal(200, await searching.StatusOf("/article"));
            await Eventually.True(async () => (await observing.Usage()).Count == 2, "both are recorded");
            Assert.Equal(
                [("GPTBot", "refuse", "refused-by-terms", "observe", 200), ("Googlebot", "allow", "allowed-by-terms", "observe", 200)],
                (await observing.Usage()).Select(record => (record.Agent, record.Decision, record.Reason, record.Mode, record.Status)));
            await observing.Stop();
        }
        Assert.True(File.Exists(scratch.PathOf("gardu-data/gardu.db")), "the records are in ./gardu-data");
        await using var enforcing = await GarduProcess.Up(scratch.Folder, [.. arguments, "--mode", "enforce"]);
        using var refused = enforcing.Client(Clients.GptBot);
        Assert.Equal(403, await refused.StatusOf("/article"));
        using var person = enforcing.Client(Clients.Browser);
        Assert.Equal(200, await person.StatusOf("/article"));
    }

    [Fact]
    public async Task A_second_start_on_the_same_data_keeps_the_records()
    {
        await using var origin = await Origin.Saying("hello");
        IReadOnlyList<UsageEntry> before;
        await using (var first = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url)))
        {
            using var training = first.Client(Clients.GptBot);
            for (var i = 0; i < 20; i++)
                Assert.Equal(403, await training.StatusOf($"/{i}"));
            await Eventually.True(async () => (await first.Usage()).Count == 20, "all are recorded");
            before = await first.Usage();
            await first.Stop();
        }
        await using var second = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        Assert.Equal(before, await second.Usage());
        using var again = second.Client(Clients.GptBot);
        Assert.Equal(403, await again.StatusOf("/20"));
        await Eventually.True(async () => (await second.Usage()).Count == 21, "what comes now joins them");
    }

    [Fact]
    public async Task The_environment_stands_over_the_file()
    {
        await using var written = await Origin.Saying("written");
        await using var set = await Origin.Saying("set");
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(written.Url),
            new Dictionary<string, string> { ["GARDU__SITES__0__ORIGIN"] = set.Url.GetLeftPart(UriPartial.Authority) });
        using var person = gardu.Client(Clients.Browser);
        Assert.Equal("set", await person.GetStringAsync("/", TestContext.Current.CancellationToken));
        Assert.Empty(written.Seen);
    }

    [Fact]
    public async Task An_address_in_use_is_something_unavailable()
    {
        await using var taken = await Origin.Saying("mine");
        await using var gardu = GarduProcess.Launch(scratch.Folder,
            ["up", "--origin", "http://127.0.0.1:9", "--listen", taken.Url.GetLeftPart(UriPartial.Authority), "--operator", "http://127.0.0.1:0"]);
        Assert.Equal(3, await gardu.Process.WaitForExit());
        Assert.Empty(gardu.Process.Output);
        Assert.Contains($"127.0.0.1:{taken.Url.Port}", Assert.Single(gardu.Process.Errors, line => line.StartsWith("gardu: ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_anything_to_guard_it_says_how_to_begin()
    {
        await using var gardu = GarduProcess.Launch(scratch.Folder, ["up"]);
        Assert.Equal(2, await gardu.Process.WaitForExit());
        Assert.Empty(gardu.Process.Output);
        Assert.Contains("--origin http://127.0.0.1:8080", gardu.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => scratch.Dispose();
}
