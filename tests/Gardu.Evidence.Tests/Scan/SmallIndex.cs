using System.Text;
using Gardu.Evidence.Scan.Indexing;
using Gardu.Evidence.Scan.Matching;
using Gardu.Evidence.Scan.Reading;
using Gardu.Testing.Live;

namespace Gardu.Evidence.Tests.Scan;

/// <summary>An index of a few texts, and what is found with it.</summary>
sealed class SmallIndex : IDisposable
{
    readonly Scratch scratch = new();

    public SmallIndex(params IEnumerable<string> texts)
    {
        Path = scratch.PathOf("own.gidx");
        using (var builder = new IndexBuilder(Path))
        {
            builder.Add(texts.Select((text, number) => new OwnText(new OwnDocument { Id = $"doc{number}", Sha256 = "" }, Encoding.UTF8.GetBytes(text))).Chunk(7).Select<OwnText[], Func<IReadOnlyList<OwnText>>>(chunk => () => chunk), 2);
            builder.Finish();
        }
        Index = ScanIndex.TryOpen(Path, out var problem) ?? throw new InvalidOperationException(problem);
    }

    public string Path { get; }

    public ScanIndex Index { get; }

    /// <summary>The hits of one record.</summary>
    public (IReadOnlyList<Hit> Hits, int Candidates) Judge(string text, bool isFast = false, TextKind kind = TextKind.Plain)
    {
        var batch = new RecordBatch();
        batch.Add(new CorpusRecord(0, 0, batch.Add(Encoding.UTF8.GetBytes(text)), default, kind));
        return new RecordJudge(Index, isFast).Judge(0, batch, batch.Records[0]);
    }

    public void Dispose()
    {
        Index.Dispose();
        scratch.Dispose();
    }
}
