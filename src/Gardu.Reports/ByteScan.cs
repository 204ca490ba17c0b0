using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gardu.Reports;

/// <summary>
/// The searches that every line needs. The framework's own are as fast once the runtime has compiled them for the third
/// time, which for a report of a second is too late: a method that is compiled with all optimizations at once is neither
/// slow nor measured first.
/// </summary>
static class ByteScan
{
    /// <summary>The first place of a byte, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int IndexOf(ReadOnlySpan<byte> text, byte sought)
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        var length = (nint)text.Length;
        nint at = 0;
        if (Vector256.IsHardwareAccelerated && length >= Vector256<byte>.Count)
        {
            var pattern = Vector256.Create(sought);
            for (; ; at = Math.Min(at + Vector256<byte>.Count, length - Vector256<byte>.Count))
            {
                var found = Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)at), pattern).ExtractMostSignificantBits();
                if (found != 0)
                    return (int)at + BitOperations.TrailingZeroCount(found);
                if (at == length - Vector256<byte>.Count)
                    return -1;
            }
        }
        for (; at < length; at++)
            if (Unsafe.Add(ref start, at) == sought)
                return (int)at;
        return -1;
    }

    /// <summary>The first place of either byte, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int IndexOfEither(ReadOnlySpan<byte> text, byte one, byte other)
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        var length = (nint)text.Length;
        nint at = 0;
        if (Vector256.IsHardwareAccelerated && length >= Vector256<byte>.Count)
        {
            var (first, second) = (Vector256.Create(one), Vector256.Create(other));
            for (; ; at = Math.Min(at + Vector256<byte>.Count, length - Vector256<byte>.Count))
            {
                var stretch = Vector256.LoadUnsafe(ref start, (nuint)at);
                var found = (Vector256.Equals(stretch, first) | Vector256.Equals(stretch, second)).ExtractMostSignificantBits();
                if (found != 0)
                    return (int)at + BitOperations.TrailingZeroCount(found);
                if (at == length - Vector256<byte>.Count)
                    return -1;
            }
        }
        for (; at < length; at++)
            if (Unsafe.Add(ref start, at) is var b && (b == one || b == other))
                return (int)at;
        return -1;
    }

    /// <summary>The first place of any of three bytes, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int IndexOfAny(ReadOnlySpan<byte> text, byte one, byte other, byte third)
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        var length = (nint)text.Length;
        nint at = 0;
        if (Vector256.IsHardwareAccelerated && length >= Vector256<byte>.Count)
        {
            var (first, second, last) = (Vector256.Create(one), Vector256.Create(other), Vector256.Create(third));
            for (; ; at = Math.Min(at + Vector256<byte>.Count, length - Vector256<byte>.Count))
            {
                var stretch = Vector256.LoadUnsafe(ref start, (nuint)at);
                var found = (Vector256.Equals(stretch, first) | Vector256.Equals(stretch, second) | Vector256.Equals(stretch, last)).ExtractMostSignificantBits();
                if (found != 0)
                    return (int)at + BitOperations.TrailingZeroCount(found);
                if (at == length - Vector256<byte>.Count)
                    return -1;
            }
        }
        for (; at < length; at++)
            if (Unsafe.Add(ref start, at) is var b && (b == one || b == other || b == third))
                return (int)at;
        return -1;
    }

    /// <summary>Whether two stretches hold the same bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreEqual(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (one.Length != other.Length)
            return false;
        ref var left = ref MemoryMarshal.GetReference(one);
        ref var right = ref MemoryMarshal.GetReference(other);
        var length = (nint)one.Length;
        nint at = 0;
        if (length >= sizeof(ulong))
        {
            for (; at <= length - Vector128<byte>.Count; at += Vector128<byte>.Count)
                if (Vector128.LoadUnsafe(ref left, (nuint)at) != Vector128.LoadUnsafe(ref right, (nuint)at))
                    return false;
            for (; at < length; at = Math.Min(at + sizeof(ulong), length))
            {
                var word = Math.Min(at, length - sizeof(ulong));
                if (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref left, word)) != Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref right, word)))
                    return false;
            }
            return true;
        }
        for (; at < length; at++)
            if (Unsafe.Add(ref left, at) != Unsafe.Add(ref right, at))
                return false;
        return true;
    }
}
