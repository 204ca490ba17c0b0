using System.Collections.Concurrent;
using System.Threading.Channels;
using Gardu.Commerce.Charging;
using Gardu.Gate.Recording;
using Gardu.Gate.Telemetry;
using Gardu.Terms.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gardu.Gate.Charging;

/// <summary>
/// Charges in groups: one writer, one transaction for all that has come while the last was committed. A request waits for its own, since nothing is delivered before it is
/// written down.
/// <code>
///   requests ──► channel (bounded) ──► writer: take all that wait, charge, answer each
/// </code>
/// Where an answer of the store is lost, the same group is asked again until it is known. One that is given up meanwhile is in doubt, and refused for good as soon as the store
/// answers; nothing is sold before, so that nobody takes for paid what is about to be taken back.
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
    readonly ConcurrentQueue<Action> owed = new();
    readonly IChargeStore store;
    readonly TimeProvider clock;
    readonly ILogger log;
    readonly CancellationTokenSource stopping = new();
    readonly Task writer;

    sealed record Waiting(Purchase Purchase, TaskCompletionSource<(ChargeOutcome? Outcome, bool IsInDoubt)> Answer);

    sealed record Known(Wallet Wallet, long Used, long At);

    /// <summary>Starts the writer.</summary>
    public Cashier(IChargeStore store, TimeProvider clock, ILogger<Cashier> log)
    {
        (this.store, this.clock, this.log) = (store, clock, log);
        writer = Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>
    /// Charges; no outcome where the store cannot be had. Then nothing is charged; or that is in doubt, and the cashier sees to it, and writes the record of the request as one that
    /// was refused with 503.
    /// </summary>
    public async ValueTask<(ChargeOutcome? Outcome, bool IsInDoubt)> ChargeAsync(Purchase purchase)
    {
        var waits = new Waiting(purchase, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return waiting.Writer.TryWrite(waits) ? await waits.Answer.Task : default;
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
            owed.Enqueue(() => store.Void(id, clock.GetUtcNow(), reason));
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
        for (var coming = waiting.Reader.WaitToReadAsync().AsTask(); ; coming = waiting.Reader.WaitToReadAsync().AsTask())
        {
            while (!coming.Wait(RetryEvery))
                TrySettle();
            if (!coming.Result)
                break;
            batch.Clear();
            while (batch.Count < BatchMax && waiting.Reader.TryRead(out var next))
                batch.Add(next);
            var outcomes = TryCharge([.. batch.Select(waits => waits.Purchase)], out var isInDoubt);
            for (var i = 0; i < batch.Count; i++)
                Answer(batch[i], outcomes?[i], isInDoubt);
        }
        TrySettle();
    }

    void Answer(Waiting waits, ChargeOutcome? outcome, bool isInDoubt)
    {
        var demand = waits.Purchase.Demand;
        var key = (demand.Licensee, demand.Currency, demand.Period?.Subscription);
        if (isInDoubt)
        {
            var refused = waits.Purchase.Record with { Reason = ReasonCodes.StoreUnavailable.Code, Status = StatusCodes.Status503ServiceUnavailable, Bytes = 0 };
            owed.Enqueue(() => store.Refuse(refused, clock.GetUtcNow()));
        }
        else if (outcome is not null && known.TryGetValue(key, out var before))
            known[key] = before with { Wallet = before.Wallet with { Balance = outcome.Balance }, Used = before.Used + (outcome.Charge?.Units ?? 0) };
        waits.Answer.SetResult((outcome, isInDoubt));
    }

    /// <summary>Charges, again and again for a while where the store fails; null where it still does, and then in doubt where it was tried at all.</summary>
    IReadOnlyList<ChargeOutcome>? TryCharge(Purchase[] purchases, out bool isInDoubt)
    {
        isInDoubt = false;
        for (var since = clock.GetTimestamp(); ;)
        {
            var failed = TrySettle();
            if (failed is null)
                try
                {
                    var outcomes = store.Charge(purchases);
                    isInDoubt = false;
                    return outcomes;
                }
                catch (Exception unknown) // a fault of the program's own, too, is no reason to charge nobody any more
                {
                    (failed, isInDoubt) = (unknown, true);
                }
            if (clock.GetElapsedTime(since) >= GivesUpAfter || stopping.IsCancellationRequested)
            {
                log.ChargesFailed(failed.Message);
                return null;
            }
            stopping.Token.WaitHandle.WaitOne(RetryEvery);
        }
    }

    /// <summary>Takes back, or refuses for good, what is owed since the store could not be had; says why it still cannot, or null.</summary>
    Exception? TrySettle()
    {
        while (owed.TryPeek(out var next))
        {
            try
            {
                next();
            }
            catch (Exception failed)
            {
                return failed;
            }
            owed.TryDequeue(out _);
        }
        return null;
    }
}
