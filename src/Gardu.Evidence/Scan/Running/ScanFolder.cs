using System.Text.Json;
using Gardu.Evidence.Scan.Matching;
using Gardu.Evidence.Scan.Reporting;

namespace Gardu.Evidence.Scan.Running;

/// <summary>
/// The folder that a scan writes. <c>journal.jsonl</c> is there while it runs; in the end there are <c>head.json</c>, <c>files.jsonl</c> and <c>hits.jsonl</c>, of which everything else is made and from
/// which shards are merged, and the report: <c>scan.json</c>, <c>documents.csv</c>, <c>hits.csv</c> and <c>report.html</c>. The same scan gives the same octets, whoever runs it and however often it was interrupted.
/// </summary>
public static class ScanFolder
{
    const string HeadName = "head.json", FilesName = "files.jsonl", HitsName = "hits.jsonl", ReportName = "scan.json", DocumentsName = "documents.csv", RowsName = "hits.csv", PageName = "report.html";

    /// <summary>The files of a finished scan.</summary>
    public static IReadOnlyList<string> Names { get; } = [DocumentsName, FilesName, HeadName, RowsName, HitsName, PageName, ReportName];

    /// <summary>Where the journal of a scan is.</summary>
    public static string JournalOf(string folder) => Path.Combine(folder, "journal.jsonl");

    /// <summary>Whether a finished scan is in a folder.</summary>
    public static bool IsFinished(string folder) => File.Exists(Path.Combine(folder, ReportName));

    /// <summary>Makes results of a journal that has every file of its scan or shard, and writes the hits. Throws <see cref="InvalidDataException"/> where the journal is empty, and <see cref="IOException"/> where something cannot be read or written.</summary>
    public static ScanResults Finish(string folder)
    {
        ScanHead? head = null;
        var (files, totals) = (new SortedDictionary<int, FileResult>(), new Dictionary<int, (long Records, long TextOctets, long Anchors, long Candidates)>());
        var hits = WriteHits(folder, Found());
        return new ScanResults(
            head ?? throw new InvalidDataException($"{JournalOf(folder)} is empty"),
            [.. files.Values.Select(file => totals.GetValueOrDefault(file.File) is var of ? file with { Records = of.Records, TextOctets = of.TextOctets, Anchors = of.Anchors, Candidates = of.Candidates } : file)],
            hits);

        IEnumerable<Hit> Found()
        {
            foreach (var line in ScanJournal.Read(JournalOf(folder)))
            {
                head ??= line.Scan;
                if (line.File is { } file)
                    files[file.File] = file;
                if (line.Batch is not { } batch)
                    continue;
                var (records, octets, anchors, candidates) = totals.GetValueOrDefault(batch.File);
                totals[batch.File] = (records + batch.Records, octets + batch.TextOctets, anchors + batch.Anchors, candidates + batch.Candidates);
                foreach (var hit in batch.Hits)
                    yield return hit;
            }
        }
    }

    /// <summary>Writes the hits of a scan to its folder.</summary>
    internal static HitsFile WriteHits(string folder, IEnumerable<Hit> hits)
    {
        Directory.CreateDirectory(folder);
        return HitsFile.Write(Path.Combine(folder, HitsName), hits);
    }

    /// <summary>Writes a finished scan, whose hits are there already, the report last, and ends its journal.</summary>
    public static void Write(string folder, ScanResults results, ScanReport report)
    {
        WriteLines(Path.Combine(folder, HeadName), [JsonSerializer.SerializeToUtf8Bytes(results.Head, ScanJson.Default.ScanHead)]);
        WriteLines(Path.Combine(folder, FilesName), results.Files.Select(file => JsonSerializer.SerializeToUtf8Bytes(file, ScanJson.Default.FileResult)));
        WriteText(folder, DocumentsName, text => ScanCsv.WriteDocuments(report, text));
        WriteText(folder, RowsName, text => ScanCsv.WriteHits(report, text));
        WriteText(folder, PageName, text => text.Write(HtmlScan.Render(report)));
        Write(Path.Combine(folder, ReportName), file =>
        {
            JsonSerializer.Serialize(file, report, ScanJson.Default.ScanReport);
            file.WriteByte((byte)'\n');
        });
        File.Delete(JournalOf(folder));
    }

    static void WriteText(string folder, string name, Action<TextWriter> write) => Write(Path.Combine(folder, name), file =>
    {
        using var text = new StreamWriter(file, leaveOpen: true);
        write(text);
    });

    /// <summary>Reads a finished scan; null, and why, where there is none, or none that this program reads.</summary>
    public static ScanResults? TryRead(string folder, out string problem)
    {
        problem = $"{folder} holds no finished scan";
        if (!IsFinished(folder))
            return null;
        try
        {
            var head = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, HeadName)), ScanJson.Default.ScanHead)!;
            problem = $"{folder} is of version {head.Version}, and this program reads version 1";
            if (head.Version != 1)
                return null;
            var hits = HitsFile.Of(Path.Combine(folder, HitsName));
            _ = hits.Count(); // which reads all of them
            return new ScanResults(head, [.. File.ReadLines(Path.Combine(folder, FilesName)).Select(line => JsonSerializer.Deserialize(line, ScanJson.Default.FileResult)!)], hits);
        }
        catch (Exception damaged) when (damaged is JsonException or IOException)
        {
            problem = $"{folder} is damaged: {damaged.Message}";
            return null;
        }
    }

    /// <summary>Writes a file of lines, which is there under its name once it is whole.</summary>
    internal static void WriteLines(string path, IEnumerable<byte[]> lines) => Write(path, file =>
    {
        foreach (var line in lines)
        {
            file.Write(line);
            file.WriteByte((byte)'\n');
        }
    });

    static void Write(string path, Action<Stream> write)
    {
        var unfinished = path + ".unfinished";
        using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1024 * 1024))
        {
            write(file);
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path, overwrite: true);
    }
}
