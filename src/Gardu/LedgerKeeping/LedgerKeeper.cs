using Gardu.Gate.Ledger;
using Gardu.Running;
using Gardu.Store.Ledger;
using Microsoft.Extensions.Logging;

namespace Gardu.LedgerKeeping;

/// <summary>Keeps the ledger while a gate runs: gives entries their order and publishes them, twice a second, on a thread of its own since that waits for disks.</summary>
sealed class LedgerKeeper : IAsyncDisposable
{
    static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    readonly Sequencer sequencer;
    readonly WitnessRound? witnesses;
    readonly LedgerState state;
    readonly ILogger log;
    readonly CancellationTokenSource stopping = new();
    readonly Task work;
    Task witnessing = Task.CompletedTask;

    /// <summary>Starts.</summary>
    /// <param name="sequencer">Used by this one alone.</param>
    /// <param name="witnesses">Who signs checkpoints too; null for nobody.</param>
    /// <param name="state">Told how it goes.</param>
    /// <param name="log">Told what fails.</param>
    public LedgerKeeper(Sequencer sequencer, WitnessRound? witnesses, LedgerState state, ILogger log)
    {
        (this.sequencer, this.witnesses, this.state, this.log) = (sequencer, witnesses, state, log);
        work = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Publishes what has been recorded to the last and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await work;
        await witnessing;
        witnesses?.Dispose();
        stopping.Dispose();
    }

    void Work()
    {
        do
        {
            if (TryStep() is SequencerStep.AppendedSome)
                continue;
            stopping.Token.WaitHandle.WaitOne(Every);
        }
        while (!stopping.IsCancellationRequested);
        TryStep();
    }

    SequencerStep? TryStep()
    {
        try
        {
            var step = sequencer.Step();
            state.Size = sequencer.Size;
            if (state.Failure is not null)
                log.LedgerRecovered();
            state.Failure = null;
            if (witnesses is not null && state.Cosigned < state.Size && witnessing.IsCompleted)
                witnessing = Task.Run(() => witnesses.RunAsync(stopping.Token));
            return step;
        }
        catch (Exception failed) // whatever it is, the gate serves on, says so, and tries again
        {
            if (state.Failure != failed.Message)
                log.LedgerFailed(failed.Message);
            state.Failure = failed.Message;
            return null;
        }
    }
}
