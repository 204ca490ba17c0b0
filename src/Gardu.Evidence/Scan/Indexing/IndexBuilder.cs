using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Gardu.Evidence.Scan.Normalising;
using Gardu.Evidence.Scan.Reading;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>Makes an index in bounded memory: texts go to the file as they come, anchors are sorted beside it, and at the end come the table and the filter of them.</summary>
public sealed class IndexBuilder : IDisposable
{
    /// <summary>Buckets whose beginnings are told from one number.</summary>
    internal const int BucketsEach = 4096;

    readonly string path;
    readonly FileStream file;
    readonly FileStream documents;
    readonly EntrySorter entries;
    readonly HashSet<UInt128> ids = []; // hashes of them
    IndexHead head;

    /// <summary>Begins an index, which is there under its name once it is whole. Throws <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/> where that cannot be written.</summary>
    public IndexBuilder(string path)
    {
        this.path = path;
        file = new FileStream(Unfinished, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1024 * 1024);
        documents = new FileStream(path + ".documents", new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, BufferSize = 1024 * 1024, Options = FileOptions.DeleteOnClose });
        entries = new EntrySorter(path + ".anchors");
        file.Position = IndexFormat.HeadSize;
        head.TextsAt = IndexFormat.HeadSize;
    }

    string Unfinished => path + ".unfinished";

    /// <summary>Documents so far.</summary>
    public long Documents => head.Documents;

    /// <summary>Texts that were left out, since one of their id was there.</summary>
    public long Repeated { get; private set; }

    /// <summary>Octets of text so far.</summary>
    public long TextOctets => head.TextOctets;

    /// <summary>Reads and adds batches on so many threads; they come in their order whatever the threads do. Of an id the first text is taken.</summary>
    /// <param name="batches">Each reads some documents; called by any thread.</param>
    /// <param name="threads">How many of them work at once.</param>
    /// <param name="stop">Gives up.</param>
    public void Add(IEnumerable<Func<IReadOnlyList<OwnText>>> batches, int threads, CancellationToken stop = default)
    {
        var (reading, working) = (new Queue<Task<IReadOnlyList<OwnText>>>(), new Queue<Task<IndexedBatch>>());
        foreach (var batch in batches)
        {
            stop.ThrowIfCancellationRequested();
            reading.Enqueue(Task.Run(batch, stop));
            if (reading.Count > threads)
                Index(reading.Dequeue());
        }
        while (reading.TryDequeue(out var last))
            Index(last);
        while (working.TryDequeue(out var last))
            Append(last.GetAwaiter().GetResult());

        void Index(Task<IReadOnlyList<OwnText>> read)
        {
            var texts = read.GetAwaiter().GetResult();
            var fresh = texts.Where(text => ids.Add(BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.Document.Id))))).ToArray();
            Repeated += texts.Count - fresh.Length;
            working.Enqueue(Task.Run(() => IndexedBatch.Of(fresh), stop));
            if (working.Count > threads)
                Append(working.Dequeue().GetAwaiter().GetResult());
        }
    }

    void Append(IndexedBatch batch)
    {
        var (blocksAt, first) = (file.Position, (uint)head.Documents);
        file.Write(batch.Blocks.WrittenSpan);
        foreach (ref var document in CollectionsMarshal.AsSpan(batch.Documents))
            document.BlockAt += blocksAt;
        documents.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(batch.Documents)));
        foreach (ref var anchor in CollectionsMarshal.AsSpan(batch.Anchors))
            anchor = anchor with { Document = anchor.Document + first };
        entries.Add(CollectionsMarshal.AsSpan(batch.Anchors));
        head.Documents += batch.Documents.Count;
        head.TextOctets += batch.TextOctets;
    }

    /// <summary>Ends the index: its table, its filter and its hashes. Nothing is under its name before this is done.</summary>
    /// <param name="others">Texts that are not the owner's, with what their anchors are to be, <see cref="AnchorClass.Background"/> or <see cref="AnchorClass.ThirdParty"/>; of both the last holds.</param>
    public void Finish(params IEnumerable<(AnchorClass Class, RecordBatch Texts)> others)
    {
        head.DocumentsAt = file.Position;
        documents.Position = 0;
        documents.CopyTo(file);
        Align();
        head.EntriesAt = file.Position;
        head.BucketBits = BucketBitsFor(entries.Count);
        using (var filter = WriteEntries())
        {
            Align();
            head.FilterAt = file.Position;
            filter.Write(file);
            head.HashesAt = file.Position;
            file.Flush();
            Mark(others, filter);
        }
        WriteHashes();
        file.Flush(flushToDisk: true);
        file.Dispose();
        File.Move(Unfinished, path, overwrite: true);
    }

    /// <summary>Marks the anchors that others' texts have too.</summary>
    unsafe void Mark(IEnumerable<(AnchorClass Class, RecordBatch Texts)> others, AnchorFilter filter)
    {
        using var mapped = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        using var view = mapped.CreateViewAccessor(0, 0, MemoryMappedFileAccess.ReadWrite);
        byte* octets = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref octets);
        try
        {
            var (table, text, places) = (new AnchorTable(octets, head), new NormalText(), new AnchorPlaces());
            foreach (var (@class, batch) in others)
                foreach (var record in batch.Records)
                {
                    Normaliser.Normalise(batch[record.Text], text);
                    foreach (var at in Anchors.Choose(text, isFast: false, places))
                        if (Anchors.FingerprintAt(text.Padded, at) is var fingerprint && filter.MayHave(fingerprint))
                            Mark(table.Find(fingerprint), @class);
                }
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    void Mark(Span<TableEntry> entries, AnchorClass @class)
    {
        if (entries.IsEmpty || entries[0].Class is AnchorClass.Template || entries[0].Class == @class)
            return;
        head.Background += (@class == AnchorClass.Background ? 1 : 0) - (entries[0].Class == AnchorClass.Background ? 1 : 0);
        head.ThirdParty += (@class == AnchorClass.ThirdParty ? 1 : 0) - (entries[0].Class == AnchorClass.ThirdParty ? 1 : 0);
        foreach (ref var entry in entries)
            entry = entry with { Class = @class };
    }

    static uint BucketBitsFor(long entries)
    {
        var bits = 12u; // a whole number of groups
        while (entries >> (int)bits > IndexFormat.EntriesEach && bits < 32)
            bits++;
        return bits;
    }

    AnchorFilter WriteEntries()
    {
        var filter = AnchorFilter.For(entries.Count);
        var writer = new TableWriter(file, head.BucketBits, IndexFormat.TemplateOver(head.Documents), filter);
        foreach (var piece in entries.Sorted())
            writer.Add(piece.Span);
        writer.Finish();
        (head.Entries, head.Fingerprints, head.Templates) = (writer.Written, writer.Fingerprints, writer.Templates);
        Align();
        head.BucketsAt = file.Position;
        writer.WriteBuckets();
        return filter;
    }

    void Align()
    {
        while (file.Position % sizeof(ulong) != 0)
            file.WriteByte(0);
    }

    void WriteHashes()
    {
        head.MagicFirst = MemoryMarshal.Read<ulong>(IndexFormat.Magic);
        head.MagicSecond = MemoryMarshal.Read<ulong>(IndexFormat.Magic[8..]);
        head.Version = IndexFormat.Version;
        file.Flush();
        var hashes = IndexHashes.Of(file.SafeFileHandle, head.HashesAt);
        head.End = head.HashesAt + hashes.Length;
        file.Position = head.HashesAt;
        file.Write(hashes);
        file.Position = 0;
        var octets = IndexHashes.Head(head, hashes);
        file.Write(octets);
    }

    /// <summary>Ends it; one that is not finished is gone.</summary>
    public void Dispose()
    {
        entries.Dispose();
        documents.Dispose();
        file.Dispose();
        File.Delete(Unfinished);
    }
}
