using Gardu.Gate.Recording;
using Gardu.Ledger.Tiles;

namespace Gardu.Store.Ledger;

/// <summary>What a step of the sequencer did.</summary>
public enum SequencerStep
{
    /// <summary>Nothing: no entry waits.</summary>
    Idle,

    /// <summary>Gave every entry that waited its place, and published them.</summary>
    Appended,

    /// <summary>Gave as many entries their places as one step takes, and published them; more wait.</summary>
    AppendedSome,

    /// <summary>Nothing: another sequencer gives out the places.</summary>
    StoodBack,

    /// <summary>Nothing: another sequencer was faster, which leads from now on.</summary>
    Lost,
}

/// <summary>
/// Gives entries their order and publishes the log. Any number of them may work on one database, each with a storage of its own: whoever moves the head has
/// given the places, and each of them publishes what the head says.
/// <code>
///   pending rows ─► tree grows in memory ─► head moves (size, root, epoch compared and swapped) ─► entries ─► tiles ─► checkpoint
///                                            └ lost: nothing is signed                               each synced before the next
/// </code>
/// A crash anywhere leaves either the old head, or the new one and a log that lags: the next step publishes what is missing, out of the
/// database, in the same way. Nothing is signed but what the head says and the files give.
/// </summary>
/// <param name="rows">The database's half.</param>
/// <param name="storage">Where the log is published.</param>
/// <param name="keys">Gives the log's keys as they are at the moment.</param>
/// <param name="clock">Tells how long another sequencer has been silent.</param>
public sealed class Sequencer(ILedgerRows rows, ITileStorage storage, Func<LogKeys> keys, TimeProvider clock)
{
    /// <summary>Entries of one step at the most: 32 whole tiles.</summary>
    public const int BatchMax = 32 * 256;

    /// <summary>How long entries may wait for another sequencer that has lead before this one takes over.</summary>
    public static readonly TimeSpan StandsBackFor = TimeSpan.FromSeconds(2);

    /// <summary>No sequencer's epoch.</summary>
    const long None = -1;

    PublishedLog? published;
    long epoch = None;
    LedgerHead? followed;
    long followedSince;

    /// <summary>Entries that are published, as far as this sequencer knows.</summary>
    public long Size => published?.Size ?? 0;

    /// <summary>Does what is to be done now. Throws <see cref="StoreException"/> where it cannot; the next step begins anew with what is stored.</summary>
    public SequencerStep Step()
    {
        try
        {
            return Work();
        }
        catch
        {
            published = null;
            throw;
        }
    }

    SequencerStep Work()
    {
        var log = published ??= Open();
        var head = rows.Head();
        if (log.Size > head.Size)
            head = Adopt(log, head);
        log = published = CatchUp(log, head);
        var pending = rows.Pending(BatchMax);
        if (pending.Count == 0)
            return SequencerStep.Idle;
        if (!MayLead(head))
            return SequencerStep.StoodBack;
        var growth = log.Grow([.. pending.Select(entry => entry.Envelope)]);
        var term = head.Epoch == epoch ? epoch : head.Epoch + 1;
        var next = new LedgerHead(growth.Log.Size, growth.Log.Root, term);
        if (!rows.TryAppend(head, next, [.. pending.Select(entry => entry.Row)]))
        {
            epoch = None;
            Follow(rows.Head());
            return SequencerStep.Lost;
        }
        epoch = term;
        Publish(growth);
        return pending.Count == BatchMax ? SequencerStep.AppendedSome : SequencerStep.Appended;
    }

    /// <summary>Begins with what is published. Whoever crashed or failed may have left a checkpoint that no disk holds yet, so it is written again before it counts.</summary>
    PublishedLog Open()
    {
        var log = PublishedLog.Open(storage, keys().Known);
        if (log.Size > 0)
            log.Publish(keys().Sign(log));
        return log;
    }

    /// <summary>Publishes what has a place in the database and is not published yet.</summary>
    PublishedLog CatchUp(PublishedLog log, LedgerHead head)
    {
        while (log.Size < head.Size)
        {
            var envelopes = rows.Envelopes(log.Size, Most(log.Size, head.Size));
            if (envelopes.Count == 0)
                throw Parted($"entry {log.Size} is missing in the database");
            var growth = log.Grow(envelopes);
            if (growth.Log.Size < head.Size)
                growth.Write();
            else if (growth.Log.Root != head.Root)
                throw Parted($"the entries of the database do not give the root that it has for {head.Size} of them");
            else
                Publish(growth);
            log = growth.Log;
        }
        return log.Root == head.Root ? log : throw Parted($"the published log and the database have different roots for {head.Size} entries");
    }

    void Publish(PublishedLog.Growth growth)
    {
        growth.Write();
        growth.Log.Publish(keys().Sign(growth.Log));
        published = growth.Log;
        growth.Tidy();
    }

    /// <summary>
    /// Takes back into the database what it has lost, as after an older copy of it was restored: the published log has the envelopes; their
    /// payloads are gone. Only where the log begins with all that the database has.
    /// </summary>
    LedgerHead Adopt(PublishedLog log, LedgerHead head)
    {
        if (PublishedLog.At(storage, head.Size, log.Size) is var begin && begin.Root != head.Root)
            throw Parted($"the published log has {log.Size} entries and does not begin with the {head.Size} of the database");
        while (head.Size < log.Size)
        {
            var envelopes = PublishedLog.ReadEntries(storage, head.Size, Most(head.Size, log.Size), log.Size);
            var growth = begin.Grow(envelopes);
            var next = new LedgerHead(growth.Log.Size, growth.Log.Root, head.Epoch + 1);
            if (!rows.TryAdopt(head, next, envelopes))
                throw new StoreException("another sequencer works on the database that has lost entries; start one gate alone, and the others when it is ready");
            (head, begin) = (next, growth.Log);
        }
        return head;
    }

    /// <summary>As many entries as go up to the end, or to that of a whole tile.</summary>
    static int Most(long from, long to) => (int)Math.Min(BatchMax - from % Tile.Full, to - from);

    /// <summary>Whether this one gives out the places: it did last, or nobody has for a while.</summary>
    bool MayLead(LedgerHead head)
    {
        if (head.Epoch == epoch || followed is null)
            return true;
        if (followed != head)
            Follow(head);
        return clock.GetElapsedTime(followedSince) >= StandsBackFor;
    }

    void Follow(LedgerHead head) => (followed, followedSince) = (head, clock.GetTimestamp());

    static StoreException Parted(string what) =>
        new($"the ledger is damaged: {what}; nothing is signed until \"gardu ledger fsck\" finds it whole, and what is to be recorded waits in the database", isCorrupt: true);
}
