namespace ScanBench;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): from the same seed the same numbers, whatever runs it.</summary>
sealed class Prng(ulong seed)
{
    ulong state = seed;

    /// <summary>A stream of its own for one of many, such as a document.</summary>
    public static Prng Of(ulong seed, ulong one) => new(new Prng(seed ^ (one * 0xD1B54A32D192ED03)).Next());

    public ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 up to, and without, the limit.</summary>
    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    public T Of<T>(IReadOnlyList<T> many) => many[Below(many.Count)];

    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
