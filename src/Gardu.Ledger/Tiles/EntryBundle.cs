using System.Buffers;
using System.Buffers.Binary;

namespace Gardu.Ledger.Tiles;

/// <summary>The entries of a tile in a row, each behind its length in two octets (C2SP tlog-tiles).</summary>
public static class EntryBundle
{
    /// <summary>Octets of an entry at the most.</summary>
    public const int EntryMax = ushort.MaxValue;

    const int LengthSize = 2;

    /// <summary>Writes an entry.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="EntryMax"/>.</exception>
    public static void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> entry)
    {
        if (entry.Length > EntryMax)
            throw new ArgumentException($"an entry has {EntryMax} octets at the most", nameof(entry));
        BinaryPrimitives.WriteUInt16BigEndian(to.GetSpan(LengthSize), (ushort)entry.Length);
        to.Advance(LengthSize);
        to.Write(entry);
    }

    /// <summary>Reads all entries; false where octets are missing or left over, or there are more than <see cref="Tile.Full"/>.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bundle, out IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var read = new List<ReadOnlyMemory<byte>>();
        entries = read;
        while (!bundle.IsEmpty)
        {
            if (bundle.Length < LengthSize || read.Count == Tile.Full)
                return false;
            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle.Span);
            if (bundle.Length - LengthSize < length)
                return false;
            read.Add(bundle.Slice(LengthSize, length));
            bundle = bundle[(LengthSize + length)..];
        }
        return true;
    }
}
