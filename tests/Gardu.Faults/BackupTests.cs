using System.Diagnostics;
using Gardu.Testing.Live;

namespace Gardu.Faults;

public sealed class BackupTests : IDisposable
{
    const string Terms = "    mode: enforce\n    terms: [{path: /, search: allow, ai-input: 0.002 USD, ai-train: refuse}]\n";

    readonly Scratch scratch = new();

    [Fact]
    public async Task A_backup_under_load_is_whole_and_serves_elsewhere()
    {
        await using var origin = await Origin.Saying("hello");
        var site = SiteOf(origin);
        long begun;
        IReadOnlyCollection<(string Request, long At)> answers;
        await using (var gardu = await GarduProcess.Up(scratch, site))
        {
            await using var load = new Load(gardu.Url);
            var since = Stopwatch.StartNew();
            await Eventually.True(() => since.Elapsed > TimeSpan.FromSeconds(2), "there are records enough");
            begun = Stopwatch.GetTimestamp();
            await Run("backup", scratch.PathOf("copy"), "--data", scratch.PathOf("gardu-data"));
            answers = load.Answers;
        }
        Assert.Equal("ok", StoreFile.Integrity(scratch.PathOf("copy/gardu.db")));
        var due = answers.Where(answer => answer.At < begun && Stopwatch.GetElapsedTime(answer.At, begun) > TimeSpan.FromSeconds(1)).Select(answer => answer.Request).ToArray();
        Assert.NotEmpty(due);
        Assert.Empty(due.Except(StoreFile.Requests(scratch.PathOf("copy/gardu.db"))));

        await Run("restore", scratch.PathOf("copy"), "--data", scratch.PathOf("elsewhere"));
        await using var restored = await GarduProcess.Up(scratch, $"data: {scratch.PathOf("elsewhere")}\n{site}");
        Assert.Equal(StoreFile.Requests(scratch.PathOf("copy/gardu.db")), (await restored.Usage()).Select(record => record.Id));
    }

    [Fact]
    public async Task A_restore_takes_a_running_gate_back_and_it_goes_on_from_there()
    {
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, SiteOf(origin));
        using var training = gardu.Client(Clients.GptBot);
        for (var i = 0; i < 10; i++)
            Assert.Equal(403, await training.StatusOf("/before"));
        await Eventually.True(async () => (await gardu.Usage()).Count == 10, "ten are recorded");
        await Run("backup", scratch.PathOf("copy"), "--data", scratch.PathOf("gardu-data"));
        for (var i = 0; i < 5; i++)
            Assert.Equal(403, await training.StatusOf("/meanwhile"));
        await Eventually.True(async () => (await gardu.Usage()).Count == 15, "five more are recorded");

        await Run("restore", scratch.PathOf("copy"), "--data", scratch.PathOf("gardu-data"));
        Assert.All(await gardu.Usage(), record => Assert.Equal("/before", record.Path));
        Assert.Equal(403, await training.StatusOf("/after"));
        await Eventually.True(async () => (await gardu.Usage()).Count == 11, "it goes on recording");
        await gardu.Stop();
        Assert.Equal("ok", StoreFile.Integrity(scratch.PathOf("gardu-data/gardu.db")));
    }

    [Fact]
    public async Task A_killed_restore_leaves_the_old_records_or_the_new_ones()
    {
        await using var origin = await Origin.Saying("hello");
        await using (var gardu = await GarduProcess.Up(scratch, SiteOf(origin)))
        {
            using var training = gardu.Client(Clients.GptBot);
            Assert.Equal(403, await training.StatusOf("/"));
            await Eventually.True(async () => (await gardu.Usage()).Count == 1, "one is recorded");
            await Run("backup", scratch.PathOf("old"), "--data", scratch.PathOf("gardu-data"));
            await using (var load = new Load(gardu.Url))
                await Eventually.True(() => load.Answers.Count > 4_000, "there is something to restore");
            await gardu.Stop();
        }
        await Run("backup", scratch.PathOf("new"), "--data", scratch.PathOf("gardu-data"));
        await Run("restore", scratch.PathOf("old"), "--data", scratch.PathOf("elsewhere"));
        var database = scratch.PathOf("elsewhere/gardu.db");
        var (old, all) = (StoreFile.Requests(database), StoreFile.Requests(scratch.PathOf("new/gardu.db")));
        Assert.Single(old);

        string[] restore = ["restore", scratch.PathOf("new"), "--data", scratch.PathOf("elsewhere")];
        await using (var killed = GarduProcess.Launch(scratch.Folder, restore))
        {
            await Eventually.True(() => new FileInfo(database + "-wal") is { Exists: true, Length: > 0 } || killed.Process.HasExited, "it has begun to write");
            await killed.Process.Kill();
        }
        Assert.Equal("ok", StoreFile.Integrity(database));
        Assert.Contains(StoreFile.Requests(database).Count, new[] { old.Count, all.Count });
        await Run(restore);
        Assert.Equal(all, StoreFile.Requests(database));
    }

    static string SiteOf(Origin origin) => $"sites:\n  - host: \"*\"\n    origin: {origin.Url.GetLeftPart(UriPartial.Authority)}\n{Terms}";

    async Task Run(params string[] arguments)
    {
        await using var gardu = GarduProcess.Launch(scratch.Folder, arguments);
        Assert.True(await gardu.Process.WaitForExit() == 0, $"gardu {arguments[0]} failed: {gardu.Process.Said}");
    }

    public void Dispose() => scratch.Dispose();
}
