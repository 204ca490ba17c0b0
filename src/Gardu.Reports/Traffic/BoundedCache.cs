using System.Runtime.CompilerServices;

namespace Gardu.Reports.Traffic;

/// <summary>
/// What has been worked out for a value, kept by the value's bytes: four places for each hash, the oldest gives way. It
/// only saves work, so forgetting changes no figure. For one thread.
/// </summary>
sealed class BoundedCache<T>
{
    const int Ways = 4;
    const int KeyBytesMax = 2048;

    readonly Place[] places;
    readonly byte[] oldest;
    readonly ulong mask;

    /// <summary>Makes a cache.</summary>
    /// <param name="sets">Power of two; four times as many values are kept.</param>
    public BoundedCache(int sets) => (places, oldest, mask) = (new Place[sets * Ways], new byte[sets], (ulong)sets - 1);

    struct Place
    {
        public ulong Hash;
        public byte[]? Key;
        public T Value;
    }

    /// <summary>Finds what is known of a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryGet(ReadOnlySpan<byte> key, ulong hash, out T value)
    {
        var first = (int)(hash & mask) * Ways;
        foreach (ref var place in places.AsSpan(first, Ways))
        {
            if (place.Hash != hash || place.Key is not { } kept || !ByteScan.AreEqual(key, kept))
                continue;
            value = place.Value;
            return true;
        }
        value = default!; // not looked at where false is returned
        return false;
    }

    /// <summary>Keeps a value; one longer than 2,048 bytes is not kept.</summary>
    public void Add(ReadOnlySpan<byte> key, ulong hash, T value)
    {
        if (key.Length > KeyBytesMax)
            return;
        var set = (int)(hash & mask);
        places[set * Ways + oldest[set]] = new Place { Hash = hash, Key = key.ToArray(), Value = value };
        oldest[set] = (byte)((oldest[set] + 1) % Ways);
    }
}
