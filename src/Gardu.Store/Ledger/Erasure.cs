using Gardu.Ledger.Entries;

namespace Gardu.Store.Ledger;

/// <summary>What is to be erased: everything of a licensee, everything of a kind before a time, or one entry.</summary>
public sealed record Erasure
{
    /// <summary>Whose; null for no matter whose.</summary>
    public string? Licensee { get; init; }

    /// <summary>Of which kind; null for any.</summary>
    public EntryKind? Kind { get; init; }

    /// <summary>From before which time; null for any.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Which entry; null for all that the others say.</summary>
    public long? Index { get; init; }
}
