using System.Text.Json;
using Gardu.Testing.Live;

namespace Gardu.EndToEnd;

/// <summary><c>gardu scan</c> as its user runs it: index, run, kill, resume, shards, merge.</summary>
public sealed class ScanTests : IDisposable
{
    const int Copied = 30;

    readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    static string Text(int words, int seed)
    {
        var random = new Random(seed);
        return string.Join(' ', Enumerable.Range(0, words).Select(_ => string.Concat(Enumerable.Range(0, random.Next(2, 9)).Select(_ => (char)('a' + (random.Next(26) * random.Next(26) / 26))))));
    }

    static string Line(string id, string text) => JsonSerializer.Serialize(new { id, text, author = "A. Writer", date = "2023-07-01", licence = "opted-out" });

    async Task<GarduProcess> Done(params string[] arguments)
    {
        var command = GarduProcess.Launch(scratch.Folder, arguments);
        Assert.True(await command.Process.WaitForExit() == 0, command.Process.Said);
        return command;
    }

    /// <summary>A collection of 200 documents, and a corpus of files of which some records hold one of the first thirty.</summary>
    async Task<string> Collection(int filler)
    {
        scratch.Write("own.jsonl", string.Join('\n', Enumerable.Range(0, 200).Select(i => Line($"doc-{i}", Text(300, i)))));
        Directory.CreateDirectory(scratch.PathOf("corpus"));
        for (var file = 0; file < 6; file++)
            scratch.Write($"corpus/{file}.jsonl", string.Join('\n', Enumerable.Range(0, filler).Select(i => Line($"other-{file}-{i}", i % (filler / 5) == 7 % (filler / 5) ? Text(80, 9_000 + i) + "\n\n" + Text(300, (file * 5) + (i / (filler / 5))).ToUpperInvariant() : Text(250, 100_000 + (file * filler) + i)))));
        await Done("scan", "index", "own.jsonl", "--out", "own.gidx");
        return scratch.PathOf("corpus");
    }

    string[] Results(string folder) => [.. Directory.GetFiles(scratch.PathOf(folder)).Select(file => $"{Path.GetFileName(file)} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}").Order(StringComparer.Ordinal)];

    [Fact]
    public async Task What_was_copied_is_named_and_nothing_else()
    {
        await Collection(filler: 40);
        await using var run = await Done("scan", "run", "own.gidx", "corpus", "--out", "hits", "--json");
        var report = JsonDocument.Parse(string.Join('\n', run.Process.Output)).RootElement;
        var documents = report.GetProperty("documents").EnumerateArray().ToArray();
        Assert.Equal(Enumerable.Range(0, Copied).Select(i => $"doc-{i}").Order(StringComparer.Ordinal), documents.Select(found => found.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(documents, found =>
        {
            Assert.Equal(("strong", 1.0, 300.0, 1), (found.GetProperty("tier").GetString(), found.GetProperty("share").GetDouble(), found.GetProperty("longest").GetDouble(), found.GetProperty("hits").GetArrayLength()));
            Assert.Equal("A. Writer", found.GetProperty("document").GetProperty("author").GetString());
        });
        Assert.Contains("doc-7", await File.ReadAllTextAsync(scratch.PathOf("hits/report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Threads_shards_and_their_order_change_no_octet()
    {
        await Collection(filler: 40);
        await Done("scan", "run", "own.gidx", "corpus", "--out", "one", "--threads", "1");
        await Done("scan", "run", "own.gidx", "corpus", "--out", "four", "--threads", "4");
        foreach (var shard in new[] { 3, 1, 2 })
            await Done("scan", "run", "own.gidx", "corpus", "--out", $"shard-{shard}", "--shard", $"{shard}/3");
        await Done("scan", "merge", "shard-2", "shard-3", "shard-1", "--out", "merged");
        Assert.Equal(Results("one"), Results("four"));
        Assert.Equal(Results("one"), Results("merged"));
    }

    [Fact]
    public async Task A_scan_that_is_killed_goes_on_and_ends_as_if_nothing_had_been()
    {
        await Collection(filler: 4_000);
        await Done("scan", "run", "own.gidx", "corpus", "--out", "whole");
        var (random, kills) = (new Random(3), 0);
        for (var round = 0; !File.Exists(scratch.PathOf("killed/scan.json")) && round < 30; round++)
        {
            await using var run = GarduProcess.Launch(scratch.Folder, ["scan", "run", "own.gidx", "corpus", "--out", "killed", "--resume"]);
            var journal = scratch.PathOf("killed/journal.jsonl");
            var before = File.Exists(journal) ? new FileInfo(journal).Length : 0;
            await Eventually.True(() => run.Process.HasExited || (File.Exists(journal) && new FileInfo(journal).Length > before), "it works");
            await Task.Delay(random.Next(60), TestContext.Current.CancellationToken); // a moment of its own choosing
            if (run.Process.HasExited)
                Assert.True(await run.Process.WaitForExit() == 0, run.Process.Said);
            else
                kills++;
            await run.Process.Kill();
        }
        await Done("scan", "run", "own.gidx", "corpus", "--out", "killed", "--resume");
        Assert.True(kills > 0, "it was never killed");
        Assert.Equal(Results("whole"), Results("killed"));
    }

    [Fact]
    public async Task A_control_tells_the_rate_by_chance_and_mistakes_are_told()
    {
        await Collection(filler: 40);
        scratch.Write("control.txt", Text(20_000, 77_777));
        await Done("scan", "run", "own.gidx", "corpus", "--out", "hits");
        await Done("scan", "run", "own.gidx", "control.txt", "--control", "--out", "control");
        await using var merge = await Done("scan", "merge", "hits", "control", "--out", "final", "--json");
        var rates = JsonDocument.Parse(string.Join('\n', merge.Process.Output)).RootElement.GetProperty("background").EnumerateArray().ToArray();
        Assert.Equal(["candidate", "substantive", "strong"], rates.Select(rate => rate.GetProperty("tier").GetString()));
        Assert.All(rates, rate => Assert.Equal((0, 0.0), (rate.GetProperty("found").GetInt64(), rate.GetProperty("low").GetDouble())));
        await Refused("holds a finished scan", "scan", "run", "own.gidx", "corpus", "--out", "hits");
        await Refused("there is no such file", "scan", "run", "own.gidx", "nowhere", "--out", "other");
        await Refused("is there already", "scan", "index", "own.jsonl", "--out", "own.gidx");
        await using (var index = new FileStream(scratch.PathOf("own.gidx"), FileMode.Open))
        {
            index.Position = index.Length / 2;
            var octet = index.ReadByte();
            index.Position--;
            index.WriteByte((byte)(octet ^ 4));
        }
        await Refused("is damaged between", "scan", "run", "own.gidx", "corpus", "--out", "other");
    }

    async Task Refused(string why, params string[] arguments)
    {
        await using var command = GarduProcess.Launch(scratch.Folder, arguments);
        Assert.Equal(2, await command.Process.WaitForExit());
        Assert.Contains(why, command.Process.Said, StringComparison.Ordinal);
    }
}
