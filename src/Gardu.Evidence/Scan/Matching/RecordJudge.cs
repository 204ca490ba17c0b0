using Gardu.Evidence.Scan.Indexing;
using Gardu.Evidence.Scan.Normalising;
using Gardu.Evidence.Scan.Reading;

namespace Gardu.Evidence.Scan.Matching;

/// <summary>Finds the owner's documents in records. One for each thread.</summary>
sealed class RecordJudge(ScanIndex index, bool isFast)
{
    /// <summary>Equal words of a document that a record has at least, to be more than a candidate: turns of phrase are shorter.</summary>
    public const int WordsMin = 20;

    const int WeightMin = WordsMin * MappedText.WordWeight;

    /// <summary>Octets before and behind blocks that are looked at, so that no word is cut.</summary>
    const int Around = 256;

    /// <summary>Characters that a hit has at the most of what the corpus calls a record.</summary>
    const int NameMax = 2_000;

    readonly SeedFinder finder = new(index, isFast);
    readonly Dictionary<Range, MappedText> texts = []; // of the record that is judged
    readonly OwnSides own = new(index);

    /// <summary>Anchors looked for so far.</summary>
    public long Looked => finder.Looked;

    /// <summary>The hits of a record by document, and how many documents have less in common with it.</summary>
    public (IReadOnlyList<Hit> Hits, int Candidates) Judge(int file, RecordBatch batch, CorpusRecord record)
    {
        var raw = batch[record.Text];
        var seeds = finder.Find(raw);
        texts.Clear();
        var (hits, candidates) = (new List<Hit>(), 0);
        for (var (first, past) = (0, 0); first < seeds.Length; first = past)
        {
            while (past < seeds.Length && seeds[past].Document == seeds[first].Document)
                past++;
            var side = own[seeds[first].Document];
            var runs = RunsOf(side, side.Blocks.Find(finder.Text.Octets, seeds[first..past]), raw);
            var words = runs.SelectMany(run => run.Run.Equal).Distinct().ToArray();
            if (WeightOf(side, words) >= WeightMin && WeightOf(side, words.Where(side.Counts)) is var weight and >= WeightMin)
                hits.Add(HitOf(seeds[first].Document, side, runs, weight, file, batch, record));
            else if (runs.Count > 0)
                candidates++;
        }
        return (hits, candidates);
    }

    static int WeightOf(OwnSide side, IEnumerable<int> words) => words.Sum(word => side.Text.Words[word].Weight);

    /// <summary>The runs of a document, region by region of the text: blocks that are too far apart for one run are in two.</summary>
    List<(MappedText Text, int RawBegin, Run Run)> RunsOf(OwnSide side, List<Block> blocks, ReadOnlySpan<byte> raw)
    {
        var runs = new List<(MappedText Text, int RawBegin, Run Run)>();
        for (var (first, past) = (0, 0); first < blocks.Count; first = past)
        {
            var end = blocks[first].EndInText;
            for (past = first + 1; past < blocks.Count && blocks[past].InText <= end + Chains.GapMax; past++)
                end = Math.Max(end, blocks[past].EndInText);
            var (stretch, normalBegin) = finder.Text.RawAround(Math.Max(0, blocks[first].InText - Around), Math.Min(finder.Text.Length, end + Around), raw.Length);
            if (!texts.TryGetValue(stretch, out var text))
                texts.Add(stretch, text = new MappedText(raw[stretch].ToArray()));
            runs.AddRange(Runs.Of([.. blocks[first..past].Select(block => block with { InText = block.InText - normalBegin })], side.Text, text).Select(run => (text, stretch.Start.Value, run)));
        }
        return runs;
    }

    static Hit HitOf(uint number, OwnSide side, List<(MappedText Text, int RawBegin, Run Run)> runs, int weight, int file, RecordBatch batch, CorpusRecord record)
    {
        var found = runs.Select(run => Tell(side, run.Text, run.RawBegin, run.Run)).ToArray();
        var head = RecordHead.Of(batch[record.Head]);
        var longest = runs[Enumerable.Range(0, runs.Count).MaxBy(i => found[i].Words)];
        return new Hit
        {
            Number = number,
            Document = side.Document,
            File = file,
            Record = record.Number,
            Offset = record.Offset,
            PartOffset = record.PartOffset,
            RecordId = Cut(head.Id),
            RecordUrl = Cut(head.Url),
            Words = weight / (double)MappedText.WordWeight,
            OwnWords = side.Weight / (double)MappedText.WordWeight,
            Share = Math.Round((double)weight / side.Weight, 4),
            Runs = found,
            Longest = Excerpts.Of(side.Text, longest.Text, longest.Run),
        };
    }

    static string? Cut(string? name) => name?.Length > NameMax ? name[..NameMax] : name;

    static HitRun Tell(OwnSide side, MappedText text, int rawBegin, Run run)
    {
        var counting = run.Equal.Where(side.Counts).ToArray();
        var rows = new List<IReadOnlyList<int>>();
        for (var first = 0; first < counting.Length;)
        {
            var last = first;
            while (last + 1 < counting.Length && counting[last + 1] == counting[last] + 1)
                last++;
            rows.Add([side.Text.WeightBefore(counting[first]), side.Text.WeightBefore(counting[last] + 1)]);
            first = last + 1;
        }
        var (ownBegin, ownEnd) = side.Text.RawOf(run.InDocument.Start.Value, run.InDocument.End.Value);
        var (begin, end) = text.RawOf(run.InText.Start.Value, run.InText.End.Value);
        return new HitRun(counting.Sum(word => side.Text.Words[word].Weight) / (double)MappedText.WordWeight, [ownBegin, ownEnd], [rawBegin + begin, rawBegin + end], rows);
    }
}
