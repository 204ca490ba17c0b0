using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>Writes entries that come in order as a table: bucket for bucket, each with the class that the number of its documents gives it.</summary>
sealed class TableWriter(Stream file, uint bucketBits, long templateOver, AnchorFilter filter)
{
    /// <summary>Entries of one fingerprint and document: the first ones. Of a row of zeros each place has the same.</summary>
    const int PlacesMax = 8;

    readonly uint[] begins = new uint[(1L << (int)bucketBits) + 1];
    readonly ulong[] groups = new ulong[(1L << (int)bucketBits) / IndexBuilder.BucketsEach + 1];
    readonly List<AnchorEntry> same = []; // of one fingerprint
    long bucket = -1;

    /// <summary>Entries written.</summary>
    public long Written { get; private set; }

    /// <summary>Different fingerprints.</summary>
    public long Fingerprints { get; private set; }

    /// <summary>Those of templates.</summary>
    public long Templates { get; private set; }

    public void Add(ReadOnlySpan<AnchorEntry> entries)
    {
        foreach (ref readonly var entry in entries)
        {
            if (same.Count > 0 && same[0].Fingerprint != entry.Fingerprint)
                Put();
            same.Add(entry);
        }
    }

    /// <summary>Ends the entries.</summary>
    public void Finish()
    {
        if (same.Count > 0)
            Put();
        BeginTo(1L << (int)bucketBits);
    }

    /// <summary>Writes where each bucket begins: of each group the number of its first entry, u64, and one more for the end; then of each bucket how many behind that its first is, u32.</summary>
    public void WriteBuckets()
    {
        file.Write(MemoryMarshal.AsBytes(groups.AsSpan()));
        file.Write(MemoryMarshal.AsBytes(begins.AsSpan()));
    }

    void Put()
    {
        var fingerprint = same[0].Fingerprint;
        BeginTo((long)(fingerprint >> (64 - (int)bucketBits)));
        var documents = 1L;
        for (var i = 1; i < same.Count; i++)
            documents += same[i].Document != same[i - 1].Document ? 1 : 0;
        var isTemplate = documents > templateOver;
        Fingerprints++;
        if (isTemplate)
            Templates++;
        else
            filter.Add(fingerprint);
        var mark = (uint)(isTemplate ? AnchorClass.Template : AnchorClass.Own) << IndexFormat.PlaceBits;
        if (isTemplate)
            same.RemoveRange(1, same.Count - 1); // whose they are is of no interest
        else if (same.Count > PlacesMax)
            LeaveOutMany();
        Span<byte> octets = stackalloc byte[IndexFormat.EntrySize];
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(same))
        {
            BinaryPrimitives.WriteUInt16LittleEndian(octets, IndexFormat.TailOf(fingerprint, bucketBits));
            BinaryPrimitives.WriteUInt16LittleEndian(octets[2..], entry.Around);
            BinaryPrimitives.WriteUInt32LittleEndian(octets[4..], entry.Document);
            BinaryPrimitives.WriteUInt32LittleEndian(octets[8..], entry.Place | mark);
            file.Write(octets);
        }
        Written += same.Count;
        same.Clear();
    }

    /// <summary>Leaves out what a document has of one fingerprint beyond the first places; of these it can no longer be told what stands around the others.</summary>
    void LeaveOutMany()
    {
        var all = CollectionsMarshal.AsSpan(same);
        var kept = 0;
        for (var (first, past) = (0, 0); first < all.Length; first = past)
        {
            while (past < all.Length && all[past].Document == all[first].Document)
                past++;
            for (var i = first; i < Math.Min(past, first + PlacesMax); i++)
                all[kept++] = past - first > PlacesMax ? all[i] with { Around = Anchors.AroundMany } : all[i];
        }
        same.RemoveRange(kept, same.Count - kept);
    }

    /// <summary>Notes that every bucket up to this one begins here, unless it has begun.</summary>
    void BeginTo(long last)
    {
        while (bucket < last)
        {
            bucket++;
            if (bucket % IndexBuilder.BucketsEach == 0)
                groups[bucket / IndexBuilder.BucketsEach] = (ulong)Written;
            begins[bucket] = (uint)(Written - (long)groups[bucket / IndexBuilder.BucketsEach]);
        }
    }
}
