using System.Globalization;
using System.Text.Json;

namespace ScanBench;

/// <summary>The published program, from outside.</summary>
sealed class Gardu(string root, string folder)
{
    readonly string program = Path.Combine(root, "artifacts", "publish", "gardu");

    /// <summary>Options that name texts which are nobody's own.</summary>
    public IReadOnlyList<string> Background { get; init; } = [];

    /// <summary>Indexes files or patterns, anew.</summary>
    public Timed Index(string index, params IEnumerable<string> sources)
    {
        File.Delete(index);
        return Timed.Run([program, "scan", "index", .. sources, "--out", index, "--json", .. Background]);
    }

    /// <summary>The same, where the index is not there yet.</summary>
    public void IndexOnce(string index, params IEnumerable<string> sources)
    {
        if (!File.Exists(index))
            Index(index, sources);
    }

    /// <summary>Scans files or patterns; what it writes is in <see cref="HitsOf"/>.</summary>
    /// <param name="index">The index.</param>
    /// <param name="name">What the folder of the results is called.</param>
    /// <param name="threads">Threads that work.</param>
    /// <param name="isFast">Whether the fast way.</param>
    /// <param name="corpus">What is scanned.</param>
    public Timed Scan(string index, string name, int threads, bool isFast, params IEnumerable<string> corpus)
    {
        var hits = HitsOf(name);
        if (Directory.Exists(hits))
            Directory.Delete(hits, recursive: true);
        return Timed.Run([program, "scan", "run", index, .. corpus, "--out", hits, "--threads", threads.ToString(CultureInfo.InvariantCulture), .. isFast ? (string[])["--fast"] : []]);
    }

    /// <summary>The folder of a scan's results.</summary>
    public string HitsOf(string name) => Path.Combine(folder, "hits-" + name);

    /// <summary>The report of a scan.</summary>
    public JsonElement Report(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(HitsOf(name), "scan.json"))).RootElement;

    /// <summary>What the index's head says (<c>docs/formats/scan-index.md</c>).</summary>
    public static (long Documents, long Fingerprints, long TextOctets, long FilterOctets, long Octets) Head(string index)
    {
        using var file = File.OpenRead(index);
        Span<byte> head = stackalloc byte[136];
        file.ReadExactly(head);
        var numbers = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(head[24..]).ToArray();
        return (numbers[0], numbers[2], numbers[6], numbers[12] - numbers[11], file.Length);
    }
}
