namespace Gardu.Gate.Recording;

/// <summary>Where usage records are kept. Calls block; the recorder makes them off the request path.</summary>
public interface IUsageStore
{
    /// <summary>
    /// Writes both durably in one transaction: all or nothing. Throws <see cref="StoreException"/> where it cannot, or cannot tell;
    /// whoever calls then calls again with the same, and what had gone in after all does not go in twice.
    /// </summary>
    void Commit(IReadOnlyList<UsageRecord> records, IReadOnlyList<PeopleMinute> people);

    /// <summary>
    /// Records behind a cursor, oldest first; null where it is none. Whoever reads on from cursor to cursor meets every record once,
    /// however many write meanwhile.
    /// </summary>
    /// <param name="after">The cursor of the last record seen, a text of the store's own; empty for the first.</param>
    /// <param name="limit">1 to 10,000.</param>
    IReadOnlyList<(string Cursor, UsageRecord Record)>? Read(string after, int limit);

    /// <summary>Removes what is older than <paramref name="before"/>, a bounded part at a time; false when nothing is left to remove.</summary>
    bool Prune(DateTimeOffset before);

    /// <summary>Bytes that the store takes on disk.</summary>
    long SizeBytes { get; }
}

/// <summary>The store could not do what was asked: full, unreachable, corrupt.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Says what failed, in words for the owner.</summary>
    public StoreException(string message, Exception? inner = null, bool isCorrupt = false) : base(message, inner) => IsCorrupt = isCorrupt;

    /// <summary>True where the data itself is damaged.</summary>
    public bool IsCorrupt { get; }
}
