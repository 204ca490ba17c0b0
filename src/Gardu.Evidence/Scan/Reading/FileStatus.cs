using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>What the system says of a file, links followed.</summary>
/// <param name="Device">The device it is on; with <paramref name="Node"/>, which file it is, whatever it is called.</param>
/// <param name="Node">Its number there.</param>
/// <param name="Kind">The kind's bits of its mode.</param>
/// <param name="Length">Octets.</param>
/// <param name="Changed">When it was last written to: seconds since 1970, and nanoseconds.</param>
readonly partial record struct FileStatus(ulong Device, ulong Node, int Kind, long Length, (long Seconds, uint Nanoseconds) Changed)
{
    // The layout of struct statx is the same on every architecture.
    const int StructSize = 256;
    const int BasicFields = 0x7FF;
    const int FromHere = -100;
    const int KindBits = 0xF000;
    const int Regular = 0x8000;
    const int Folder = 0x4000;

    /// <summary>Whether it is a file that holds octets, and no folder, socket or device.</summary>
    public bool IsRegular => Kind == Regular;

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => Kind == Folder;

    /// <summary>Null where nothing is there, or it may not be looked at.</summary>
    public static FileStatus? Of(string path)
    {
        Span<byte> found = stackalloc byte[StructSize];
        if (statx(FromHere, path, 0, BasicFields, ref MemoryMarshal.GetReference(found)) != 0)
            return null;
        return new FileStatus(
            BinaryPrimitives.ReadUInt64LittleEndian(found[136..]),
            BinaryPrimitives.ReadUInt64LittleEndian(found[32..]),
            BinaryPrimitives.ReadUInt16LittleEndian(found[28..]) & KindBits,
            BinaryPrimitives.ReadInt64LittleEndian(found[40..]),
            (BinaryPrimitives.ReadInt64LittleEndian(found[112..]), BinaryPrimitives.ReadUInt32LittleEndian(found[120..])));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint fields, ref byte status);
}
