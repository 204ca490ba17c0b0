using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Gardu.Reports.Traffic;

/// <summary>
/// Hash of a few dozen bytes: two chains of multiply-and-fold, 16 bytes a step each. Keyed anew in every process, so
/// that nobody can write a log whose values collide.
/// </summary>
static class BytesHash
{
    static readonly ulong Key = MemoryMarshal.Read<ulong>(RandomNumberGenerator.GetBytes(8));
    static readonly ulong Odd = MemoryMarshal.Read<ulong>(RandomNumberGenerator.GetBytes(8)) | 1;

    /// <summary>The hash, equal for equal bytes within one process.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ref var at = ref MemoryMarshal.GetReference(bytes);
        var length = bytes.Length;
        var one = Key ^ (ulong)length;
        if (length < 16)
            return Short(ref at, length, one);
        var two = one ^ Odd;
        nint offset = 0;
        for (; offset + 32 <= length; offset += 32)
        {
            one = Fold(Word(ref at, offset) ^ Odd, Word(ref at, offset + 8) ^ one);
            two = Fold(Word(ref at, offset + 16) ^ Odd, Word(ref at, offset + 24) ^ two);
        }
        if (offset + 16 <= length)
            one = Fold(Word(ref at, offset) ^ Odd, Word(ref at, offset + 8) ^ one);
        two = Fold(Word(ref at, length - 16) ^ Odd, Word(ref at, length - 8) ^ two);
        return Fold(one ^ Odd, two);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static ulong Short(ref byte at, int length, ulong seed)
    {
        ulong low = 0, high = 0;
        if (length >= 8)
        {
            low = Word(ref at, 0);
            high = Word(ref at, length - 8);
        }
        else if (length >= 4)
        {
            low = Unsafe.ReadUnaligned<uint>(ref at);
            high = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref at, length - 4));
        }
        else if (length > 0)
        {
            low = (ulong)(at | Unsafe.Add(ref at, length >> 1) << 8 | Unsafe.Add(ref at, length - 1) << 16);
        }
        return Fold(Fold(low ^ Odd, high ^ seed) ^ Odd, seed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Word(ref byte at, nint offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref at, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
