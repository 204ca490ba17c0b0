using Gardu.Evidence.Scan.Indexing;
using Gardu.Evidence.Scan.Normalising;
using Gardu.Evidence.Scan.Reading;

namespace Gardu.Evidence.Scan.Matching;

/// <summary>Finds the owner's documents in records. One for each thread.</summary>
sealed class RecordJudge(ScanIndex index, bool isFast)
{
    /// <summary>Equal words of a document that a record has at least, to be more than a candidate: turns of phrase are shorter.</summary>
    public const int WordsMin = 20;

    readonly SeedFinder finder = new(index, isFast);
    readonly OwnSides own = new(index);

    /// <summary>Anchors looked for so far.</summary>
    public long Looked => finder.Looked;

    /// <summary>The hits of a record by document, and how many documents have an anchor in it and no more than that.</summary>
    public (IReadOnlyList<Hit> Hits, int Candidates) Judge(int file, RecordBatch batch, CorpusRecord record)
    {
        var raw = batch[record.Text];
        var seeds = finder.Find(raw);
        if (seeds.Count == 0)
            return ([], 0);
        var found = new SortedDictionary<uint, List<(MappedText Text, int RawBegin, Run Run)>>();
        foreach (var (begin, end) in Windows.Merge(seeds.Select(seed => Windows.Of(seed, index.NormalSize(seed.Document), finder.Text.Length))))
        {
            var (stretch, normalBegin) = finder.Text.RawAround(begin, end, raw.Length);
            var text = new MappedText(raw[stretch].ToArray());
            foreach (var ofOne in seeds.Where(seed => seed.InText >= begin && seed.InText < end).Select(seed => seed with { InText = seed.InText - normalBegin }).GroupBy(seed => seed.Document))
            {
                var runs = Runs.Of(own[ofOne.Key].Blocks, own[ofOne.Key].Text, text, [.. ofOne]);
                if (!found.TryGetValue(ofOne.Key, out var all))
                    found.Add(ofOne.Key, all = []);
                all.AddRange(runs.Select(run => (text, stretch.Start.Value, run)));
            }
        }
        var (hits, candidates) = (new List<Hit>(), 0);
        foreach (var (document, runs) in found)
        {
            var side = own[document];
            var weight = runs.SelectMany(run => run.Run.Equal).Distinct().Where(side.Counts).Sum(word => side.Text.Words[word].Weight);
            if (weight >= WordsMin * MappedText.WordWeight)
                hits.Add(HitOf(document, side, runs, weight, file, batch, record));
            else if (weight > 0)
                candidates++;
        }
        return (hits, candidates);
    }

    static Hit HitOf(uint number, OwnSide side, List<(MappedText Text, int RawBegin, Run Run)> runs, int weight, int file, RecordBatch batch, CorpusRecord record)
    {
        var found = runs.Select(run => Tell(side, run.Text, run.RawBegin, run.Run)).ToArray();
        var (id, url) = RecordHead.Read(batch[record.Head]);
        var longest = runs[Enumerable.Range(0, runs.Count).MaxBy(i => found[i].Words)];
        return new Hit
        {
            Number = number,
            Document = side.Document,
            File = file,
            Record = record.Number,
            Offset = record.Offset,
            PartOffset = record.PartOffset,
            RecordId = id,
            RecordUrl = url,
            Words = weight / (double)MappedText.WordWeight,
            OwnWords = side.Weight / (double)MappedText.WordWeight,
            Share = Math.Round((double)weight / side.Weight, 4),
            Runs = found,
            Longest = Excerpts.Of(side.Text, longest.Text, longest.Run),
        };
    }

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
