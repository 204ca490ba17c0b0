using System.Collections.Concurrent;
using System.Threading.Channels;
using Gardu.Commerce.Charging;
using Gardu.Gate.Recording;
using Gardu.Gate.Telemetry;
using Gardu.Terms.Decisions;
using Microsoft.Extensions.Logging;

namespace Gardu.Gate.Charging;

/// <summary>
/// Charges in groups: one writer, one transaction for all that has come while the last was committed. A request waits for its own, since nothing is delivered before it is
/// written down.
/// <code>
///   requests ──► channel (bounded) ──► writer: take all that wait, charge, answer each
/// </code>
/// Where an answer of the store is lost, the same group is asked again until it is known; one that is given up meanwhile is taken back as soon as the store answers.
/// </summary>
sealed class Cashier : IAsyncDisposable
{
    /// <summary>Purchases that wait at the most; others are told that the store is not available.</summary>
    const int WaitingMax = 16_384;

    /// <summary>Purchases in one transaction at the most.</summary>
    const int BatchMax = 1_024;

    /// <summary>How long what is known of a balance counts before it is read again.</summary>
    static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(1);

    static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan GivesUpAfter = TimeSpan.FromSeconds(3);

    readonly Channel<Waiting> waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(WaitingMax) { SingleReader = true });
    readonly ConcurrentDictionary<(string Licensee, string Currency, string? Subscription), Known> known = new();
    readonly Queue<(Guid Id, string Reason)> doubtful = new();
    readonly IChargeStore store;
    readonly TimeProvider clock;
    readonly ILogger log;
    readonly CancellationTokenSource stopping = new();
    readonly Task writer;

    sealed record Waiting(Purchase Purchase, TaskCompletionSource<ChargeOutcome?> Answer);

    sealed record Known(Wallet Wallet, long Used, long At);

    /// <summary>Starts the writer.</summary>
    public Cashier(IChargeStore store, TimeProvider clock, ILogger<Cashier> log)
    {
        (this.store, this.clock, this.log) = (store, clock, log);
        writer = Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Charges; null where the store cannot be had, and then nothing is charged, or what was is taken back.</summary>
    public async ValueTask<ChargeOutcome?> ChargeAsync(Purchase purchase)
    {
        var waits = new Waiting(purchase, new TaskCompletionSource<ChargeOutcome?>(TaskCreationOptions.RunContinuationsAsynchronously));
        return waiting.Writer.TryWrite(waits) ? await waits.Answer.Task : null;
    }

    /// <summary>Takes a charge back; at once where the store answers, else when it does again.</summary>
    public Task VoidAsync(Guid id, string reason) => Task.Run(() =>
    {
        try
        {
            store.Void(id, clock.GetUtcNow(), reason);
        }
        catch (StoreException)
        {
            lock (doubtful)
                doubtful.Enqueue((id, reason));
        }
    });

    /// <summary>What a licensee has, as of a second ago at the most. Throws <see cref="StoreException"/>.</summary>
    public async ValueTask<(Wallet Wallet, long Used)> LookAsync(string licensee, string currency, (string Subscription, DateTimeOffset Start)? period)
    {
        var key = (licensee, currency, period?.Subscription);
        if (known.TryGetValue(key, out var found) && clock.GetElapsedTime(found.At) < KnownFor)
            return (found.Wallet, found.Used);
        var (wallet, used) = await Task.Run(() => store.Look(licensee, currency, period));
        if (known.Count >= WaitingMax)
            known.Clear();
        known[key] = new Known(wallet, used, clock.GetTimestamp());
        return (wallet, used);
    }

    /// <summary>Whether a licensee has bought something of what a key begins with. Throws <see cref="StoreException"/>.</summary>
    public Task<bool> HasBoughtAsync(string licensee, byte[] target) => Task.Run(() => store.HasBought(licensee, target));

    /// <summary>Forgets what is known of balances, as when somebody has paid in.</summary>
    public void Forget() => known.Clear();

    /// <summary>Charges what waits and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await stopping.CancelAsync();
        await writer;
        stopping.Dispose();
    }

    void WriteAll()
    {
        var batch = new List<Waiting>(BatchMax);
        while (waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            while (batch.Count < BatchMax && waiting.Reader.TryRead(out var next))
                batch.Add(next);
            var outcomes = TryCharge([.. batch.Select(waits => waits.Purchase)]);
            for (var i = 0; i < batch.Count; i++)
                Answer(batch[i], outcomes?[i]);
            if (outcomes is not null)
                TakeBack();
        }
        TakeBack();
    }

    void Answer(Waiting waits, ChargeOutcome? outcome)
    {
        var demand = waits.Purchase.Demand;
        var key = (demand.Licensee, demand.Currency, demand.Period?.Subscription);
        if (outcome is null)
            lock (doubtful)
                doubtful.Enqueue((demand.Id, ReasonCodes.StoreUnavailable.Code));
        else if (known.TryGetValue(key, out var before))
            known[key] = before with { Wallet = before.Wallet with { Balance = outcome.Balance }, Used = before.Used + (outcome.Charge?.Units ?? 0) };
        waits.Answer.SetResult(outcome);
    }

    /// <summary>Charges, again and again for a while where the store fails; null where it still does.</summary>
    IReadOnlyList<ChargeOutcome>? TryCharge(Purchase[] purchases)
    {
        for (var since = clock.GetTimestamp(); ;)
            try
            {
                return store.Charge(purchases);
            }
            catch (Exception failed) // a fault of the program's own, too, is no reason to charge nobody any more
            {
                if (clock.GetElapsedTime(since) >= GivesUpAfter || stopping.IsCancellationRequested)
                {
                    log.ChargesFailed(failed.Message);
                    return null;
                }
                stopping.Token.WaitHandle.WaitOne(RetryEvery);
            }
    }

    /// <summary>Takes back what nobody knows whether it went in, its client having been told that it did not.</summary>
    void TakeBack()
    {
        while (true)
        {
            (Guid Id, string Reason) next;
            lock (doubtful)
                if (!doubtful.TryPeek(out next))
                    return;
            try
            {
                store.Void(next.Id, clock.GetUtcNow(), next.Reason);
            }
            catch (StoreException)
            {
                return; // the next time
            }
            lock (doubtful)
                doubtful.Dequeue();
        }
    }
}
