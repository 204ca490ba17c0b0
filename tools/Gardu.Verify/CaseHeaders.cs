using System.Buffers.Binary;

namespace Gardu.Verify;

/// <summary>
/// Whether each file of an archive bears in its own header what the directory says of it (APPNOTE 4.3.7, 4.3.12): some readers go by the one and some by the other, and
/// would see two different cases.
/// </summary>
static class CaseHeaders
{
    const int OwnSize = 30;
    const int ListedSize = 46;
    const int BorneSize = 24;
    const int FirstDisk = 0;

    /// <summary>Goes through the directory.</summary>
    /// <param name="archive">The whole archive.</param>
    /// <param name="start">Where the directory begins.</param>
    /// <param name="size">Its octets; they are there.</param>
    public static bool Agree(Stream archive, long start, int size)
    {
        var directory = new byte[size];
        archive.Position = start;
        archive.ReadExactly(directory);
        for (var rest = directory.AsSpan(); !rest.IsEmpty;)
        {
            if (rest.Length < ListedSize || !rest.StartsWith("PK\u0001\u0002"u8))
                return false;
            var nameLength = Short(rest, 28);
            var length = ListedSize + nameLength + Short(rest, 30) + Short(rest, 32);
            if (rest.Length < length || !IsBorne(archive, start, rest[..ListedSize], rest.Slice(ListedSize, nameLength)))
                return false;
            rest = rest[length..];
        }
        return true;
    }

    static bool IsBorne(Stream archive, long end, ReadOnlySpan<byte> listed, ReadOnlySpan<byte> name)
    {
        var own = new byte[OwnSize + name.Length];
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(listed[42..]);
        if (offset + own.Length > end)
            return false;
        archive.Position = offset;
        archive.ReadExactly(own);
        // Version, flags, method, time, checksum and lengths, and then the name. A file that bears them behind itself instead is none of a case.
        return own.AsSpan().StartsWith("PK\u0003\u0004"u8) && own.AsSpan(4, BorneSize).SequenceEqual(listed.Slice(6, BorneSize)) && own.AsSpan(OwnSize).SequenceEqual(name) && Short(listed, 34) == FirstDisk;
    }

    static int Short(ReadOnlySpan<byte> octets, int at) => BinaryPrimitives.ReadUInt16LittleEndian(octets[at..]);
}
