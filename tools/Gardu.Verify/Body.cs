using Gardu.Ledger.Entries;

namespace Gardu.Verify;

/// <summary>What the files share: whom to believe, the log's history, and the statements that entries are counted into.</summary>
sealed class Body(Trust trust)
{
    public Trust Trust => trust;

    public History History { get; } = new();

    /// <summary>Statements outside of cases: every proven usage entry of every file is counted into them.</summary>
    public List<Recount> Recounts { get; } = [];

    /// <summary>Takes a proven entry.</summary>
    /// <param name="origin">Of which log.</param>
    /// <param name="index">Its place.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="usage">Its payload, where it is usage that can be read.</param>
    public void Take(string origin, long index, Entry entry, UsagePayload? usage)
    {
        foreach (var recount in Recounts)
            recount.Take(origin, index, entry, usage);
    }
}
