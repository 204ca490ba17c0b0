using Gardu.Testing.Live;

namespace Gardu.EndToEnd;

/// <summary>A disk under the published log that is full, or that takes nothing more.</summary>
public sealed class LedgerDiskTests : IDisposable
{
    readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_ledger_stands_still_says_why_and_loses_nothing(bool full)
    {
        await using var disk = await SmallDisk.Mount(scratch.PathOf("gardu-data/ledger"));
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        using var training = gardu.Client(Clients.GptBot);
        using var person = gardu.Client(Clients.Browser);
        using var client = new HttpClient { BaseAddress = gardu.OperatorUrl };
        async Task<bool> IsReady() => (await client.GetStringAsync("/ready", TestContext.Current.CancellationToken)).Contains("\"ledger\":null", StringComparison.Ordinal);
        await training.StatusOf("/before");
        await Eventually.True(async () => await Published(gardu) >= 4 && await IsReady(), "it is published");
        if (full)
            disk.Fill();
        else
            await disk.Remount("ro");
        for (var i = 0; i < 5; i++)
            Assert.Equal(403, await training.StatusOf($"/meanwhile/{i}"));
        Assert.Equal(200, await person.StatusOf("/"));
        await Eventually.True(async () => !await IsReady(), "it says that the ledger stands still");
        Assert.Contains(gardu.Process.Errors, line => line.Contains("The ledger stands still", StringComparison.Ordinal));
        var stood = await Published(gardu);
        await Eventually.True(async () => (await gardu.Usage()).Count == 6, "requests are recorded meanwhile");
        if (full)
            disk.Empty();
        else
            await disk.Remount("rw");
        await Eventually.True(async () => await Published(gardu) >= stood + 5 && await IsReady(), "it goes on with what waited");
        await gardu.Stop();
        await using var check = GarduProcess.Launch(scratch.Folder, ["ledger", "fsck"]);
        Assert.True(await check.Process.WaitForExit() == 0, check.Process.Said);
    }

    static Task<double> Published(GarduProcess gardu) => Clients.Metric(gardu.OperatorUrl, "gardu_ledger_size");
}
