using System.Text;
using Harness;
using static System.FormattableString;

namespace ScanBench;

/// <summary>How fast a scan is, beside others and beside the machine itself.</summary>
static class SpeedPart
{
    const int SmallDocuments = 50_000, MiddleDocuments = 100_000;

    public static Part Run(Sizes sizes, string root, Gardu gardu, Planter planter, string folder, ulong seed)
    {
        var text = Text(folder, planter, sizes.SpeedOctets, seed);
        var collection = planter.Collection(sizes.Documents);
        string[] middleOfIt = collection[..Math.Min(collection.Length, MiddleDocuments / OwnerCollection.EachFile)], smallOfIt = collection[..(SmallDocuments / OwnerCollection.EachFile)];
        string Index(string name, string[] files)
        {
            var index = Path.Combine(folder, name);
            gardu.IndexOnce(index, files);
            return index;
        }
        var (large, middle, small) = (Index("own.gidx", collection), Index("own-middle.gidx", middleOfIt), Index("own-small.gidx", smallOfIt));
        var octets = new FileInfo(text).Length;

        var (rounds, peak, own) = (new Rounds(), new Dictionary<string, double>(), new Dictionary<string, double>());
        var nothing = Path.Combine(folder, "nothing.txt");
        File.WriteAllText(nothing, "");
        void AddScan(string index, int threads, bool isFast)
        {
            void Add(string name, string corpus) => rounds.Add(name, () =>
            {
                var run = gardu.Scan(index, "speed", threads, isFast, corpus);
                peak[name] = Math.Max(peak.GetValueOrDefault(name), run.PeakMegabytes);
                own[name] = Math.Max(own.GetValueOrDefault(name), run.OwnMegabytes);
                return run.Seconds;
            });
            Add(Name(index), nothing);
            Add(Name(index, threads, isFast), text);
        }
        using var memory = new MemoryRead(text);
        foreach (var isFast in (bool[])[false, true])
        {
            AddScan(large, 1, isFast);
            AddScan(large, 2, isFast);
            AddScan(middle, 1, isFast);
            AddScan(small, 1, isFast);
            rounds.Add("memory 1", () => memory.Seconds(1));
            rounds.Add("memory 2", () => memory.Seconds(2));
        }
        var rivals = new Rivals(rounds, root, folder, text, Patterns.Write(folder, collection, text, Prng.Of(seed, 30)));
        var anew = Path.Combine(folder, "anew.gidx");
        rounds.Add("index", () => gardu.Index(anew, middleOfIt).Seconds);
        rounds.Run(sizes.Rounds);
        File.Delete(anew);

        IReadOnlyList<double> Rates(string index, int threads, bool isFast) => rounds.Rates(Name(index, threads, isFast), Name(index), octets);
        double[] Memory(int threads) => [.. rounds.Seconds(Invariant($"memory {threads}")).Select(seconds => octets / 1e6 / seconds)];
        var (head, ofMiddle, ofSmall) = (Gardu.Head(large), Gardu.Head(middle), Gardu.Head(small));
        var page = new StringBuilder(Invariant($"## Speed\n\n{octets / 1e9:0.00} GB of plain text, one file, in memory. {sizes.Rounds} rounds, everything in every round, in turn; medians. "));
        page.Append("Of each command's time the time is taken that it needs with an empty file: for Gardu the start of the program and the check of the whole index, for the others the reading of the patterns. ");
        page.Append(Invariant($"Hyperscan scans blocks of 1 MiB, and its compilation is told apart. Patterns are 50 characters of the owner's documents that do not occur in the text; programs that read slowly read a part of it. {Machine.VersionOf("rg", "--version")}, {Machine.VersionOf("grep", "--version")}.\n\n"));
        page.Append("| | looked for | threads | MB a second | start, s | memory, MB | without pages of files |\n|---|---:|---:|---:|---:|---:|---:|\n");
        foreach (var (index, about) in new[] { (large, head), (middle, ofMiddle), (small, ofSmall) })
            foreach (var (threads, isFast) in new[] { (1, false), (1, true), (2, false), (2, true) })
                if (threads == 1 || index == large)
                    page.Append(Invariant($"| `gardu scan run`{(isFast ? " `--fast`" : "")} | {about.Documents:N0} documents, {about.Fingerprints / 1e6:0.0} M fingerprints | {threads} | {Rounds.Told(Rates(index, threads, isFast))} | {new Sample(rounds.Seconds(Name(index))).Median:0.00} | {peak[Name(index, threads, isFast)]:N0} | {own[Name(index, threads, isFast)]:N0} |\n"));
        foreach (var program in rivals.Programs)
            for (var i = 0; i < Patterns.Counts.Length; i++)
                page.Append(Invariant($"| `{program}` | {Patterns.Counts[i]:N0} patterns | 1 | {Rounds.Told(rivals.Rates(rounds, program, i), "N1")} | {(program == "Hyperscan" ? rivals.Compile[i] : new Sample(rounds.Seconds(Invariant($"{program} {Patterns.Counts[i]} nothing"))).Median):0.00} | {(rivals.Peak.TryGetValue((program, i), out var used) ? Invariant($"{used:N0}") : "")} | |\n"));
        page.Append(Invariant($"| sum of all octets | | 1 | {Rounds.Told(Memory(1))} | | | |\n| the same | | 2 | {Rounds.Told(Memory(2))} | | | |\n\n"));
        page.Append(Invariant($"The index of {head.Documents:N0} documents has {head.Octets / 1e9:0.00} GB, {head.FilterOctets / 1e6:N0} MB of them its filter. One of ten times as many would have {head.Octets / 1e8:0.0} GB with a filter of {head.FilterOctets / 1e8:0.0} GB, of a collection of {new FileInfo(collection[0]).Length * collection.Length / 1e8:0.0} GB.\n\n"));

        var goals = new List<Goal>();
        void Times(string id, string what, IReadOnlyList<double> ours, IReadOnlyList<double> theirs, double asked) =>
            goals.Add(new(id, what, Invariant($"≥ {asked} times"), Rounds.Told([.. ours.Zip(theirs, (a, b) => a / b)], asked < 1 ? "0.000" : "0.0"), Sample.Ratio(ours, theirs).Median >= asked));
        foreach (var (isFast, way) in new[] { (false, "default"), (true, "`--fast`") })
        {
            var rates = Rates(large, 1, isFast);
            Times("S1", $"to `rg` with 100,000 patterns, {way}", rates, rivals.Rates(rounds, "rg -F -j1", 2), 120);
            Times("S2", $"to `rg` with 1,000, {way}", rates, rivals.Rates(rounds, "rg -F -j1", 0), 5);
            Times("S2", $"to `rg` with 10,000, {way}", rates, rivals.Rates(rounds, "rg -F -j1", 1), 50);
            Times("S3", $"to Hyperscan with 100,000, {way}", rates, rivals.Rates(rounds, "Hyperscan", 2), 20);
            Times("S4", Invariant($"to reading memory, {ofSmall.Fingerprints / 1e6:0.0} M fingerprints, {way}"), Rates(small, 1, isFast), Memory(1), 0.15);
            var (scaling, ofMemory) = (Sample.Ratio(Rates(large, 2, isFast), rates).Median, Sample.Ratio(Memory(2), Memory(1)).Median);
            var asked = ofMemory >= 1.6 ? 1.6 : 0.9 * ofMemory;
            goals.Add(new("S5", Invariant($"two threads to one, {way}; reading memory scales {ofMemory:0.00}"), Invariant($"≥ {asked:0.00} times"), Invariant($"{scaling:0.00}"), scaling >= asked));
            var loss = 1 - Sample.Ratio(rates, Rates(middle, 1, isFast)).Median;
            goals.Add(new("S7", Invariant($"lost from {ofMiddle.Documents:N0} to {head.Documents:N0} documents, {way}"), "≤ 35%", Invariant($"{100 * loss:0.0}%"), loss <= 0.35));
            var limit = (1.3 * head.FilterOctets / 1e6) + 200;
            goals.Add(new("S8", Invariant($"memory, filter of {head.FilterOctets / 1e6:N0} MB, {way}"), Invariant($"≤ {limit:N0} MB"), Invariant($"{own[Name(large, 1, isFast)]:N0} MB, and pages of the index"), own[Name(large, 1, isFast)] <= limit));
        }
        var seconds = new Sample(rounds.Seconds("index")).Median;
        goals.Add(new("S16", Invariant($"indexing {ofMiddle.Documents:N0} documents, {Environment.ProcessorCount} cores"), "≤ 3 s, ≥ 100 MB/s", Invariant($"{Rounds.Told(rounds.Seconds("index"), "0.00")} s, {ofMiddle.TextOctets / 1e6 / seconds:0} MB/s"), seconds <= 3 && ofMiddle.TextOctets / 1e6 / seconds >= 100));
        return new Part(Machine.Describe(), page.ToString(), goals);
    }

    /// <summary>The text that speed is measured on.</summary>
    public static string Text(string folder, Planter planter, long octets, ulong seed)
    {
        var text = Path.Combine(folder, "speed.txt");
        if (!File.Exists(text))
            new OtherText(planter.OtherParagraphs).Write(text, octets, Prng.Of(seed, 20), []);
        return text;
    }

    static string Name(string index) => "open " + Path.GetFileName(index);

    static string Name(string index, int threads, bool isFast) => $"{Path.GetFileName(index)} {threads} {isFast}";
}
