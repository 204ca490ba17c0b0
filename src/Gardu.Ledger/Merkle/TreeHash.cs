using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gardu.Ledger.Merkle;

/// <summary>A SHA-256 hash of a Merkle tree (RFC 6962 section 2.1): 32 octets, in the order in which they are written.</summary>
public readonly record struct TreeHash
{
    /// <summary>Length in octets.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    const byte LeafMark = 0;
    const byte NodeMark = 1;
    const int StackMax = 1024;

    readonly UInt128 high;
    readonly UInt128 low;

    TreeHash(ReadOnlySpan<byte> octets) => (high, low) = (BinaryPrimitives.ReadUInt128BigEndian(octets), BinaryPrimitives.ReadUInt128BigEndian(octets[16..]));

    /// <summary>The root of a tree without leaves.</summary>
    public static TreeHash Empty { get; } = new(SHA256.HashData([]));

    /// <summary>The hash of a leaf.</summary>
    public static TreeHash OfLeaf(ReadOnlySpan<byte> entry) => Of([LeafMark], entry);

    /// <summary>SHA-256 over two pieces in a row.</summary>
    internal static TreeHash Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var length = first.Length + second.Length;
        Span<byte> both = length <= StackMax ? stackalloc byte[length] : new byte[length];
        first.CopyTo(both);
        second.CopyTo(both[first.Length..]);
        Span<byte> octets = stackalloc byte[Size];
        SHA256.HashData(both, octets);
        return new TreeHash(octets);
    }

    /// <summary>The hash of a node over two others.</summary>
    public static TreeHash OfNode(TreeHash left, TreeHash right)
    {
        Span<byte> both = stackalloc byte[1 + 2 * Size];
        both[0] = NodeMark;
        left.Write(both[1..]);
        right.Write(both[(1 + Size)..]);
        Span<byte> octets = stackalloc byte[Size];
        SHA256.HashData(both, octets);
        return new TreeHash(octets);
    }

    /// <summary>Reads octets; false for any other number of them than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out TreeHash hash)
    {
        hash = octets.Length == Size ? new TreeHash(octets) : default;
        return octets.Length == Size;
    }

    /// <summary>Reads base64 as <see cref="ToString"/> writes it, and nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TreeHash hash)
    {
        Span<byte> octets = stackalloc byte[Size + 1];
        hash = default;
        return Convert.TryFromBase64Chars(text, octets, out var length) && TryRead(octets[..length], out hash) && text.SequenceEqual(hash.ToString());
    }

    /// <summary>Writes the octets.</summary>
    /// <param name="octets">At least <see cref="Size"/>.</param>
    public void Write(Span<byte> octets)
    {
        BinaryPrimitives.WriteUInt128BigEndian(octets, high);
        BinaryPrimitives.WriteUInt128BigEndian(octets[16..], low);
    }

    /// <summary>The octets.</summary>
    public byte[] ToArray()
    {
        var octets = new byte[Size];
        Write(octets);
        return octets;
    }

    /// <summary>Base64 with padding, as checkpoints and proofs have it.</summary>
    public override string ToString()
    {
        Span<byte> octets = stackalloc byte[Size];
        Write(octets);
        return Convert.ToBase64String(octets);
    }
}
