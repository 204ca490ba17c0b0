using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Gardu.Evidence.Scan.Normalising;
using Microsoft.Win32.SafeHandles;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>
/// How an index proves itself whole: SHA-256 of each piece of <see cref="IndexFormat.HashedSize"/> octets behind its head, and in its head one of the head and those. That one is the index's name in all
/// that is made with it.
/// </summary>
static class IndexHashes
{
    /// <summary>The hashes of the pieces up to a place of the file.</summary>
    public static byte[] Of(SafeFileHandle file, long end)
    {
        var pieces = (end - IndexFormat.HeadSize + IndexFormat.HashedSize - 1) / IndexFormat.HashedSize;
        var hashes = new byte[pieces * IndexFormat.HashSize];
        Parallel.For(0L, pieces, () => new byte[IndexFormat.HashedSize], (piece, _, octets) =>
        {
            var at = IndexFormat.HeadSize + (piece * IndexFormat.HashedSize);
            var length = (int)Math.Min(IndexFormat.HashedSize, end - at);
            var read = 0;
            while (read < length && RandomAccess.Read(file, octets.AsSpan(read..length), at + read) is var more and > 0)
                read += more;
            SHA256.HashData(octets.AsSpan(0, read), hashes.AsSpan((int)piece * IndexFormat.HashSize, IndexFormat.HashSize));
            return octets;
        }, _ => { });
        return hashes;
    }

    /// <summary>The head as it is written: the numbers, the hash of the normalisation's table, and the hash of both and of the pieces'.</summary>
    public static byte[] Head(in IndexHead head, ReadOnlySpan<byte> hashes)
    {
        var octets = new byte[IndexFormat.HeadSize];
        MemoryMarshal.Write(octets, head);
        NormalTable.One.Sha256.CopyTo(octets.AsSpan(NormalisationAt));
        Name(octets, hashes).CopyTo(octets.AsSpan(NameAt));
        return octets;
    }

    /// <summary>The hash of a head, its place for that empty, and of the pieces' hashes.</summary>
    public static byte[] Name(ReadOnlySpan<byte> head, ReadOnlySpan<byte> hashes)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        all.AppendData(head[..NameAt]);
        all.AppendData(head[(NameAt + IndexFormat.HashSize)..]);
        all.AppendData(hashes);
        return all.GetHashAndReset();
    }

    public static int NormalisationAt => IndexFormat.HeadSize - (2 * IndexFormat.HashSize);

    public static int NameAt => IndexFormat.HeadSize - IndexFormat.HashSize;
}
