using System.Text;
using Harness;
using static System.FormattableString;

namespace ScanBench;

/// <summary>Passages planted in other text, and what of them is found.</summary>
static class TruthPart
{
    public static Part Run(Sizes sizes, Gardu gardu, Planter planter, string folder, string sources)
    {
        var index = Path.Combine(folder, "own.gidx");
        gardu.IndexOnce(index, planter.Collection(sizes.Documents));
        var (corpus, truth) = planter.Plant(sizes.PlantedOctets);
        gardu.Scan(index, "truth", Environment.ProcessorCount, isFast: false, corpus);
        gardu.Scan(index, "truth-fast", Environment.ProcessorCount, isFast: true, corpus);
        var (whole, fast) = (new Judge(gardu.HitsOf("truth"), truth), new Judge(gardu.HitsOf("truth-fast"), truth));
        var head = Gardu.Head(index);
        var read = gardu.Report("truth").GetProperty("corpus");

        var page = new StringBuilder(Invariant($"## Planted passages\n\nThe owner's collection is {head.Documents:N0} documents ({head.TextOctets / 1e9:0.00} GB, {head.Fingerprints:N0} fingerprints): {truth.Count:N0} real passages, the others made of a chain over the words of real text. "));
        page.Append(Invariant($"The other text is {read.GetProperty("textOctets").GetInt64() / 1e9:0.00} GB of {planter.OtherParagraphs.Length:N0} real paragraphs, drawn by lot, in JSON Lines (plain, zstd, gzip) and one plain text; {planter.LeftOut:N0} more share twelve words in a row with a text of the owner's and were left out. "));
        page.Append("Each passage is planted once, in the middle of a record. Of changed words half are replaced, a quarter left out, a quarter have another behind them. *Characters* are octets of the planted passage, as the file has it, inside runs; nothing of what is not found. *Plagdet* and *granularity* are PAN's, all octets on both sides, each case alike; a run told twice because a long text's parts overlap is one.\n\n");
        page.Append(Invariant($"{sources}\n\n"));
        Table(page, "Default", whole, truth);
        Table(page, "`--fast`", fast, truth);
        page.Append("### As it was, by how it was written, default\n\n| | documents | characters |\n|---|---:|---:|\n");
        foreach (var kind in Disguise.Kinds)
        {
            Planted[] some = [.. truth.Where(one => one.Kind == kind)];
            page.Append(Invariant($"| {kind} | {some.Count(whole.IsFound)} of {some.Length} | {whole.Covered(some):P1} |\n"));
        }
        page.Append('\n');

        Planted[] At(int level, int wordsMin) => [.. truth.Where(one => one.Level == level && one.Words >= wordsMin)];
        var (asItWas, ten, twenty) = (At(0, 0), At(10, 300), At(20, 300));
        Planted[] near = [.. truth.Where(one => one.Level <= 10)];
        var (plagdet, granularity) = whole.Plagdet(near);
        return new Part(Machine.Describe(), page.ToString(),
        [
            Found("S9", "as it was, however written", whole, asItWas, 1, 0.99),
            Found("S10", "10 in 100 words changed, 300 words and more", whole, ten, 0.99, 0.9),
            Found("S10", "20 in 100 words changed, 300 words and more", whole, twenty, 0.97, null),
            new("S15", "plagdet and granularity, up to 10 in 100 words changed", "≥ 0.90, ≤ 1.02", Invariant($"{plagdet:0.000}, {granularity:0.000}"), plagdet >= 0.9 && granularity <= 1.02),
            new("S12", "documents named that were not planted (default, `--fast`)", "0, 0", Invariant($"{whole.NamedNotPlanted.Count}, {fast.NamedNotPlanted.Count}"), whole.NamedNotPlanted.Count + fast.NamedNotPlanted.Count == 0),
        ]);
    }

    static Goal Found(string id, string what, Judge judge, Planted[] some, double documents, double? characters)
    {
        var (found, covered) = (some.Count(judge.IsFound), judge.Covered(some));
        return new Goal(id, what, Invariant($"{documents:P0} of documents{(characters is { } asked ? Invariant($", {asked:P0} of characters") : "")}"), Invariant($"{Intervals.Told(found, some.Length)}, {covered:P1}"),
            found >= documents * some.Length && (characters is null || covered >= characters));
    }

    static void Table(StringBuilder page, string name, Judge judge, List<Planted> truth)
    {
        page.Append(Invariant($"### {name}\n\n| words changed | words | documents found (95%) | substantive or strong | characters | plagdet | granularity |\n|---|---:|---:|---:|---:|---:|---:|\n"));
        foreach (var level in Disguise.Levels)
            foreach (var words in Passage.Lengths)
            {
                Planted[] some = [.. truth.Where(one => one.Level == level && one.Words == words)];
                var (plagdet, granularity) = judge.Plagdet(some);
                page.Append(Invariant($"| {(level == 0 ? "as it was" : Invariant($"{level} in 100"))} | {words} | {Intervals.Told(some.Count(judge.IsFound), some.Length)} | {some.Count(judge.IsNamed)} | {judge.Covered(some):P1} | {plagdet:0.000} | {granularity:0.00} |\n"));
            }
        var (all, split) = judge.Plagdet(truth);
        page.Append(Invariant($"\nAll of them: plagdet {all:0.000}, granularity {split:0.000}. Runs where nothing was planted: {judge.Elsewhere}; of a document that shares a turn of phrase with the one planted there: {judge.OfAnother}. Documents named that were not planted: {judge.NamedNotPlanted.Count}.\n\n"));
    }
}
