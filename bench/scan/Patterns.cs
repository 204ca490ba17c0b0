using System.Text;
using System.Text.Json;

namespace ScanBench;

/// <summary>What others look for: stretches of fifty ASCII characters of the owner's documents that do not occur in the text.</summary>
static class Patterns
{
    public static readonly int[] Counts = [1_000, 10_000, 100_000];

    const int Length = 50, FilterBits = 27;

    const ulong Base = 0x9E3779B97F4A7C15;

    static readonly ulong BaseToLength = Enumerable.Repeat(Base, Length).Aggregate(1UL, (power, by) => power * by);

    /// <summary>Files with the first so many of them, one a line; the text is read whole.</summary>
    public static string[] Write(string folder, IEnumerable<string> collection, string text, Prng random)
    {
        var files = Counts.Select(count => Path.Combine(folder, FormattableString.Invariant($"patterns-{count}"))).ToArray();
        if (files.All(File.Exists))
            return files;
        var drawn = new Dictionary<ulong, string>();
        foreach (var line in collection.SelectMany(File.ReadLines).Skip(Planter.Passages).TakeWhile(_ => drawn.Count < Counts[^1] * 11 / 10))
        {
            using var document = JsonDocument.Parse(line);
            var whole = document.RootElement.GetProperty("text").GetString()!;
            for (var each = 0; each < 20; each++)
                if (whole.AsSpan(random.Below(whole.Length - Length), Length) is var pattern && !pattern.ContainsAnyExceptInRange(' ', '~'))
                    drawn.TryAdd(Hash(Encoding.ASCII.GetBytes(pattern.ToString())), pattern.ToString());
        }
        foreach (var known in Occurring(text, drawn.Keys))
            drawn.Remove(known);
        var patterns = drawn.Values.ToArray();
        random.Shuffle(patterns);
        foreach (var (file, count) in files.Zip(Counts))
            File.WriteAllLines(file, patterns.Take(count));
        return files;
    }

    static ulong Hash(ReadOnlySpan<byte> octets)
    {
        var hash = 0UL;
        foreach (var octet in octets)
            hash = (hash * Base) + octet;
        return hash;
    }

    static List<ulong> Occurring(string path, IReadOnlyCollection<ulong> hashes)
    {
        var (all, filter, found) = (hashes.ToHashSet(), new ulong[1 << (FilterBits - 6)], new List<ulong>());
        foreach (var hash in all)
            filter[hash >> (70 - FilterBits)] |= 1UL << (int)(hash >> (64 - FilterBits));
        using var file = File.OpenRead(path);
        var (buffer, kept, hashNow) = (new byte[Length + (1 << 20)], Length, 0UL); // zeros before the text
        for (int read; (read = file.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            for (var i = kept; i < kept + read; i++)
            {
                hashNow = (hashNow * Base) + buffer[i] - (buffer[i - Length] * BaseToLength);
                if ((filter[hashNow >> (70 - FilterBits)] >> (int)(hashNow >> (64 - FilterBits)) & 1) != 0 && all.Contains(hashNow))
                    found.Add(hashNow);
            }
            buffer.AsSpan(read, Length).CopyTo(buffer);
        }
        return found;
    }
}
