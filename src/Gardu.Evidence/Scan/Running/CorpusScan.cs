using Gardu.Evidence.Scan.Indexing;
using Gardu.Evidence.Scan.Matching;
using Gardu.Evidence.Scan.Reading;

namespace Gardu.Evidence.Scan.Running;

/// <summary>How far a scan is.</summary>
/// <param name="Octets">Octets of files that have been read, packed as they are.</param>
/// <param name="TextOctets">Octets of text that have been looked at, those of an earlier start apart.</param>
/// <param name="Files">Files that are done.</param>
/// <param name="Hits">Hits so far, those of an earlier start apart.</param>
public readonly record struct ScanProgress(long Octets, long TextOctets, int Files, long Hits);

/// <summary>
/// Scans files on several threads, and notes in a journal what is done. Each thread takes the next records of a file that no other reads just now and looks at them itself: files that are packed are unpacked
/// side by side, and of a single one the records are shared.
/// </summary>
public sealed class CorpusScan(ScanIndex index, ScanHead head, ScanJournal journal)
{
    readonly object taking = new();
    readonly List<OpenFile> open = [];
    Queue<int> waiting = new();
    Exception? failure;
    long octetsOfDone, textOctets, hits;
    int filesDone;

    /// <summary>How far it is.</summary>
    public ScanProgress Progress
    {
        get
        {
            lock (taking)
                return new ScanProgress(octetsOfDone + open.Sum(file => file.Reader.BytesRead), Interlocked.Read(ref textOctets), filesDone, Interlocked.Read(ref hits));
        }
    }

    /// <summary>
    /// Scans all files that are not done. Throws <see cref="OperationCanceledException"/> where it was to stop, and <see cref="IOException"/> where the journal cannot be written; what is in the journal then stays good.
    /// </summary>
    /// <param name="files">The numbers of the files in <see cref="ScanHead.Files"/>.</param>
    /// <param name="threads">How many threads work.</param>
    /// <param name="stop">Stops it.</param>
    public void Run(IEnumerable<int> files, int threads, CancellationToken stop = default)
    {
        waiting = new Queue<int>(files.Where(file => !journal.Files.ContainsKey(file)));
        using var waking = stop.Register(() => Fail(new OperationCanceledException(stop)));
        var working = Enumerable.Range(0, threads).Select(_ => new Thread(() => Work(threads)) { IsBackground = true }).ToArray();
        foreach (var thread in working)
            thread.Start();
        foreach (var thread in working)
            thread.Join();
        foreach (var file in open)
            file.Reader.Dispose();
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    void Work(int threads)
    {
        try
        {
            var (judge, batch) = (new RecordJudge(index, head.Guarantee is null), new RecordBatch());
            while (Take(threads) is { } file)
            {
                batch.Clear();
                var (hasMore, number) = (file.Reader.Read(batch), file.Batches);
                GiveBack(file, hasMore);
                if (hasMore && !journal.Has(file.Number, number))
                    journal.Write(new JournalLine { Batch = Look(judge, batch, file.Number, number) });
                Leave(file);
            }
        }
        catch (Exception failed)
        {
            Fail(failed);
        }
    }

    BatchResult Look(RecordJudge judge, RecordBatch batch, int file, int number)
    {
        var (found, candidates, looked, octets) = (new List<Hit>(), 0L, judge.Looked, 0L);
        foreach (var record in batch.Records)
        {
            var (ofRecord, few) = judge.Judge(file, batch, record);
            found.AddRange(ofRecord);
            candidates += few;
            octets += record.Text.Length;
        }
        Interlocked.Add(ref textOctets, octets);
        Interlocked.Add(ref hits, found.Count);
        return new BatchResult { File = file, Batch = number, Records = batch.Records.Count, TextOctets = octets, Anchors = judge.Looked - looked, Candidates = candidates, Hits = found };
    }

    /// <summary>A file whose next records are this thread's to read; null where there are no more. New files come first: what is packed is then unpacked side by side.</summary>
    OpenFile? Take(int threads)
    {
        lock (taking)
        {
            while (failure is null)
            {
                if (open.Count < threads && waiting.TryDequeue(out var number))
                    open.Add(new OpenFile(number, CorpusReaders.Open(head.Files[number], new ReadOptions { TextField = head.TextField })));
                if (open.Find(file => !file.IsRead && !file.HasEnded) is { } file)
                {
                    file.IsRead = true;
                    file.Working++;
                    return file;
                }
                if (open.Count == 0)
                    return null;
                Monitor.Wait(taking);
            }
            return null;
        }
    }

    void GiveBack(OpenFile file, bool hasMore)
    {
        lock (taking)
        {
            file.IsRead = false;
            file.HasEnded = !hasMore;
            file.Batches++;
            Monitor.PulseAll(taking);
        }
    }

    /// <summary>Ends a thread's work on a file; whoever is the last notes that the file is done.</summary>
    void Leave(OpenFile file)
    {
        lock (taking)
        {
            file.Working--;
            if (!file.HasEnded || file.Working > 0)
                return;
            open.Remove(file);
            octetsOfDone += file.Reader.BytesRead;
            filesDone++;
            Monitor.PulseAll(taking);
        }
        journal.Write(new JournalLine
        {
            File = new FileResult
            {
                File = file.Number,
                Length = file.Reader.BytesRead,
                Stamp = file.Reader.Stamp,
                Skipped = file.Reader.RecordsSkipped,
                FirstSkipped = file.Reader.FirstSkipped,
                Problem = file.Reader.Problem,
            },
        });
        file.Reader.Dispose();
    }

    void Fail(Exception with)
    {
        lock (taking)
        {
            failure ??= with;
            Monitor.PulseAll(taking);
        }
    }

    sealed class OpenFile(int number, ICorpusReader reader)
    {
        public int Number { get; } = number;

        public ICorpusReader Reader { get; } = reader;

        public bool IsRead { get; set; }

        public bool HasEnded { get; set; }

        /// <summary>Threads that read it or look at records of it.</summary>
        public int Working { get; set; }

        /// <summary>Batches that were read.</summary>
        public int Batches { get; set; }
    }
}
