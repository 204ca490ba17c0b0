using Gardu.Ledger.Entries;
using Gardu.Ledger.Notes;
using Gardu.Ledger.Tiles;

namespace Gardu.Store.Ledger;

/// <summary>What a check of the ledger found.</summary>
/// <param name="Entries">How many entries the database has in order.</param>
/// <param name="Published">How many the published log has; null where its checkpoint cannot be read.</param>
/// <param name="Faults">What is wrong, in words; the first <see cref="LedgerCheck.FaultsMax"/> of them.</param>
/// <param name="FaultCount">How much is wrong.</param>
/// <param name="Repaired">How much of it has been written anew.</param>
public sealed record LedgerVerdict(long Entries, long? Published, IReadOnlyList<string> Faults, long FaultCount, long Repaired)
{
    /// <summary>Whether nothing is wrong that has not been repaired.</summary>
    public bool IsWhole => FaultCount == Repaired;
}

/// <summary>
/// Holds the whole ledger against itself: every payload (of usage its record) against its envelope, the tree over the envelopes of the database against its head and the
/// published checkpoint, and every published file against what the database gives. Where the database gives the root that is signed, files that
/// differ can be written anew.
/// </summary>
/// <param name="rows">The database's half.</param>
/// <param name="storage">Where the log is published.</param>
/// <param name="keys">The log's keys.</param>
/// <param name="progress">Told how many entries are done, of how many.</param>
public sealed class LedgerCheck(ILedgerRows rows, ITileStorage storage, LogKeys keys, Action<long, long> progress)
{
    /// <summary>Faults that are told one by one.</summary>
    public const int FaultsMax = 100;

    const int Step = 16 * Tile.Full;

    readonly List<string> faults = [];
    long count;
    long repaired;

    /// <summary>Checks, and repairs what can be.</summary>
    /// <param name="repair">Whether to write anew what is damaged.</param>
    public LedgerVerdict Run(bool repair)
    {
        var head = rows.Head();
        var signed = ReadCheckpoint(head);
        var size = Math.Min(signed?.Size ?? head.Size, head.Size);
        var published = Walk(PublishedLog.Empty(storage), size, head.Size, Compare);
        var isRight = published.Size == size && (signed is null || size < signed.Size || published.Root == signed.Root);
        if (!isRight && signed is not null)
            ComplainOfDatabase(signed);
        var log = Walk(published, head.Size, head.Size, CheckPayloads);
        if (log.Size == head.Size && log.Root != head.Root)
            isRight = Complain($"the entries of the database do not give the root that it has for {head.Size} of them");
        if (signed?.Size > head.Size)
            Complain($"the published log has {signed.Size} entries and the database {head.Size}, so it is an older copy; \"gardu up\" takes the others back from the log, without what they were about");
        if (repair && isRight && count > 0)
            Repair(size, published);
        return new LedgerVerdict(head.Size, signed?.Size, faults, count, repaired);
    }

    Checkpoint? ReadCheckpoint(LedgerHead head)
    {
        if (storage.Read(PublishedLog.CheckpointPath) is not { } note)
        {
            if (head.Size > 0)
                Complain($"{PublishedLog.CheckpointPath} is missing");
            return null;
        }
        if (SignedNote.Parse(note) is { } signed && signed.Verify(keys.Known).Count > 0 && Checkpoint.Parse(signed.Text) is { } checkpoint && checkpoint.Origin == keys.Origin)
            return checkpoint;
        Complain($"{PublishedLog.CheckpointPath} is not signed by a key of this log");
        return null;
    }

    /// <summary>Grows a log by the entries of the database, up to a size, and shows what comes on the way.</summary>
    PublishedLog Walk(PublishedLog log, long to, long whole, Action<PublishedLog, IReadOnlyList<Entry>, IEnumerable<LogFile>> see)
    {
        while (log.Size < to)
        {
            var entries = rows.Entries(log.Size, (int)Math.Min(Step - log.Size % Tile.Full, to - log.Size));
            if (entries.Count == 0)
            {
                Complain($"entry {log.Size} is missing in the database, which says that it has {whole}");
                break;
            }
            var growth = log.Grow([.. entries.Select(entry => entry.Envelope)]);
            // Unfinished tiles on the way are no files of the log as it is published: only those at its end are.
            see(log, entries, growth.Entries.Concat(growth.Tiles).Where(file => growth.Log.Size == to || (Tile.TryParse(file.Path, out var tile) && tile.IsFull)));
            log = growth.Log;
            progress(log.Size, whole);
        }
        return log;
    }

    void Compare(PublishedLog before, IReadOnlyList<Entry> entries, IEnumerable<LogFile> files)
    {
        CheckPayloads(before, entries, files);
        foreach (var file in files)
            if (storage.Read(file.Path) is not { } content)
                Complain($"{file.Path} is missing");
            else if (!content.AsSpan().SequenceEqual(file.Content.Span))
                Complain($"{file.Path} is damaged: it is not what the entries of the database give");
    }

    void CheckPayloads(PublishedLog before, IReadOnlyList<Entry> entries, IEnumerable<LogFile> files)
    {
        for (var i = 0; i < entries.Count; i++)
            if (!entries[i].IsWhole)
                Complain($"entry {before.Size + i}: what it is about has been changed in the database; the envelope has another hash");
    }

    /// <summary>Says which entries of the database are not those that were published, as far as the published ones are there.</summary>
    void ComplainOfDatabase(Checkpoint signed)
    {
        Complain($"the entries of the database do not give the root that is signed for {signed.Size} of them");
        for (var first = 0L; first < signed.Size; first += Step)
        {
            var most = (int)Math.Min(Step, signed.Size - first);
            var (own, told) = (rows.Envelopes(first, most), PublishedLog.ReadEntries(storage, first, most, signed.Size));
            for (var i = 0; i < most; i++)
                if (i >= own.Count || own[i] != told[i])
                    Complain($"entry {first + i}: the database has another one than was published");
        }
    }

    void Repair(long size, PublishedLog published)
    {
        Walk(PublishedLog.Empty(storage), size, size, (_, _, files) =>
        {
            foreach (var file in files.Where(file => storage.Read(file.Path) is not { } content || !content.AsSpan().SequenceEqual(file.Content.Span)))
            {
                storage.Write([file]);
                repaired++;
            }
        });
        if (storage.Read(PublishedLog.CheckpointPath) is not { } note || SignedNote.Parse(note)?.Verify(keys.Known) is not [_, ..])
            repaired++;
        published.Publish(keys.Sign(published));
    }

    bool Complain(FormattableString what)
    {
        count++;
        if (faults.Count < FaultsMax)
            faults.Add(FormattableString.Invariant(what));
        return false;
    }
}
