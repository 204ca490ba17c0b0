using System.Diagnostics;
using System.Globalization;
using Gardu.Testing.Live;

namespace Gardu.Faults;

/// <summary>
/// What <c>SIGKILL</c> leaves behind. <c>GARDU_FAULT_SEED</c> repeats the moments of a run; the seed of each run is in the
/// message of its failure.
/// </summary>
public sealed class KillTests : IDisposable
{
    static readonly TimeSpan MayBeLost = TimeSpan.FromSeconds(1);

    static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("GARDU_FAULT_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seed)
        ? seed
        : Environment.TickCount & int.MaxValue;

    readonly Scratch scratch = new();

    string Database => scratch.PathOf("gardu-data/gardu.db");

    public static int Rounds => Needs.IsLong ? 10 : 1;

    [Fact]
    public async Task A_kill_under_load_loses_the_last_second_at_most()
    {
        var random = new Random(Seed);
        await using var origin = await Origin.Saying("hello");
        var site = $"""
            sites:
              - host: "*"
                origin: {origin.Url.GetLeftPart(UriPartial.Authority)}
                mode: enforce
                terms:
                  - path: /
                    search: allow
                    ai-input: 0.002 USD
                    ai-train: refuse
                unknown-machines: limit 1000/s

            """;
        var kept = new List<string>();
        for (var round = 1; round <= Rounds; round++)
        {
            var moment = TimeSpan.FromMilliseconds(1500 + random.Next(2500));
            var told = $"seed {Seed}, round {round} of {Rounds}, killed after {moment}";
            var (answers, killed) = await KillUnderLoad(site, moment);

            // A copy is looked at too, so that the store's next start is the first to mend what the kill left.
            Copy("gardu.db", "gardu.db-wal");
            Assert.True(StoreFile.Integrity(scratch.PathOf("copy/gardu.db")) == "ok", told);
            var recorded = StoreFile.Requests(scratch.PathOf("copy/gardu.db"));
            var known = recorded.ToHashSet();
            Assert.True(known.Count == recorded.Count, $"{told}: a record is there twice");
            Assert.True(known.IsSupersetOf(kept), $"{told}: records of an earlier round are gone");

            var due = answers.Where(answer => Stopwatch.GetElapsedTime(answer.At, killed) > MayBeLost).Select(answer => answer.Request).ToArray();
            Assert.True(due.Length > 100, $"{told}: only {due.Length} answers before the last second");
            var missing = due.Count(request => !known.Contains(request));
            Assert.True(missing == 0, $"{told}: {missing} of {due.Length} answers before the last second have no record");
            kept = [.. recorded];
        }

        await using var after = await GarduProcess.Up(scratch, site);
        Assert.Equal(kept, (await after.Usage()).Select(record => record.Id));
        using var training = after.Client(Clients.GptBot);
        Assert.Equal(403, await training.StatusOf("/"));
        await Eventually.True(async () => (await after.Usage()).Count == kept.Count + 1, "new records join the old ones");
        await after.Stop();
        Assert.Equal("ok", StoreFile.Integrity(Database));
    }

    async Task<(IReadOnlyCollection<(string Request, long At)> Answers, long Killed)> KillUnderLoad(string site, TimeSpan moment)
    {
        await using var gardu = await GarduProcess.Up(scratch, site);
        await using var load = new Load(gardu.Url);
        var since = Stopwatch.StartNew();
        await Eventually.True(() => since.Elapsed >= moment, "the moment comes");
        var killed = Stopwatch.GetTimestamp();
        await gardu.Process.Kill();
        await load.Over();
        return (load.Answers, killed);
    }

    void Copy(params string[] names)
    {
        Directory.CreateDirectory(scratch.PathOf("copy"));
        foreach (var left in Directory.EnumerateFiles(scratch.PathOf("copy")))
            File.Delete(left);
        foreach (var name in names.Where(name => File.Exists(scratch.PathOf($"gardu-data/{name}"))))
            File.Copy(scratch.PathOf($"gardu-data/{name}"), scratch.PathOf($"copy/{name}"));
    }

    public void Dispose() => scratch.Dispose();
}
