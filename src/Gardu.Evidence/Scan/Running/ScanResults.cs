namespace Gardu.Evidence.Scan.Running;

/// <summary>What came of a scan, before it is judged.</summary>
/// <param name="Head">What it was of.</param>
/// <param name="Files">What came of each file, in order.</param>
/// <param name="Hits">What was found.</param>
public sealed record ScanResults(ScanHead Head, IReadOnlyList<FileResult> Files, HitsFile Hits)
{
    /// <summary>
    /// Puts shards of one scan, or scans of several corpora with the same index and options, together; null, and why, where they cannot be. The order of the parts does not matter.
    /// </summary>
    /// <param name="parts">What came of each, one at least.</param>
    /// <param name="folder">The folder that gets the hits of all of them, in <c>hits.jsonl</c>; nothing is written where they cannot be put together.</param>
    /// <param name="problem">Why they cannot be; empty where they can.</param>
    public static ScanResults? TryMerge(IReadOnlyList<ScanResults> parts, string folder, out string problem)
    {
        var head = parts[0].Head;
        problem = "";
        if (parts.FirstOrDefault(part => part.Head with { Files = [] } != head with { Files = [] }) is not null)
        {
            problem = "they are not of the same index, the same program and the same options";
            return null;
        }
        var names = parts.All(part => part.Head.Files.SequenceEqual(head.Files)) ? head.Files : [.. parts.SelectMany(part => part.Head.Files).Distinct().Order(StringComparer.Ordinal)];
        var number = names.Index().ToDictionary(name => name.Item, name => name.Index);
        var files = new SortedDictionary<int, FileResult>();
        foreach (var part in parts)
            foreach (var file in part.Files)
                if (!files.TryAdd(number[part.Head.Files[file.File]], file with { File = number[part.Head.Files[file.File]] }))
                {
                    problem = $"{part.Head.Files[file.File]} is in two of them";
                    return null;
                }
        return new ScanResults(head with { Files = names }, [.. files.Values], ScanFolder.WriteHits(folder, parts.SelectMany(part => part.Hits.Select(hit => hit with { File = number[part.Head.Files[hit.File]] }))));
    }
}
