using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>
/// A Bloom filter of fingerprints whose four bits lie in one word, so that a question reads one line of memory. About 1.6 in 100 fingerprints that are not in it pass. Its memory is in large pages
/// where the system has them: a question is then one miss of the cache and not two.
/// </summary>
sealed unsafe partial class AnchorFilter : IDisposable
{
    /// <summary>Bits for each fingerprint.</summary>
    const double BitsEach = 10.7;

    /// <summary>Its size is a multiple of this: a large page.</summary>
    const int PageSize = 2 * 1024 * 1024;

    const int AdviceLargePages = 14;

    readonly ulong* words;

    AnchorFilter(long size)
    {
        Size = size;
        Words = (uint)(size / sizeof(ulong));
        words = (ulong*)NativeMemory.AlignedAlloc((nuint)size, PageSize);
        if (OperatingSystem.IsLinux())
            _ = Advise(words, (nuint)size, AdviceLargePages); // where it cannot be had, small ones do
        NativeMemory.Clear(words, (nuint)size);
    }

    /// <summary>Octets of it.</summary>
    public long Size { get; }

    uint Words { get; }

    /// <summary>An empty one for so many fingerprints.</summary>
    public static AnchorFilter For(long fingerprints) => new((((long)(fingerprints * BitsEach / 8) / PageSize) + 1) * PageSize);

    /// <summary>Reads one that <see cref="Write"/> wrote.</summary>
    public static AnchorFilter Read(FileStream file, long at, long size)
    {
        var filter = new AnchorFilter(size);
        for (var done = 0L; done < size; done += PageSize)
            if (RandomAccess.Read(file.SafeFileHandle, new Span<byte>((byte*)filter.words + done, PageSize), at + done) != PageSize)
                throw new InvalidDataException("the filter is cut off");
        return filter;
    }

    /// <summary>Writes it as it is, words little-endian.</summary>
    public void Write(Stream to)
    {
        for (var done = 0L; done < Size; done += PageSize)
            to.Write(new ReadOnlySpan<byte>((byte*)words + done, PageSize));
    }

    public void Add(ulong fingerprint) => words[PlaceOf(fingerprint)] |= BitsOf(fingerprint);

    /// <summary>Whether a fingerprint may be in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayHave(ulong fingerprint)
    {
        var bits = BitsOf(fingerprint);
        return (words[PlaceOf(fingerprint)] & bits) == bits;
    }

    /// <summary>Begins to fetch what <see cref="MayHave"/> will read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(ulong fingerprint)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(words + PlaceOf(fingerprint));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    nuint PlaceOf(ulong fingerprint) => (nuint)(((fingerprint >> 32) * Words) >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong BitsOf(ulong fingerprint) =>
        1UL << (int)(fingerprint & 63) | 1UL << (int)((fingerprint >> 6) & 63) | 1UL << (int)((fingerprint >> 12) & 63) | 1UL << (int)((fingerprint >> 18) & 63);

    public void Dispose() => NativeMemory.AlignedFree(words);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
