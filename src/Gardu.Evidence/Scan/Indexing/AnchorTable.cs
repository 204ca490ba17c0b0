using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>The table of anchors in a file that is mapped into memory.</summary>
/// <param name="octets">Where the file begins.</param>
/// <param name="head">How it begins.</param>
sealed unsafe class AnchorTable(byte* octets, IndexHead head)
{
    /// <summary>The entries of a fingerprint: its documents and where in them. Those of another that differs only behind its first 28 bits or more may be among them, the rarer the larger the table; texts tell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Span<TableEntry> Find(ulong fingerprint)
    {
        var bucket = BucketOf(fingerprint);
        var (begin, end) = (Begin(bucket), Begin(bucket + 1));
        var entries = new Span<TableEntry>(octets + head.EntriesAt + (begin * IndexFormat.EntrySize), (int)(end - begin));
        var tail = IndexFormat.TailOf(fingerprint, head.BucketBits);
        var first = 0;
        while (first < entries.Length && entries[first].Tail < tail)
            first++;
        var past = first;
        while (past < entries.Length && entries[past].Tail == tail)
            past++;
        return entries[first..past];
    }

    /// <summary>Begins to fetch what <see cref="FetchEntries"/> will read.</summary>
    public void FetchBucket(ulong fingerprint)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Begins + BucketOf(fingerprint));
    }

    /// <summary>Begins to fetch what <see cref="Find"/> will read.</summary>
    public void FetchEntries(ulong fingerprint)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(octets + head.EntriesAt + (Begin(BucketOf(fingerprint)) * IndexFormat.EntrySize));
    }

    long BucketOf(ulong fingerprint) => (long)(fingerprint >> (64 - (int)head.BucketBits));

    ulong* Groups => (ulong*)(octets + head.BucketsAt);

    uint* Begins => (uint*)(Groups + ((1L << (int)head.BucketBits) / IndexBuilder.BucketsEach) + 1);

    long Begin(long bucket) => (long)Groups[bucket / IndexBuilder.BucketsEach] + Begins[bucket];
}

/// <summary>An entry of the table.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
readonly record struct TableEntry(ushort Tail, ushort Around, uint Document, uint PlaceAndClass)
{
    /// <summary>Where in the document's normalised text.</summary>
    public int Place => (int)(PlaceAndClass & IndexFormat.PlaceMax);

    /// <summary>Whose it is.</summary>
    public AnchorClass Class
    {
        get => (AnchorClass)(PlaceAndClass >> IndexFormat.PlaceBits);
        init => PlaceAndClass = (PlaceAndClass & IndexFormat.PlaceMax) | ((uint)value << IndexFormat.PlaceBits);
    }
}
