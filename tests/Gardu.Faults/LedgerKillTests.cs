using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;
using Gardu.Ledger.Proofs;
using Gardu.Ledger.Tiles;
using Gardu.Testing.Live;

namespace Gardu.Faults;

/// <summary>
/// What <c>SIGKILL</c> at random moments leaves of the ledger: everything that was acknowledged, and never two roots for one size. <c>GARDU_FAULT_SEED</c> repeats
/// the moments of a run; the seed of each run is in the message of its failure.
/// </summary>
public sealed class LedgerKillTests : IDisposable
{
    static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("GARDU_FAULT_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seed)
        ? seed
        : Environment.TickCount & int.MaxValue;

    readonly Scratch scratch = new();
    readonly ConcurrentDictionary<long, TreeHash> roots = new();
    readonly ConcurrentDictionary<long, byte[]> receipts = new();

    public static int Rounds => Needs.IsLong ? 200 : 20;

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Kills_at_random_moments_lose_no_acknowledged_entry_and_sign_no_size_twice()
    {
        var random = new Random(Seed);
        await using var origin = await Origin.Saying("hello");
        var yaml = $$"""
            ledger: {access: public}
            sites:
              - host: "*"
                origin: {{origin.Url.GetLeftPart(UriPartial.Authority)}}
                mode: enforce
                terms: [{path: /, search: allow, ai-train: refuse}]
                unknown-machines: limit 100000/s

            """;
        await using (var first = await GarduProcess.Up(scratch, yaml))
            await first.Stop();
        var licensee = await Say("licensee", "add", "--name", "Acme AI");
        var key = await Say("key", "add", licensee, "--for", "search");
        for (var round = 1; round <= Rounds; round++)
        {
            var moment = TimeSpan.FromMilliseconds(random.Next(2000));
            var told = $"seed {Seed}, round {round} of {Rounds}, killed after {moment}";
            await KillWhileWatched(yaml, key, moment, told);
            var (code, said) = await Run("ledger", "fsck");
            Assert.True(code == 0, $"{told}: {said}");
        }

        await using (var last = await GarduProcess.Up(scratch, yaml))
            await last.Stop();
        var leaves = Leaves();
        Assert.True(roots.Count > Rounds / 2 && receipts.Count > Rounds / 10, $"seed {Seed}: only {roots.Count} checkpoints and {receipts.Count} receipts were seen");
        var subtrees = new Dictionary<(int, long), TreeHash>();
        foreach (var (size, root) in roots)
            Assert.True(size <= leaves.Count && TreeProofs.Root(size, (level, index) => Subtree(leaves, subtrees, level, index)) == root, $"seed {Seed}: the checkpoint of {size} entries that was seen is not the beginning of the log");
        foreach (var (index, envelope) in receipts)
            Assert.True(TreeHash.OfLeaf(envelope) == leaves[(int)index], $"seed {Seed}: entry {index}, of which there is a receipt, is another one");
    }

    /// <summary>Runs a gate that machines ask and that two watch: one notes every checkpoint, the other every receipt that it is given.</summary>
    async Task KillWhileWatched(string yaml, string key, TimeSpan moment, string told)
    {
        await using var gardu = await GarduProcess.Up(scratch, yaml);
        await using var load = new Load(gardu.Url);
        var watching = Task.WhenAll(WatchCheckpoints(gardu, told), WatchReceipts(gardu, key));
        await Task.Delay(moment, TestContext.Current.CancellationToken); // the moment is the test's own
        await gardu.Process.Kill();
        await load.Over();
        await watching;
    }

    async Task WatchCheckpoints(GarduProcess gardu, string told)
    {
        using var client = gardu.Client(Clients.Requests);
        while (await Read(client, "/licensing/ledger/checkpoint") is var (status, content))
        {
            if (status != HttpStatusCode.OK)
                continue;
            var checkpoint = Checkpoint.Parse(SignedNote.Parse(content)!.Text)!;
            Assert.True(roots.GetOrAdd(checkpoint.Size, checkpoint.Root) == checkpoint.Root, $"{told}: {checkpoint.Size} entries are signed with two roots");
        }
    }

    async Task WatchReceipts(GarduProcess gardu, string key)
    {
        using var client = gardu.Client("AcmeFetch/1.0");
        client.DefaultRequestHeaders.Add("Gardu-Key", key);
        while (true)
        {
            string url;
            try
            {
                using var answer = await client.GetAsync("/", TestContext.Current.CancellationToken);
                url = new Uri(answer.Headers.GetValues("Gardu-Receipt").Single()).AbsolutePath;
            }
            catch (HttpRequestException)
            {
                return;
            }
            while (true)
            {
                if (await Read(client, url) is not var (status, content))
                    return;
                if (status == HttpStatusCode.Accepted)
                    continue;
                Assert.Equal(HttpStatusCode.OK, status);
                var proof = TlogProof.Parse(content)!;
                receipts[proof.Index] = proof.Extra[..Envelope.Size].ToArray();
                break;
            }
        }
    }

    /// <summary>An answer; null once the gate is gone.</summary>
    static async Task<(HttpStatusCode Status, byte[] Content)?> Read(HttpClient client, string path)
    {
        try
        {
            using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
            return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>All leaves, out of the entry bundles as they lie there.</summary>
    List<TreeHash> Leaves()
    {
        var size = Checkpoint.Parse(SignedNote.Parse(Encoding.UTF8.GetBytes(scratch.Read("gardu-data/ledger/checkpoint")))!.Text)!.Size;
        var leaves = new List<TreeHash>();
        foreach (var tile in Tile.Grown(0, size).Where(tile => tile.Level is null))
        {
            Assert.True(EntryBundle.TryRead(File.ReadAllBytes(scratch.PathOf($"gardu-data/ledger/{tile.Path}")), out var entries));
            leaves.AddRange(entries.Select(entry => TreeHash.OfLeaf(entry.Span)));
        }
        Assert.Equal(size, leaves.Count);
        return leaves;
    }

    static TreeHash Subtree(List<TreeHash> leaves, Dictionary<(int, long), TreeHash> known, int level, long index)
    {
        if (level == 0)
            return leaves[(int)index];
        if (!known.TryGetValue((level, index), out var hash))
            known[(level, index)] = hash = TreeHash.OfNode(Subtree(leaves, known, level - 1, 2 * index), Subtree(leaves, known, level - 1, 2 * index + 1));
        return hash;
    }

    async Task<string> Say(params string[] arguments)
    {
        await using var command = GarduProcess.Launch(scratch.Folder, arguments);
        Assert.True(await command.Process.WaitForExit() == 0, command.Process.Said);
        return command.Process.Output.Single();
    }

    async Task<(int Code, string Said)> Run(params string[] arguments)
    {
        await using var command = GarduProcess.Launch(scratch.Folder, arguments);
        return (await command.Process.WaitForExit(), command.Process.Said);
    }
}
