using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>Writes entries that come in order as a table: bucket for bucket, each with the class that the number of its documents gives it.</summary>
sealed class TableWriter(Stream file, uint bucketBits, long templateOver, AnchorFilter filter)
{
    readonly uint[] begins = new uint[(1L << (int)bucketBits) + 1];
    readonly ulong[] groups = new ulong[(1L << (int)bucketBits) / IndexBuilder.BucketsEach + 1];
    readonly List<AnchorEntry> same = [];
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
        var kept = CollectionsMarshal.AsSpan(same)[..(isTemplate ? 1 : same.Count)]; // whose they are is of no interest
        Span<byte> octets = stackalloc byte[IndexFormat.EntrySize];
        foreach (ref readonly var entry in kept)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(octets, IndexFormat.TailOf(fingerprint, bucketBits));
            BinaryPrimitives.WriteUInt16LittleEndian(octets[2..], entry.Around);
            BinaryPrimitives.WriteUInt32LittleEndian(octets[4..], entry.Document);
            BinaryPrimitives.WriteUInt32LittleEndian(octets[8..], entry.Place | mark);
            file.Write(octets);
        }
        Written += kept.Length;
        same.Clear();
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
