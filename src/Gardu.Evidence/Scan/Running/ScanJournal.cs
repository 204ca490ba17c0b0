using System.Text.Json;

namespace Gardu.Evidence.Scan.Running;

/// <summary>
/// What a scan has done so far, a line of JSON for each piece of work, on disk every few seconds: whoever is killed loses no more than that. A line that a kill cut short is no line.
/// </summary>
public sealed class ScanJournal : IDisposable
{
    /// <summary>How long what is done may be in memory alone.</summary>
    static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(5);

    readonly FileStream file;
    readonly Lock writing = new();
    readonly HashSet<(int File, int Batch)> batches = [];
    readonly Dictionary<int, FileResult> files = [];
    long syncedAt = Environment.TickCount64;

    ScanJournal(FileStream file) => this.file = file;

    /// <summary>Files that are done.</summary>
    public IReadOnlyDictionary<int, FileResult> Files => files;

    /// <summary>Begins a journal, or goes on with one of the same scan where that is wanted; null, and why, where one is there that is another's or is not to be gone on with.</summary>
    public static ScanJournal? TryOpen(string path, ScanHead head, bool resume, out string problem)
    {
        problem = "";
        if (File.Exists(path) && !resume)
        {
            problem = $"{path} is of a scan that did not end: go on with it (--resume), or take another folder";
            return null;
        }
        var journal = new ScanJournal(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 64 * 1024));
        var (first, end) = (true, 0L);
        foreach (var (line, after) in Lines(journal.file))
        {
            if (first && !Same(line.Scan, head))
            {
                journal.Dispose();
                problem = $"{path} is of another scan, with another index, other files or options: take another folder";
                return null;
            }
            first = false;
            journal.Note(line);
            end = after;
        }
        journal.file.SetLength(end); // what comes behind was cut short
        journal.file.Position = end;
        if (first)
            journal.Write(new JournalLine { Scan = head });
        return journal;
    }

    /// <summary>Whether a batch is done.</summary>
    public bool Has(int file, int batch) => batches.Contains((file, batch));

    /// <summary>Notes that something is done. Any thread may.</summary>
    public void Write(JournalLine line)
    {
        var octets = JsonSerializer.SerializeToUtf8Bytes(line, ScanJson.Default.JournalLine);
        lock (writing)
        {
            file.Write(octets);
            file.WriteByte((byte)'\n');
            Note(line);
            if (line.Batch is not null && Environment.TickCount64 - syncedAt < SyncEvery.TotalMilliseconds)
                return;
            file.Flush(flushToDisk: true);
            syncedAt = Environment.TickCount64;
        }
    }

    /// <summary>The lines of a journal that is closed, or of this one.</summary>
    public static IEnumerable<JournalLine> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 64 * 1024);
        foreach (var (line, _) in Lines(file))
            yield return line;
    }

    /// <summary>Puts all of it on disk and closes it.</summary>
    public void Dispose()
    {
        file.Flush(flushToDisk: true);
        file.Dispose();
    }

    void Note(JournalLine line)
    {
        if (line.Batch is { } batch)
            batches.Add((batch.File, batch.Batch));
        if (line.File is { } done)
            files[done.File] = done;
    }

    static bool Same(ScanHead? one, ScanHead other) => one is not null && one with { Files = [] } == other with { Files = [] } && one.Files.SequenceEqual(other.Files);

    /// <summary>The whole lines, each with the place behind it.</summary>
    static IEnumerable<(JournalLine Line, long After)> Lines(FileStream file) =>
        OctetLines.Read(file).Select(read => (Line: Parse(read.Line), read.After)).TakeWhile(read => read.Line is not null).Select(read => (read.Line!, read.After));

    static JournalLine? Parse(ReadOnlySpan<byte> octets)
    {
        try
        {
            return JsonSerializer.Deserialize(octets, ScanJson.Default.JournalLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
