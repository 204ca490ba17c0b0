using System.Runtime.InteropServices;

namespace Gardu.Evidence.Cases;

/// <summary>Requests and bytes by some word of theirs. Words beyond a number are counted together, so that memory stays bounded.</summary>
/// <param name="most">Different words at the most.</param>
sealed class Counts<T>(int most) where T : notnull, IComparable<T>
{
    readonly Dictionary<T, (long Requests, long Bytes)> counts = [];

    /// <summary>Requests with words beyond the number.</summary>
    public long Others { get; private set; }

    public void Add(T word, long bytes)
    {
        if (counts.Count == most && !counts.ContainsKey(word))
        {
            Others++;
            return;
        }
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, word, out _);
        count = (count.Requests + 1, count.Bytes + bytes);
    }

    /// <summary>By requests descending, then by word.</summary>
    public IReadOnlyList<(T Word, long Requests, long Bytes)> Rows =>
        [.. counts.Select(count => (count.Key, count.Value.Requests, count.Value.Bytes)).OrderByDescending(row => row.Requests).ThenBy(row => row.Key, Comparer<T>.Create(Compare))];

    /// <summary>Of one word.</summary>
    public long Requests(T word) => counts.GetValueOrDefault(word).Requests;

    static int Compare(T one, T other) => one is string text ? string.CompareOrdinal(text, other as string) : one.CompareTo(other);
}
