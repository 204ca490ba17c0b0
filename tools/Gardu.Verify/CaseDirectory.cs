using System.Buffers.Binary;

namespace Gardu.Verify;

/// <summary>
/// The central directory of a case's archive (APPNOTE 4.3.12 and 4.3.16), looked at before anything that it speaks of is read: it is small, it is the whole end
/// of the file, and each file bears the same name in it as before its own bytes, so that no two readers see
/// two different archives, and no bytes belong to two files.
/// </summary>
static class CaseDirectory
{
    const int EndSize = 22;
    const int HeaderSize = 46;
    const int LocalSize = 30;
    const int FilesMax = 10_000;
    const int SizeMax = 4 * 1024 * 1024;

    /// <summary>2.0, which knows deflate, up to 4.5.</summary>
    const int VersionMax = 45;

    /// <summary>How hard it was compressed, that sizes follow the bytes, that names are UTF-8. Others encrypt or patch.</summary>
    const int FlagsKnown = 0b1000_0000_1110;

    /// <summary>Whether an archive is as a case's has to be.</summary>
    public static bool IsSound(FileStream stream)
    {
        if (stream.Length is < EndSize or > uint.MaxValue)
            return false;
        var end = Read(stream, stream.Length - EndSize, EndSize);
        var (count, size, start) = (Number(end, 10, 2), Number(end, 12, 4), Number(end, 16, 4));
        var isOneDisk = Number(end, 4, 4) == 0 && Number(end, 8, 2) == count;
        var isLast = start + size + EndSize == stream.Length && Number(end, 20, 2) == 0;
        if (!end.AsSpan().StartsWith("PK\u0005\u0006"u8) || !isOneDisk || !isLast || count > FilesMax || size > SizeMax)
            return false;
        var directory = Read(stream, start, (int)size);
        var files = new List<(long Start, long End)>();
        var at = 0;
        for (; count > 0 && at + HeaderSize <= size; count--)
        {
            var header = directory.AsSpan(at);
            var name = (int)Number(header, 28, 2);
            at += HeaderSize + name + (int)(Number(header, 30, 2) + Number(header, 32, 2));
            if (at > size || !IsKnown(header) || EndOf(stream, header, header.Slice(HeaderSize, name), start) is not { } fileEnd)
                return false;
            files.Add((Number(header, 42, 4), fileEnd));
        }
        files.Sort();
        return count == 0 && at == size && files.Zip(files.Skip(1)).All(pair => pair.First.End <= pair.Second.Start);
    }

    static bool IsKnown(ReadOnlySpan<byte> header) =>
        header.StartsWith("PK\u0001\u0002"u8) && Number(header, 6, 2) <= VersionMax && (Number(header, 8, 2) & ~FlagsKnown) == 0 && Number(header, 10, 2) is 0 or 8 && Number(header, 34, 2) == 0;

    /// <summary>Where a file's packed bytes end; null where they do not stand before the directory, behind a header with the same name.</summary>
    static long? EndOf(FileStream stream, ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, long directory)
    {
        var at = Number(header, 42, 4);
        if (at + LocalSize + name.Length > directory)
            return null;
        var local = Read(stream, at, LocalSize + name.Length);
        var end = at + local.Length + Number(local, 28, 2) + Number(header, 20, 4);
        return local.AsSpan().StartsWith("PK\u0003\u0004"u8) && Number(local, 26, 2) == name.Length && local.AsSpan(LocalSize).SequenceEqual(name) && end <= directory ? end : null;
    }

    static byte[] Read(FileStream stream, long at, int length)
    {
        var octets = new byte[length];
        stream.Position = at;
        stream.ReadExactly(octets);
        return octets;
    }

    /// <summary>A little-endian number of 2 or 4 octets.</summary>
    static long Number(ReadOnlySpan<byte> octets, int at, int size) =>
        size == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(octets[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(octets[at..]);
}
