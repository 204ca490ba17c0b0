using System.Runtime.InteropServices;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>The file of an index, version 1 (<c>docs/formats/scan-index.md</c>): numbers little-endian, mapped into memory as it is.</summary>
static class IndexFormat
{
    public const uint Version = 1;

    /// <summary>Octets before the first section.</summary>
    public const int HeadSize = 4096;

    /// <summary>Octets that are hashed together.</summary>
    public const int HashedSize = 4 * 1024 * 1024;

    public const int HashSize = 32;

    /// <summary>Octets of texts that are packed together, few enough to be unpacked for one of them; a document is never in two.</summary>
    public const int BlockSize = 8 * 1024;

    /// <summary>Octets of an entry of the table: a part of the fingerprint, what stands around, the document, the place with its class.</summary>
    public const int EntrySize = 12;

    /// <summary>Entries in a bucket of the table, on average.</summary>
    public const int EntriesEach = 8;

    public const int PlaceBits = 30;

    /// <summary>Octets of a document's normalised text at the most.</summary>
    public const uint PlaceMax = (1U << PlaceBits) - 1;

    /// <summary>What an entry has of its fingerprint: the 16 bits behind those of its bucket.</summary>
    public static ushort TailOf(ulong fingerprint, uint bucketBits) => (ushort)((fingerprint << (int)bucketBits) >> 48);

    /// <summary>How the file begins.</summary>
    public static ReadOnlySpan<byte> Magic => "gardu scan index"u8;

    /// <summary>Documents that may have an anchor before it is a template: three, or one in two thousand where that is more.</summary>
    public static long TemplateOver(long documents) => Math.Max(3, documents / 2000);
}

/// <summary>How the file begins. Sections follow each other in this order; hashes end it.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
struct IndexHead
{
    public ulong MagicFirst, MagicSecond;
    public uint Version;
    public uint BucketBits;
    public long Documents;
    public long Entries;
    public long Fingerprints;
    public long Background;
    public long Templates;
    public long ThirdParty;
    public long TextOctets;
    public long TextsAt;
    public long DocumentsAt;
    public long EntriesAt;
    public long BucketsAt;
    public long FilterAt;
    public long HashesAt;
    public long End;
}

/// <summary>Where a document stands.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
struct DocumentEntry
{
    /// <summary>Where its block begins in the file.</summary>
    public long BlockAt;

    /// <summary>Octets of the block, packed.</summary>
    public uint BlockSize;

    /// <summary>Where in the unpacked block its description begins, which its text follows.</summary>
    public uint At;

    /// <summary>Octets of the description.</summary>
    public uint DescriptionSize;

    /// <summary>Octets of the text.</summary>
    public uint TextSize;

    /// <summary>Octets of the normalised text.</summary>
    public uint NormalSize;

    /// <summary>Octets of the unpacked block.</summary>
    public uint UnpackedSize;
}
