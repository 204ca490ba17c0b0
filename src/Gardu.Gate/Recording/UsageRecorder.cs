using System.Threading.Channels;
using Gardu.Gate.Telemetry;
using Microsoft.Extensions.Logging;

namespace Gardu.Gate.Recording;

/// <summary>
/// Takes usage records off the request path and commits them in groups: one writer, one transaction for all that has
/// come since the last. The writer has a thread of its own, since a commit waits for the disk and the pool's threads are
/// few. While the store works and falls behind, machines wait; people never do. While it fails, records wait in memory up
/// to a bound, beyond which they are lost and counted.
/// <code>
///   requests ──► channel (bounded) ──► writer: gather, commit, again
/// </code>
/// </summary>
public sealed class UsageRecorder : IAsyncDisposable
{
    /// <summary>Records that wait at most.</summary>
    public const int WaitingMax = 65_536;

    /// <summary>Records in one transaction at most.</summary>
    public const int BatchMax = 8_192;

    /// <summary>How long records are gathered for one transaction; also the most that a crash can lose.</summary>
    public static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(100);

    static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan PruneEvery = TimeSpan.FromMinutes(1);

    readonly Channel<UsageRecord> waiting = Channel.CreateBounded<UsageRecord>(
        new BoundedChannelOptions(WaitingMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    readonly IUsageStore store;
    readonly PeopleCounter people;
    readonly TimeProvider clock;
    readonly ILogger log;
    readonly CancellationTokenSource stopping = new();
    readonly Task writer;
    volatile string? failure;
    long recorded;
    long lost;
    long keepTicks;

    /// <summary>Starts the writer.</summary>
    /// <param name="store">Where records go; used by this recorder's writer alone.</param>
    /// <param name="people">Counted beside the records, in the same transactions.</param>
    /// <param name="keep">How long records are kept.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="log">Hears of failures.</param>
    public UsageRecorder(IUsageStore store, PeopleCounter people, TimeSpan keep, TimeProvider clock, ILogger<UsageRecorder> log)
    {
        (this.store, this.people, this.clock, this.log) = (store, people, clock, log);
        Keep = keep;
        writer = Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>How long records are kept; a reload may change it.</summary>
    public TimeSpan Keep
    {
        get => new(Interlocked.Read(ref keepTicks));
        set => Interlocked.Exchange(ref keepTicks, value.Ticks);
    }

    /// <summary>Why the store does not take records at the moment; null while it does.</summary>
    public string? Failure => failure;

    /// <summary>Records committed since the start.</summary>
    public long Recorded => Interlocked.Read(ref recorded);

    /// <summary>Records lost since the start, because the store failed for longer than memory lasts.</summary>
    public long Lost => Interlocked.Read(ref lost);

    /// <summary>Records that wait to be committed.</summary>
    public int Waiting => waiting.Reader.Count;

    /// <summary>Hands over a record; completes at once unless the store has fallen behind.</summary>
    public ValueTask RecordAsync(UsageRecord record)
    {
        if (waiting.Writer.TryWrite(record))
            return ValueTask.CompletedTask;
        if (failure is null && !stopping.IsCancellationRequested)
            return waiting.Writer.WriteAsync(record);
        Interlocked.Increment(ref lost);
        return ValueTask.CompletedTask;
    }

    void WriteAll()
    {
        var batch = new List<UsageRecord>(BatchMax);
        var nextPrune = clock.GetUtcNow() + PruneEvery;
        while (!stopping.IsCancellationRequested || waiting.Reader.Count > 0)
        {
            Pause(GatherFor);
            do
            {
                batch.Clear();
                while (batch.Count < BatchMax && waiting.Reader.TryRead(out var record))
                    batch.Add(record);
                if (!TryCommit(batch, people.Drain()))
                {
                    Lose(batch.Count);
                    return;
                }
            }
            while (batch.Count == BatchMax);
            if (clock.GetUtcNow() >= nextPrune && failure is null)
                nextPrune = Prune() ? clock.GetUtcNow() : clock.GetUtcNow() + PruneEvery;
        }
    }

    /// <summary>Commits, again and again while the store fails; false where the gate stops meanwhile.</summary>
    bool TryCommit(IReadOnlyList<UsageRecord> batch, IReadOnlyList<PeopleMinute> minutes)
    {
        while (batch.Count > 0 || minutes.Count > 0)
        {
            try
            {
                store.Commit(batch, minutes);
                Interlocked.Add(ref recorded, batch.Count);
                if (failure is not null)
                    Recover();
                return true;
            }
            catch (StoreException failed)
            {
                if (failure is null)
                    log.StoreFailed(failed.Message);
                failure = failed.Message;
            }
            if (stopping.IsCancellationRequested)
                return false;
            Pause(RetryEvery);
        }
        return true;
    }

    /// <summary>Gives up what is in hand and what waits: the gate stops, and the store still fails.</summary>
    void Lose(int inHand)
    {
        while (waiting.Reader.TryRead(out _))
            inHand++;
        Interlocked.Add(ref lost, inHand);
        log.RecordsLost(Lost);
    }

    void Recover()
    {
        failure = null;
        log.StoreRecovered();
        if (Lost > 0)
            log.RecordsLost(Lost);
    }

    bool Prune()
    {
        try
        {
            return store.Prune(clock.GetUtcNow() - Keep);
        }
        catch (StoreException failed)
        {
            log.StoreFailed(failed.Message);
            return false;
        }
    }

    /// <summary>Waits, or goes on at once when the gate stops: what waits is committed then.</summary>
    void Pause(TimeSpan time) => stopping.Token.WaitHandle.WaitOne(time);

    /// <summary>Commits what waits and stops the writer.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await stopping.CancelAsync();
        await writer;
        stopping.Dispose();
    }
}
