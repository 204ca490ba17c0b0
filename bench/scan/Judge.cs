using System.Text.Json;

namespace ScanBench;

/// <summary>A stretch that a scan told: in the record's text and in the owner's document.</summary>
readonly record struct Told(long Begin, long End, long OwnBegin, long OwnEnd);

/// <summary>What a scan said of what was planted.</summary>
sealed class Judge
{
    readonly ILookup<(string File, long Record), Planted> places;
    readonly Dictionary<string, List<Told>> told = [];
    readonly Dictionary<string, string> tiers = [];

    /// <param name="folder">The scan's results.</param>
    /// <param name="planted">The truth; every document at most once.</param>
    public Judge(string folder, IEnumerable<Planted> planted)
    {
        places = planted.ToLookup(one => (one.File, one.Record));
        using var head = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "head.json")));
        var files = head.RootElement.GetProperty("files").EnumerateArray().Select(file => Path.GetFileName(file.GetString()!)).ToArray();
        foreach (var line in File.ReadLines(Path.Combine(folder, "hits.jsonl")))
            using (var hit = JsonDocument.Parse(line))
                Add(hit.RootElement, files);
        using var report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "scan.json")));
        foreach (var document in report.RootElement.GetProperty("documents").EnumerateArray())
            tiers[document.GetProperty("id").GetString()!] = document.GetProperty("tier").GetString()!;
        NamedNotPlanted = [.. tiers.Keys.Where(id => !told.ContainsKey(id))];
    }

    /// <summary>Runs that lie where nothing was planted.</summary>
    public int Elsewhere { get; private set; }

    /// <summary>Runs of another document than the one that was planted there: the owner's texts share turns of phrase.</summary>
    public int OfAnother { get; private set; }

    /// <summary>Documents that are named and were not planted, or not where they were found.</summary>
    public IReadOnlyList<string> NamedNotPlanted { get; }

    /// <summary>Whether there is a hit of it where it was planted.</summary>
    public bool IsFound(Planted one) => told.ContainsKey(one.Id);

    /// <summary>Whether it is substantive or strong.</summary>
    public bool IsNamed(Planted one) => IsFound(one) && tiers.ContainsKey(one.Id);

    /// <summary>Of all octets of these, as the files have them, the share that is inside runs.</summary>
    public double Covered(IReadOnlyCollection<Planted> some) => some.Sum(one => (double)CoveredOctets(one)) / some.Sum(one => one.Length);

    /// <summary>
    /// PAN's measure of text alignment (Potthast and others 2010): the harmonic mean of precision and recall, of octets on both sides and each case alike, by log2 of one more than the granularity, which is
    /// how many detections a found case has.
    /// </summary>
    public (double Plagdet, double Granularity) Plagdet(IReadOnlyCollection<Planted> some)
    {
        var found = some.Where(IsFound).ToArray();
        if (found.Length == 0)
            return (0, 1);
        var recall = found.Sum(one => (double)(CoveredOctets(one) + Union(told[one.Id].Select(run => (run.OwnBegin, run.OwnEnd)), 0, one.OwnLength)) / (one.Length + one.OwnLength)) / some.Count;
        var precision = found.SelectMany(one => told[one.Id].Select(run => (double)(Math.Min(run.End, one.End) - Math.Max(run.Begin, one.Begin) + run.OwnEnd - run.OwnBegin) / (run.End - run.Begin + run.OwnEnd - run.OwnBegin))).Average();
        var granularity = found.Average(one => told[one.Id].Count);
        return (2 * precision * recall / (precision + recall) / Math.Log2(1 + granularity), granularity);
    }

    void Add(JsonElement hit, string[] files)
    {
        var id = hit.GetProperty("document").GetProperty("id").GetString()!;
        var before = hit.TryGetProperty("partOffset", out var part) ? part.GetInt64() : 0;
        foreach (var run in hit.GetProperty("runs").EnumerateArray())
        {
            var (text, own) = (run.GetProperty("text"), run.GetProperty("own"));
            var stretch = new Told(before + text[0].GetInt64(), before + text[1].GetInt64(), own[0].GetInt64(), own[1].GetInt64());
            var there = places[(files[hit.GetProperty("file").GetInt32()], hit.GetProperty("record").GetInt64())].FirstOrDefault(one => stretch.End > one.Begin && stretch.Begin < one.End);
            if (there is null)
                Elsewhere++;
            else if (there.Id != id)
                OfAnother++;
            else if (!told.TryGetValue(id, out var all))
                told.Add(id, [stretch]);
            else if (all.FindIndex(known => known.Begin < stretch.End && stretch.Begin < known.End) is >= 0 and var same) // a long text's parts overlap: told twice, found once
                all[same] = new Told(Math.Min(all[same].Begin, stretch.Begin), Math.Max(all[same].End, stretch.End), Math.Min(all[same].OwnBegin, stretch.OwnBegin), Math.Max(all[same].OwnEnd, stretch.OwnEnd));
            else
                all.Add(stretch);
        }
    }

    long CoveredOctets(Planted one) => IsFound(one) ? Union(told[one.Id].Select(run => (run.Begin, run.End)), one.Begin, one.End) : 0;

    static long Union(IEnumerable<(long Begin, long End)> stretches, long from, long to)
    {
        var (sum, done) = (0L, from);
        foreach (var (begin, end) in stretches.Order())
        {
            sum += Math.Max(0, Math.Min(end, to) - Math.Max(begin, done));
            done = Math.Max(done, Math.Min(end, to));
        }
        return sum;
    }
}
