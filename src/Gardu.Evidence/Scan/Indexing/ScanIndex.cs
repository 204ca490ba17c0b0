using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text.Json;
using Gardu.Evidence.Scan.Normalising;
using ZstdSharp;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>An index of the owner's documents, mapped into memory. Many threads may read it at once.</summary>
public sealed unsafe class ScanIndex : IDisposable
{
    [ThreadStatic]
    static Decompressor? unpacker;

    readonly FileStream file;
    readonly MemoryMappedFile mapped;
    readonly MemoryMappedViewAccessor view;
    readonly byte* octets;
    readonly IndexHead head;
    readonly AnchorTable table;

    ScanIndex(FileStream file, in IndexHead head, byte[] name)
    {
        (this.file, this.head, Sha256) = (file, head, name);
        mapped = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        view = mapped.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref octets);
        table = new AnchorTable(octets, head);
        Filter = AnchorFilter.Read(file, head.FilterAt, head.HashesAt - head.FilterAt);
    }

    /// <summary>Documents in it.</summary>
    public long Documents => head.Documents;

    /// <summary>Different fingerprints in it.</summary>
    public long Fingerprints => head.Fingerprints;

    /// <summary>Fingerprints that are the owner's templates.</summary>
    public long Templates => head.Templates;

    /// <summary>Fingerprints that stand in texts that cannot be the owner's.</summary>
    public long Background => head.Background;

    /// <summary>Fingerprints that stand in what others wrote and the owner carries.</summary>
    public long ThirdParty => head.ThirdParty;

    /// <summary>Octets of text in it.</summary>
    public long TextOctets => head.TextOctets;

    /// <summary>Octets of its filter, which has to be in memory.</summary>
    public long FilterSize => Filter.Size;

    /// <summary>What tells it from every other index: a SHA-256 over all of it.</summary>
    public byte[] Sha256 { get; }

    /// <summary>The SHA-256 of the table of the normalisation that it is of, in hexadecimal.</summary>
    public string Normalisation { get; } = Convert.ToHexStringLower(NormalTable.One.Sha256); // or it is not opened

    internal AnchorFilter Filter { get; }

    /// <summary>Opens an index and sees that it is whole; null, and why, where it is not, or is no index or one of another version.</summary>
    public static ScanIndex? TryOpen(string path, out string problem)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
            var begin = new byte[IndexFormat.HeadSize];
            if (file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) < begin.Length || !begin.AsSpan().StartsWith(IndexFormat.Magic))
                problem = $"{path} is no index of a scan";
            else if (MemoryMarshal.Read<IndexHead>(begin) is var head && head.Version != IndexFormat.Version)
                problem = $"{path} is an index of version {head.Version}, and this program reads version {IndexFormat.Version}: make it anew with gardu scan index";
            else if (!begin.AsSpan(IndexHashes.NormalisationAt, IndexFormat.HashSize).SequenceEqual(NormalTable.One.Sha256))
                problem = $"{path} is of another normalisation than this program's: make it anew with gardu scan index";
            else if (file.Length != head.End || head.HashesAt < IndexFormat.HeadSize || head.HashesAt > head.End)
                problem = $"{path} is cut off: it has {file.Length} octets, and should have {head.End}";
            else
            {
                var hashes = IndexHashes.Of(file.SafeFileHandle, head.HashesAt);
                var written = new byte[head.End - head.HashesAt];
                RandomAccess.Read(file.SafeFileHandle, written, head.HashesAt);
                var name = begin.AsSpan(IndexHashes.NameAt, IndexFormat.HashSize).ToArray();
                if (FirstDifference(hashes, written) is { } piece)
                    problem = $"{path} is damaged between octet {IndexFormat.HeadSize + (piece * IndexFormat.HashedSize)} and the {IndexFormat.HashedSize} behind it: make it anew with gardu scan index, or copy it again";
                else if (!IndexHashes.Name(begin, hashes).AsSpan().SequenceEqual(name))
                    problem = $"{path} is damaged in its first {IndexFormat.HeadSize} octets: make it anew with gardu scan index, or copy it again";
                else
                {
                    problem = "";
                    var index = new ScanIndex(file, head, name);
                    file = null;
                    return index;
                }
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problem = $"{path} cannot be read: {unreadable.Message}";
        }
        finally
        {
            file?.Dispose();
        }
        return null;
    }

    static long? FirstDifference(ReadOnlySpan<byte> hashes, ReadOnlySpan<byte> written) =>
        hashes.SequenceEqual(written) ? null : hashes.CommonPrefixLength(written) / IndexFormat.HashSize;

    /// <inheritdoc cref="AnchorTable.Find"/>
    internal ReadOnlySpan<TableEntry> Find(ulong fingerprint) => table.Find(fingerprint);

    /// <inheritdoc cref="AnchorTable.FetchBucket"/>
    internal void FetchBucket(ulong fingerprint) => table.FetchBucket(fingerprint);

    /// <inheritdoc cref="AnchorTable.FetchEntries"/>
    internal void FetchEntries(ulong fingerprint) => table.FetchEntries(fingerprint);

    internal DocumentEntry Entry(uint document) => *(DocumentEntry*)(octets + head.DocumentsAt + (document * (long)sizeof(DocumentEntry)));

    /// <summary>Octets of a document's normalised text.</summary>
    internal int NormalSize(uint document) => (int)Entry(document).NormalSize;

    /// <summary>Reads a document.</summary>
    internal OwnText Read(uint document)
    {
        var (block, entry) = Unpack(document);
        var description = JsonSerializer.Deserialize(block.AsSpan((int)entry.At, (int)entry.DescriptionSize), OwnDocumentJson.Default.OwnDocument)!; // as it was written
        return new OwnText(description, TextOf(block, entry));
    }

    /// <summary>Reads the text of a document.</summary>
    internal ReadOnlyMemory<byte> ReadText(uint document)
    {
        var (block, entry) = Unpack(document);
        return TextOf(block, entry);
    }

    static ReadOnlyMemory<byte> TextOf(byte[] block, DocumentEntry entry) => block.AsMemory((int)(entry.At + entry.DescriptionSize), (int)entry.TextSize);

    (byte[] Block, DocumentEntry Entry) Unpack(uint document)
    {
        var entry = Entry(document);
        var block = new byte[entry.UnpackedSize];
        (unpacker ??= new Decompressor()).Unwrap(new ReadOnlySpan<byte>(octets + entry.BlockAt, (int)entry.BlockSize), block);
        return (block, entry);
    }

    /// <summary>Unmaps and closes it.</summary>
    public void Dispose()
    {
        Filter.Dispose();
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        mapped.Dispose();
        file.Dispose();
    }
}
