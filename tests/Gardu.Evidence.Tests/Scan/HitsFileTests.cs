using System.Text.Json;
using Gardu.Evidence.Scan.Indexing;
using Gardu.Evidence.Scan.Matching;
using Gardu.Evidence.Scan.Reporting;
using Gardu.Evidence.Scan.Running;

namespace Gardu.Evidence.Tests.Scan;

public sealed class HitsFileTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("gardu-hits-").FullName;

    string PathOf(string name) => Path.Combine(folder, name);

    [Fact]
    public void Hits_that_come_in_any_order_are_read_by_document_and_then_in_the_order_of_the_corpus()
    {
        var random = new Random(1);
        var ordered = Enumerable.Range(0, 3_000).Select(i => HitOf((uint)i / 30, i / 10 % 3, i / 2 % 5, i % 2 * 1_000, new string('é', random.Next(300)))).ToArray();
        var came = ordered.ToArray();
        random.Shuffle(came);
        var hits = HitsFile.Write(PathOf("hits.jsonl"), came);
        static (uint, int, long, long, string?) Key(Hit hit) => (hit.Number, hit.File, hit.Record, hit.PartOffset, hit.RecordId);
        Assert.Equal(ordered.Select(Key), hits.Select(Key));
        Assert.Equal(ordered.GroupBy(hit => hit.Number).Select(group => group.Select(Key).ToArray()), hits.ByDocument().Select(document => document.Select(Key).ToArray()));
        Assert.Equal([(0, 10), (1, 10), (2, 10)], hits.ByDocument().ElementAt(57).ByFile().Select(of => (of.File, of.Hits.Count())));
        Assert.Equal([PathOf("hits.jsonl")], Directory.GetFiles(folder));
    }

    [Fact]
    public void No_hits_are_none()
    {
        var hits = HitsFile.Write(PathOf("hits.jsonl"), []);
        Assert.Empty(hits);
        Assert.Empty(hits.ByDocument());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"number\":1}")]
    [InlineData("")]
    public void A_line_that_is_no_hit_is_told(string line)
    {
        File.WriteAllText(PathOf("hits.jsonl"), line + "\n");
        Assert.ThrowsAny<JsonException>(() => HitsFile.Of(PathOf("hits.jsonl")).Count());
    }

    [Fact]
    public void What_is_found_of_a_document_is_what_its_hits_have_together()
    {
        var random = new Random(2);
        var all = new bool[4_000];
        var hits = Enumerable.Range(0, 2_000).Select(i =>
        {
            var begin = random.Next(3_900);
            var end = begin + random.Next(1, 100);
            Array.Fill(all, true, begin, end - begin);
            return HitOf(0, 0, i / 2, i % 2 * 1_000, "") with { Share = i % 8 < 2 ? 0.5 : 0.1, OwnWords = 2_000, Runs = [new HitRun((end - begin) / 2.0, [0, 1], [0, 1], [[begin, end]])] };
        });
        var found = FoundDocument.Of(HitsFile.Write(PathOf("hits.jsonl"), hits));
        Assert.Equal((all.Count(word => word) / 2.0, 1_000, 250), (found.Words, found.Records, found.Copies));
        Assert.Equal((Tier.Strong, 0.0), (found.Tier, found.NearVerbatim)); // nearly all of it, and no run of a hundred words
    }

    static Hit HitOf(uint number, int file, long record, long part, string id) => new()
    {
        Number = number,
        Document = new OwnDocument { Id = $"doc{number}", Source = "own", Sha256 = "" },
        File = file,
        Record = record,
        Offset = 0,
        PartOffset = part,
        RecordId = id,
        Words = 60,
        OwnWords = 100,
        Share = 0.6,
        Runs = [new HitRun(60, [0, 300], [0, 300], [[0, 120]])],
        Longest = new Excerpt([""], [""], false),
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
