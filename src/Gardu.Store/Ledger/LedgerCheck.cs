using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Notes;
using Gardu.Ledger.Tiles;

namespace Gardu.Store.Ledger;

/// <summary>What a check of the ledger found.</summary>
/// <param name="Entries">How many entries the database has in order.</param>
/// <param name="Published">How many the published log has; null where its checkpoint cannot be read.</param>
/// <param name="Erased">Of how many of those that were read what they are about is erased.</param>
/// <param name="Faults">What is wrong, in words; the first <see cref="LedgerCheck.FaultsMax"/> of them.</param>
/// <param name="FaultCount">How much is wrong.</param>
/// <param name="Repaired">How much of it has been written anew.</param>
public sealed record LedgerVerdict(long Entries, long? Published, long Erased, IReadOnlyList<string> Faults, long FaultCount, long Repaired)
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
    long erased;

    /// <summary>Checks, and repairs what can be.</summary>
    /// <param name="repair">Whether to write anew what is damaged.</param>
    public LedgerVerdict Run(bool repair)
    {
        // The checkpoint first: a gate that runs moves the head before it signs, so that the head is never the shorter one.
        var note = storage.Read(PublishedLog.CheckpointPath);
        var head = rows.Head();
        var signed = ReadCheckpoint(note, head);
        var isLonger = signed is null ? HasTileBehind(head.Size) : signed.Size > head.Size;
        var size = Math.Min(signed?.Size ?? head.Size, head.Size);
        var published = Walk(PublishedLog.Empty(storage), size, head.Size, Compare);
        var isRight = published.Size == size && (signed is null || size < signed.Size || published.Root == signed.Root);
        if (!isRight && signed is not null)
            ComplainOfDatabase(signed);
        var log = Walk(published, head.Size, head.Size, CheckPayloads);
        if (log.Size == head.Size && log.Root != head.Root)
            isRight = Complain($"the entries of the database do not give the root that it has for {head.Size} of them");
        if (signed is not null && isLonger)
            Complain($"the published log has {signed.Size} entries and the database {head.Size}, so it is an older copy; \"gardu up\" takes the others back from the log, without what they were about");
        else if (isLonger)
            Complain($"the published log goes on behind the {head.Size} entries of the database, so it is an older copy; put a checkpoint back into the log that is signed for all of them");
        CheckCosigned(repair);
        if (repair && isRight && !isLonger && count > repaired)
            Repair(size, signed is null ? published : null);
        return new LedgerVerdict(head.Size, signed?.Size, erased, faults, count, repaired);
    }

    Checkpoint? ReadCheckpoint(byte[]? note, LedgerHead head)
    {
        if (note is null)
        {
            if (head.Size > 0)
                Complain($"{PublishedLog.CheckpointPath} is missing");
            return null;
        }
        if (Signed(note) is { } checkpoint)
            return checkpoint;
        Complain($"{PublishedLog.CheckpointPath} is not signed by a key of this log");
        return null;
    }

    Checkpoint? Signed(byte[] note) =>
        SignedNote.Parse(note) is { } signed && signed.Verify(keys.Known).Count > 0 && Checkpoint.Parse(signed.Text) is { } checkpoint && checkpoint.Origin == keys.Origin ? checkpoint : null;

    /// <summary>Whether entries have been published behind so many: of a tile that goes on there is a file, under one of the widths that it can have.</summary>
    bool HasTileBehind(long size) =>
        Enumerable.Range((int)(size % Tile.Full) + 1, Tile.Full - (int)(size % Tile.Full)).Any(width => storage.Read(new Tile(null, size / Tile.Full, width).Path) is not null);

    /// <summary>The checkpoint with the signatures of witnesses, where there is one; the plain one takes its place until they have signed again.</summary>
    void CheckCosigned(bool repair)
    {
        if (storage.Read(LedgerView.CosignedPath) is not { } note || Signed(note) is not null)
            return;
        Complain($"{LedgerView.CosignedPath} is not signed by a key of this log");
        if (!repair || storage.Read(PublishedLog.CheckpointPath) is not { } plain || Signed(plain) is null)
            return;
        storage.Write([new LogFile(LedgerView.CosignedPath, plain)]);
        repaired++;
    }

    /// <summary>Grows a log by the entries of the database, up to a size, and shows what comes on the way.</summary>
    PublishedLog Walk(PublishedLog log, long to, long whole, Action<PublishedLog, IReadOnlyList<Entry>, IEnumerable<LogFile>> see)
    {
        while (log.Size < to)
        {
            var entries = ReadEntries(log.Size, (int)Math.Min(Step - log.Size % Tile.Full, to - log.Size), whole);
            if (entries.Count == 0)
                break;
            var growth = log.Grow([.. entries.Select(entry => entry.Envelope)]);
            see(log, entries, growth.Entries.Concat(growth.Tiles).Where(file => Tile.TryParse(file.Path, out var tile) && IsOf(tile, to)));
            log = growth.Log;
            progress(log.Size, whole);
        }
        return log;
    }

    /// <summary>Entries of the database; none where some are missing, which is said: the tree can then be followed no further.</summary>
    IReadOnlyList<Entry> ReadEntries(long first, int most, long whole)
    {
        try
        {
            var entries = Try(() => rows.Entries(first, most)) ?? [.. rows.Envelopes(first, most).Select((envelope, i) => Try(() => rows.Entries(first + i, 1))?[0] ?? Unreadable(envelope))];
            if (entries.Count == 0)
                Complain($"entry {first} is missing in the database, which says that it has {whole}");
            return entries;
        }
        catch (StoreException damaged) when (damaged.IsCorrupt)
        {
            Complain($"{damaged.Message}; what comes behind it cannot be checked");
            return [];
        }
    }

    /// <summary>What can be read; null where it is damaged.</summary>
    static IReadOnlyList<T>? Try<T>(Func<IReadOnlyList<T>> read)
    {
        try
        {
            return read();
        }
        catch (StoreException damaged) when (damaged.IsCorrupt)
        {
            return null;
        }
    }

    /// <summary>What cannot be read is not what the envelope stands for.</summary>
    static Entry Unreadable(Envelope envelope) => new(envelope, default, new byte[1]);

    /// <summary>Whether a log of a size has a tile as it is; unfinished tiles on the way to it are no files of it.</summary>
    static bool IsOf(Tile tile, long size) => tile.IsFull || tile.Index * Tile.Full + tile.Width == size >> (8 * (tile.Level ?? 0));

    void Compare(PublishedLog before, IReadOnlyList<Entry> entries, IEnumerable<LogFile> files)
    {
        CheckPayloads(before, entries, files);
        foreach (var file in files)
            if (Read(file) is not { } content)
                Complain($"{file.Path} is missing");
            else if (!content.AsSpan().SequenceEqual(file.Content.Span))
                Complain($"{file.Path} is damaged: it is not what the entries of the database give");
    }

    /// <summary>A file, or the beginning of the whole tile that a gate that runs has put in its place meanwhile.</summary>
    byte[]? Read(LogFile file)
    {
        if (storage.Read(file.Path) is { } content)
            return content;
        var whole = Tile.TryParse(file.Path, out var tile) && !tile.IsFull ? storage.Read((tile with { Width = Tile.Full }).Path) : null;
        return whole?.Length >= file.Content.Length ? whole[..file.Content.Length] : null;
    }

    void CheckPayloads(PublishedLog before, IReadOnlyList<Entry> entries, IEnumerable<LogFile> files)
    {
        for (var i = 0; i < entries.Count; i++)
            if (!entries[i].IsWhole)
                Complain($"entry {before.Size + i}: what it is about has been changed or damaged in the database; the envelope has another hash");
            else if (entries[i].IsErased)
                erased++;
    }

    /// <summary>Says which entries of the database are not those that were published, as far as the published ones are there.</summary>
    void ComplainOfDatabase(Checkpoint signed)
    {
        Complain($"the entries of the database do not give the root that is signed for {signed.Size} of them");
        for (var first = 0L; first < signed.Size; first += Step)
        {
            var most = (int)Math.Min(Step, signed.Size - first);
            if (Try(() => PublishedLog.ReadEntries(storage, first, most, signed.Size)) is not { } told)
                continue;
            var own = Try(() => rows.Envelopes(first, most)) ?? [];
            for (var i = 0; i < most; i++)
                if (i >= own.Count || own[i] != told[i])
                    Complain($"entry {first + i}: the database has none, or another one than was published");
        }
    }

    /// <summary>Writes files anew, and the checkpoint where it is none: one that is signed stays, since a gate that runs may have gone on.</summary>
    void Repair(long size, PublishedLog? unsigned)
    {
        Walk(PublishedLog.Empty(storage), size, size, (_, _, files) =>
        {
            foreach (var file in files.Where(file => Read(file) is not { } content || !content.AsSpan().SequenceEqual(file.Content.Span)))
            {
                storage.Write([file]);
                repaired++;
            }
        });
        if (unsigned is null)
            return;
        unsigned.Publish(keys.Sign(unsigned));
        repaired++;
    }

    bool Complain(FormattableString what)
    {
        count++;
        if (faults.Count < FaultsMax)
            faults.Add(FormattableString.Invariant(what));
        return false;
    }
}
