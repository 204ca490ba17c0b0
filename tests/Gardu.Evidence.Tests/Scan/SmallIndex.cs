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

    public SmallIndex(params IEnumerable<string> texts) : this(texts, AnchorClass.Own) { }

    /// <param name="texts">The owner's.</param>
    /// <param name="class">What the others' are.</param>
    /// <param name="others">Texts that are not the owner's.</param>
    public SmallIndex(IEnumerable<string> texts, AnchorClass @class, params IEnumerable<string> others)
    {
        Path = scratch.PathOf("own.gidx");
        using (var builder = new IndexBuilder(Path))
        {
            builder.Add(texts.Select((text, number) => new OwnText(new OwnDocument { Id = $"doc{number}", Sha256 = "" }, Encoding.UTF8.GetBytes(text))).Chunk(7).Select<OwnText[], Func<IReadOnlyList<OwnText>>>(chunk => () => chunk), 2);
            builder.Finish(others.Select(text => (@class, BatchOf(text, TextKind.Plain))));
        }
        Index = ScanIndex.TryOpen(Path, out var problem) ?? throw new InvalidOperationException(problem);
    }

    public string Path { get; }

    public ScanIndex Index { get; }

    /// <summary>The hits of one record.</summary>
    public (IReadOnlyList<Hit> Hits, int Candidates) Judge(string text, bool isFast = false, TextKind kind = TextKind.Plain)
    {
        var batch = BatchOf(text, kind);
        return new RecordJudge(Index, isFast).Judge(0, batch, batch.Records[0]);
    }

    static RecordBatch BatchOf(string text, TextKind kind)
    {
        var batch = new RecordBatch();
        batch.Add(new CorpusRecord(0, 0, batch.Add(Encoding.UTF8.GetBytes(text)), default, kind));
        return batch;
    }

    public void Dispose()
    {
        Index.Dispose();
        scratch.Dispose();
    }
}
