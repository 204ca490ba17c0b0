using System.Runtime.InteropServices;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>Sorts more entries than memory holds: parts of them in memory, which wait in a file and are merged at the end.</summary>
sealed class EntrySorter : IDisposable
{
    /// <summary>Entries that are sorted at a time: with a copy to sort into, 128 MiB.</summary>
    const int PartSize = 4 * 1024 * 1024;

    /// <summary>Entries of a part that are read at a time.</summary>
    const int ReadSize = 16 * 1024;

    /// <summary>Bits of the fingerprint by which entries are put apart first; what is left to sort then lies in the cache.</summary>
    const int ApartBits = 12;

    readonly string path;
    readonly FileStream file;
    readonly List<(long At, long Count)> parts = [];
    AnchorEntry[] filling = new AnchorEntry[PartSize];
    AnchorEntry[] other = new AnchorEntry[PartSize];
    int filled;
    Task writing = Task.CompletedTask;

    /// <param name="path">A file that is made, and gone at the end.</param>
    public EntrySorter(string path)
    {
        this.path = path;
        file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.DeleteOnClose });
    }

    /// <summary>Entries added.</summary>
    public long Count { get; private set; }

    public void Add(ReadOnlySpan<AnchorEntry> entries)
    {
        Count += entries.Length;
        while (entries.Length > 0)
        {
            var taken = entries[..Math.Min(entries.Length, PartSize - filled)];
            taken.CopyTo(filling.AsSpan(filled));
            filled += taken.Length;
            entries = entries[taken.Length..];
            if (filled == PartSize)
                Put();
        }
    }

    /// <summary>All of them in order, in pieces that hold until the next one is asked for. Ends the adding.</summary>
    public IEnumerable<ReadOnlyMemory<AnchorEntry>> Sorted()
    {
        writing.Wait();
        if (parts.Count == 0)
        {
            Sort(filling, filled, other);
            yield return other.AsMemory(0, filled);
            yield break;
        }
        if (filled > 0)
        {
            Put();
            writing.Wait();
        }
        (filling, other) = ([], []);
        foreach (var piece in EntryMerger.Merge([.. parts.Select(part => Read(part.At, part.Count))]))
            yield return piece;
    }

    public void Dispose()
    {
        writing.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        file.Dispose();
        File.Delete(path);
    }

    /// <summary>Sorts what is filled and writes it, while the next part is filled.</summary>
    void Put()
    {
        writing.Wait();
        var (full, count, at) = (filling, filled, parts.Sum(part => part.Count) * Marshal.SizeOf<AnchorEntry>());
        (filling, filled) = (new AnchorEntry[PartSize], 0);
        parts.Add((at, count));
        writing = Task.Run(() =>
        {
            Sort(full, count, other);
            RandomAccess.Write(file.SafeFileHandle, MemoryMarshal.AsBytes(other.AsSpan(0, count)), at);
        });
    }

    static void Sort(AnchorEntry[] entries, int count, AnchorEntry[] to)
    {
        var begins = new int[(1 << ApartBits) + 1];
        foreach (ref readonly var entry in entries.AsSpan(0, count))
            begins[(entry.Fingerprint >> (64 - ApartBits)) + 1]++;
        for (var i = 1; i < begins.Length; i++)
            begins[i] += begins[i - 1];
        var next = begins.AsSpan(0, 1 << ApartBits).ToArray();
        foreach (ref readonly var entry in entries.AsSpan(0, count))
            to[next[entry.Fingerprint >> (64 - ApartBits)]++] = entry;
        for (var i = 0; i < 1 << ApartBits; i++)
            to.AsSpan(begins[i]..begins[i + 1]).Sort();
    }

    IEnumerable<ReadOnlyMemory<AnchorEntry>> Read(long at, long count)
    {
        var piece = new AnchorEntry[ReadSize];
        for (var done = 0L; done < count;)
        {
            var length = (int)Math.Min(ReadSize, count - done);
            var octets = MemoryMarshal.AsBytes(piece.AsSpan(0, length));
            for (var read = 0; read < octets.Length;)
                read += RandomAccess.Read(file.SafeFileHandle, octets[read..], at + (done * Marshal.SizeOf<AnchorEntry>()) + read) is var more and > 0 ? more : throw new IOException("a file of parts was cut off while it was in use");
            yield return piece.AsMemory(0, length);
            done += length;
        }
    }
}
