using System.Numerics;
using System.Runtime.InteropServices;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>
/// Sorts more entries than memory holds. Parts of them are put apart by the first bits of their fingerprints and wait in a file; at the end those of the same bits are read from every part and sorted, some bits
/// at a time, on all processors.
/// </summary>
sealed class EntrySorter : IDisposable
{
    /// <summary>Entries that are put apart at a time: with those that are filled meanwhile and a copy, 108 MiB.</summary>
    const int PartSize = 2 * 1024 * 1024;

    /// <summary>Bits of the fingerprint by which entries are put apart in a part.</summary>
    const int ApartBits = 12;

    /// <summary>Entries that are sorted together at least, where there are so many.</summary>
    const int PieceSize = 128 * 1024;

    static readonly int EntrySize = Marshal.SizeOf<AnchorEntry>();

    readonly string path;
    readonly FileStream file;
    readonly List<Part> parts = [];
    AnchorEntry[] filling = new AnchorEntry[PartSize];
    AnchorEntry[] spare = new AnchorEntry[PartSize];
    AnchorEntry[] apart = new AnchorEntry[PartSize];
    int filled;
    long written;
    Task writing = Task.CompletedTask;

    /// <summary>A part in the file.</summary>
    /// <param name="At">Its first octet.</param>
    /// <param name="Begins">For each set of first bits the number of its first entry, and one more for the end.</param>
    sealed record Part(long At, int[] Begins);

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

    /// <summary>All of them in order, in pieces. Ends the adding.</summary>
    public IEnumerable<ReadOnlyMemory<AnchorEntry>> Sorted()
    {
        if (filled > 0)
            Put();
        writing.Wait();
        (filling, spare, apart) = ([], [], []);
        var sorting = new Queue<Task<AnchorEntry[]>>();
        foreach (var (first, past) in Pieces())
        {
            sorting.Enqueue(Task.Run(() => Sort(first, past)));
            if (sorting.Count > Environment.ProcessorCount)
                yield return sorting.Dequeue().GetAwaiter().GetResult();
        }
        while (sorting.TryDequeue(out var last))
            yield return last.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        writing.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        file.Dispose();
        File.Delete(path);
    }

    /// <summary>Puts what is filled apart and writes it, while the next part is filled.</summary>
    void Put()
    {
        writing.Wait();
        var (full, part) = (filling.AsMemory(0, filled), new Part(written * EntrySize, new int[(1 << ApartBits) + 1]));
        parts.Add(part);
        written += filled;
        (filling, spare, filled) = (spare, filling, 0);
        writing = Task.Run(() =>
        {
            PutApart(full.Span, apart, 64 - ApartBits, part.Begins);
            RandomAccess.Write(file.SafeFileHandle, MemoryMarshal.AsBytes(apart.AsSpan(0, full.Length)), part.At);
        });
    }

    /// <summary>Copies entries in the order of some bits of their fingerprints.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="shift">How many lower bits do not count.</param>
    /// <param name="begins">Gets the number of the first entry for each value of the bits, a power of two of them, and one more for the end.</param>
    static void PutApart(ReadOnlySpan<AnchorEntry> entries, Span<AnchorEntry> to, int shift, Span<int> begins)
    {
        var mask = (ulong)begins.Length - 2;
        begins.Clear();
        foreach (ref readonly var entry in entries)
            begins[(int)(entry.Fingerprint >> shift & mask) + 1]++;
        for (var i = 1; i < begins.Length; i++)
            begins[i] += begins[i - 1];
        var next = begins.ToArray();
        foreach (ref readonly var entry in entries)
            to[next[(int)(entry.Fingerprint >> shift & mask)]++] = entry;
    }

    /// <summary>Sets of first bits, from one up to another, that have enough entries together to be sorted at a time.</summary>
    IEnumerable<(int First, int Past)> Pieces()
    {
        for (var (first, past) = (0, 0); first < 1 << ApartBits; first = past)
        {
            for (var count = 0; past < 1 << ApartBits && count < PieceSize; past++)
                count += CountOf(past);
            yield return (first, past);
        }
    }

    int CountOf(int bits) => parts.Sum(part => part.Begins[bits + 1] - part.Begins[bits]);

    AnchorEntry[] Sort(int first, int past)
    {
        var sorted = new AnchorEntry[Enumerable.Range(first, past - first).Sum(CountOf)];
        var done = 0;
        for (var bits = first; bits < past; bits++)
        {
            var read = new AnchorEntry[CountOf(bits)];
            var filled = 0;
            foreach (var part in parts)
            {
                var slice = read.AsSpan(filled, part.Begins[bits + 1] - part.Begins[bits]);
                Read(MemoryMarshal.AsBytes(slice), part.At + (part.Begins[bits] * (long)EntrySize));
                filled += slice.Length;
            }
            var to = sorted.AsSpan(done, filled);
            done += filled;
            var finer = Math.Min(ApartBits, BitOperations.Log2((uint)Math.Max(1, filled))); // what is left to sort is one entry or a few
            var begins = new int[(1 << finer) + 1];
            PutApart(read, to, 64 - ApartBits - finer, begins);
            for (var i = 0; i < begins.Length - 1; i++)
                to[begins[i]..begins[i + 1]].Sort();
        }
        return sorted;
    }

    void Read(Span<byte> octets, long at)
    {
        for (var read = 0; read < octets.Length;)
            read += RandomAccess.Read(file.SafeFileHandle, octets[read..], at + read) is var more and > 0 ? more : throw new IOException("a file of parts was cut off while it was in use");
    }
}
