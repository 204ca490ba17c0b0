namespace Gardu.Evidence.Scan.Reading;

/// <summary>What all readers have in common: a batch is filled from records that come one by one, and faults become words.</summary>
abstract class CorpusReader(StampedStream? file) : ICorpusReader
{
    IEnumerator<CorpusRecord>? records;
    bool isEnded;
    byte[] head = [];
    int headLength;

    public virtual long BytesRead => file?.BytesRead ?? 0;

    public abstract long BytesUnpacked { get; }

    public long RecordsSkipped { get; private set; }

    public string? Problem { get; private set; }

    public string? FirstSkipped { get; private set; }

    public FileStamp? Stamp { get; private set; }

    /// <summary>The file, where there is one.</summary>
    protected StampedStream? File => file;

    /// <summary>Where the records go that come next.</summary>
    protected RecordBatch Batch { get; private set; } = null!; // set before a record is asked for

    /// <summary>The records one by one, each in <see cref="Batch"/> as it is when it comes. Throws what <see cref="Unreadable"/> knows where the file cannot be read on.</summary>
    protected abstract IEnumerable<CorpusRecord> Records();

    public bool Read(RecordBatch batch)
    {
        if (isEnded)
            return false;
        Batch = batch;
        try
        {
            records ??= Records().GetEnumerator();
            while (!batch.IsFull && records.MoveNext())
                batch.Add(records.Current);
        }
        catch (Exception failure) when (Unreadable.Is(failure))
        {
            Problem ??= Unreadable.Why(failure);
        }
        if (batch.Records.Count > 0)
            return true;
        isEnded = true;
        Finish();
        return false;
    }

    public void Dispose()
    {
        isEnded = true;
        records?.Dispose();
        Close();
        file?.Dispose();
    }

    /// <summary>Ends what reads the file.</summary>
    protected virtual void Close() { }

    /// <summary>Counts a record that is not read. The words are built where they are the first.</summary>
    protected void Skip<T>(T of, Func<T, string> why)
    {
        RecordsSkipped++;
        FirstSkipped ??= why(of);
    }

    /// <summary>Keeps the head of the records that come next.</summary>
    protected void KeepHead(ReadOnlySpan<byte> kept)
    {
        if (head.Length < kept.Length)
            Array.Resize(ref head, Math.Max(kept.Length, head.Length * 2));
        kept.CopyTo(head);
        headLength = kept.Length;
    }

    /// <summary>A text to its end, whole or in parts, behind the head that was kept.</summary>
    protected IEnumerable<CorpusRecord> Parts(ByteWindow text, long number, long offset, TextKind kind)
    {
        for (var partOffset = 0L; ;)
        {
            var isLast = !text.Ensure(Batch.PartLimit + 1);
            var length = isLast ? text.Rest.Length : TextCut.Before(text.Rest, Batch.PartLimit, kind);
            var part = Batch.Add(text.Rest[..length]);
            yield return new CorpusRecord(number, offset, part, Batch.Add(head.AsSpan(0, headLength)), kind, partOffset);
            var taken = isLast ? length : TextCut.Before(text.Rest, length - RecordBatch.PartOverlap, kind);
            text.Take(taken);
            partOffset += taken;
            if (isLast)
                yield break;
        }
    }

    void Finish()
    {
        if (file is null)
            return;
        try
        {
            Stamp = file.Finish();
        }
        catch (Exception failure) when (Unreadable.Is(failure))
        {
            Problem = Problem is null ? Unreadable.Why(failure) : $"{Problem}; {Unreadable.Why(failure)}";
        }
    }
}
