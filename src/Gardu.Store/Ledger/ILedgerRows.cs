using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;

namespace Gardu.Store.Ledger;

/// <summary>An entry that has no index yet.</summary>
/// <param name="Row">Names it in the database.</param>
/// <param name="Envelope">The leaf that it will be.</param>
public readonly record struct PendingEntry(long Row, Envelope Envelope);

/// <summary>
/// The database's half of the ledger: entries beside the facts that they record, and their order. Trusted to be durable once a call has returned; an
/// exception leaves open whether a change was made. Every call throws <see cref="StoreException"/> where it cannot be done.
/// </summary>
public interface ILedgerRows
{
    /// <summary>How far the order has come.</summary>
    LedgerHead Head();

    /// <summary>Entries that have no index, whenever they were written and became visible.</summary>
    /// <param name="most">How many at the most.</param>
    IReadOnlyList<PendingEntry> Pending(int most);

    /// <summary>Moves the head and gives the entries the indexes from the old head's size on; all or nothing, and nothing where the head is no longer the expected one.</summary>
    /// <param name="expected">The head that the next one follows.</param>
    /// <param name="next">The new head.</param>
    /// <param name="rows">The entries, in their order.</param>
    bool TryAppend(LedgerHead expected, LedgerHead next, IReadOnlyList<long> rows);

    /// <summary>Moves the head over entries that the database has lost, of which the published log has the envelopes; otherwise as <see cref="TryAppend"/>.</summary>
    bool TryAdopt(LedgerHead expected, LedgerHead next, IReadOnlyList<Envelope> envelopes);

    /// <summary>Envelopes by index.</summary>
    /// <param name="first">The first index; 0 or more.</param>
    /// <param name="most">How many at the most; fewer come at the end alone.</param>
    IReadOnlyList<Envelope> Envelopes(long first, int most);

    /// <summary>Entries by index, with their payloads as far as they are not erased.</summary>
    /// <inheritdoc cref="Envelopes"/>
    IReadOnlyList<Entry> Entries(long first, int most);
}
