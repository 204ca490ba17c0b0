using Gardu.Evidence.Scan.Reading;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>The owner's texts on their way into an index: those of an index that is added to, then those of files and sites.</summary>
/// <param name="sources">The names of the files and sites.</param>
/// <param name="open">Opens one by its name, and any other file.</param>
/// <param name="before">The index that is added to; null for a new one.</param>
public sealed class OwnTexts(IReadOnlyList<string> sources, Func<string, ICorpusReader> open, ScanIndex? before)
{
    /// <summary>Octets of a document at the most; a longer one becomes several.</summary>
    const int DocumentMax = 64 * 1024 * 1024;

    /// <summary>Documents of an index that are read together.</summary>
    const int BatchSize = 512;

    readonly List<string> problems = [];
    long octetsOfDone;
    ICorpusReader? reading;

    /// <summary>Octets of all files, as far as they can be told.</summary>
    public long OctetsOfAll { get; } = sources.Sum(file => File.Exists(file) ? new FileInfo(file).Length : 0);

    /// <summary>Octets of them that have been read.</summary>
    public long OctetsRead => octetsOfDone + (reading?.BytesRead ?? 0);

    /// <summary>What could not be read, in plain words.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Texts that are not the owner's, with what their anchors are to be.</summary>
    /// <param name="background">Files of texts that cannot be the owner's.</param>
    /// <param name="thirdParty">Files of what others wrote and the owner carries.</param>
    public IEnumerable<(AnchorClass Class, RecordBatch Texts)> Others(IReadOnlyList<string> background, IReadOnlyList<string> thirdParty)
    {
        var batch = new RecordBatch();
        foreach (var (@class, file) in background.Select(file => (AnchorClass.Background, file)).Concat(thirdParty.Select(file => (AnchorClass.ThirdParty, file))))
        {
            using var reader = open(file);
            for (batch.Clear(); reader.Read(batch); batch.Clear())
                yield return (@class, batch);
            Tell(file, reader);
        }
    }

    /// <summary>The texts in their order, each batch to be read by any thread. The batches themselves are asked for by one.</summary>
    public IEnumerable<Func<IReadOnlyList<OwnText>>> Batches()
    {
        for (var first = 0L; before is not null && first < before.Documents; first += BatchSize)
        {
            var (from, to) = (first, Math.Min(before.Documents, first + BatchSize));
            yield return () => [.. Enumerable.Range((int)from, (int)(to - from)).Select(number => before.Read((uint)number))];
        }
        foreach (var source in sources)
        {
            using var reader = open(source);
            reading = reader;
            for (var batch = NewBatch(); reader.Read(batch); batch = NewBatch())
            {
                var full = batch;
                yield return () => OwnSource.Read(full, source);
            }
            octetsOfDone += reader.BytesRead;
            reading = null;
            Tell(source, reader);
        }
    }

    static RecordBatch NewBatch() => new() { PartLimit = DocumentMax };

    void Tell(string source, ICorpusReader reader)
    {
        if (reader.Problem is { } problem)
            problems.Add($"{source}: {problem}");
        if (reader.RecordsSkipped > 0)
            problems.Add($"{source}: {reader.RecordsSkipped} records could not be read, the first one: {reader.FirstSkipped}");
    }
}
