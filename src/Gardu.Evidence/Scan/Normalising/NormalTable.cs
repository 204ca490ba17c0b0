using System.Buffers.Binary;
using System.Collections.Frozen;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Gardu.Evidence.Scan.Normalising;

/// <summary>
/// What becomes of each code point in normalisation 1 (<c>docs/formats/normalisation.md</c>), and the names that references have. Made by <c>table.py</c> from Unicode 14.0 and never changed:
/// an index is of one table, whatever Unicode the machine knows.
/// <code>
///   pages u32, entries u32 (in pages of 64), overflow u32, names u32
///   page of each 64 code points, u16: 0 all dropped, 1 all kept, 2 Hangul, else entries from 64 * (page - 3) on
///   entries, 8 octets: up to 7 octets of UTF-8 and their number; or where they stand in the overflow u32, their number u8, 0, 0, 0xFF
///   overflow; names, 12 octets: name and zeros, code point u32
/// </code>
/// </summary>
sealed class NormalTable
{
    /// <summary>Octets that a code point becomes at the most, of those that are written at once.</summary>
    public const int WrittenMax = 64;

    const int PageBits = 6;
    const int Dropped = 0, Kept = 1, Hangul = 2, FirstPage = 3;
    const byte Overflow = 0xFF;

    // Unicode 14.0, section 3.12: a syllable is a leading consonant, a vowel and perhaps a trailing consonant.
    const int SyllableFirst = 0xAC00, SyllableLast = 0xD7A3, LeadFirst = 0x1100, VowelFirst = 0x1161, TrailBefore = 0x11A7, Vowels = 21, Trails = 28;

    readonly ushort[] pages;
    readonly ulong[] entries;
    readonly byte[] overflow;
    readonly FrozenDictionary<ulong, int> names;

    NormalTable(byte[] octets)
    {
        Sha256 = SHA256.HashData(octets);
        var head = MemoryMarshal.Cast<byte, uint>(octets.AsSpan(0, 16));
        var rest = octets.AsSpan(16);
        pages = MemoryMarshal.Cast<byte, ushort>(rest[..(int)(head[0] * 2)]).ToArray();
        rest = rest[(int)(head[0] * 2)..];
        entries = MemoryMarshal.Cast<byte, ulong>(rest[..(int)(head[1] << PageBits << 3)]).ToArray();
        rest = rest[(int)(head[1] << PageBits << 3)..];
        overflow = rest[..(int)head[2]].ToArray();
        rest = rest[(int)head[2]..];
        var named = new Dictionary<ulong, int>();
        for (; rest.Length > 0; rest = rest[12..])
            named.Add(BinaryPrimitives.ReadUInt64LittleEndian(rest), BinaryPrimitives.ReadInt32LittleEndian(rest[8..]));
        names = named.ToFrozenDictionary();
    }

    /// <summary>The table.</summary>
    public static NormalTable One { get; } = Load();

    /// <summary>The SHA-256 of the table as <c>table.py</c> makes it, which says what normalisation an index is of.</summary>
    public byte[] Sha256 { get; }

    /// <summary>The code point of a named reference of HTML 4.01; null for another name.</summary>
    public int? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > sizeof(ulong))
            return null;
        var packed = 0UL;
        for (var i = 0; i < name.Length; i++)
            packed |= (ulong)name[i] << (8 * i);
        return names.TryGetValue(packed, out var code) ? code : null;
    }

    /// <summary>Writes what becomes of a code point, of which <paramref name="to"/> has room for <see cref="WrittenMax"/> octets, and says how many octets that are.</summary>
    public int Write(int code, Span<byte> to)
    {
        if ((uint)code > 0x10FFFF)
            return 0;
        var page = pages[code >> PageBits];
        if (page == Dropped)
            return 0;
        if (page == Kept)
            return Encode(code, to);
        if (page == Hangul)
            return WriteSyllable(code, to);
        var entry = entries[((page - FirstPage) << PageBits) + (code & ((1 << PageBits) - 1))];
        var length = (byte)(entry >> 56);
        if (length != Overflow)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(to, entry);
            return length;
        }
        var (at, many) = ((int)(uint)entry, (byte)(entry >> 32));
        overflow.AsSpan(at, many).CopyTo(to);
        return many;
    }

    static int WriteSyllable(int code, Span<byte> to)
    {
        if (code is < SyllableFirst or > SyllableLast)
            return 0;
        var number = code - SyllableFirst;
        var written = Encode(LeadFirst + (number / (Vowels * Trails)), to);
        written += Encode(VowelFirst + (number / Trails % Vowels), to[written..]);
        return number % Trails == 0 ? written : written + Encode(TrailBefore + (number % Trails), to[written..]);
    }

    static int Encode(int code, Span<byte> to)
    {
        if (code < 0x800)
        {
            (to[0], to[1]) = ((byte)(0xC0 | (code >> 6)), (byte)(0x80 | (code & 0x3F))); // what is ASCII stands in a page with entries
            return 2;
        }
        if (code < 0x10000)
        {
            (to[0], to[1], to[2]) = ((byte)(0xE0 | (code >> 12)), (byte)(0x80 | ((code >> 6) & 0x3F)), (byte)(0x80 | (code & 0x3F)));
            return 3;
        }
        (to[0], to[1], to[2], to[3]) = ((byte)(0xF0 | (code >> 18)), (byte)(0x80 | ((code >> 12) & 0x3F)), (byte)(0x80 | ((code >> 6) & 0x3F)), (byte)(0x80 | (code & 0x3F)));
        return 4;
    }

    static NormalTable Load()
    {
        using var packed = typeof(NormalTable).Assembly.GetManifestResourceStream("normalisation-1.table")!; // embedded
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        using var octets = new MemoryStream();
        unpacked.CopyTo(octets);
        return new NormalTable(octets.ToArray());
    }
}
