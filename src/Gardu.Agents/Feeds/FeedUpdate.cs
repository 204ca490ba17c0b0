namespace Gardu.Agents.Feeds;

/// <summary>What became of one list when lists were updated.</summary>
public enum FeedOutcome : byte
{
    /// <summary>It differs from the copy that was there, or there was none.</summary>
    Updated,

    /// <summary>It is what was there.</summary>
    Unchanged,

    /// <summary>It could not be had or is no list; the last good copy stays.</summary>
    Kept,

    /// <summary>It could not be had or is no list, and there is no copy.</summary>
    Failed,
}

/// <summary>What became of one list.</summary>
/// <param name="File">Its file name.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why it was kept or failed; null otherwise.</param>
/// <param name="Feed">The list that lies in the folder now; null where there is none.</param>
public sealed record FeedUpdate(string File, FeedOutcome Outcome, string? Reason, AddressFeed? Feed)
{
    /// <summary>Whether the list could be had.</summary>
    public bool Had => Outcome is FeedOutcome.Updated or FeedOutcome.Unchanged;
}
