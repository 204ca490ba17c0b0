using System.Globalization;
using System.Net;
using System.Text;
using Gardu.Gate.Ledger;
using Gardu.Gate.Recording;
using Gardu.Ledger.Notes;
using Gardu.Running;
using Gardu.Store.Ledger;
using Microsoft.Extensions.Logging;

namespace Gardu.LedgerKeeping;

/// <summary>
/// Has the last checkpoint signed by every witness that the owner names, checks what they answer, and keeps the checkpoint with all signatures beside the
/// plain one. A witness that is away holds nothing up: receipts go out under the plain checkpoint meanwhile.
/// </summary>
sealed class WitnessRound(IReadOnlyList<Witness> witnesses, LedgerView view, ITileStorage storage, LedgerState state, TimeProvider clock, ILogger log) : IDisposable
{
    /// <summary>Octets of an answer at the most.</summary>
    const int AnswerMax = 16 * 1024;

    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);
    static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(10);

    readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = AnswersWithin,
        MaxResponseContentBufferSize = AnswerMax,
    };

    readonly Asked[] asked = [.. witnesses.Select(witness => new Asked(witness))];

    /// <summary>Asks all of them, at once, for the checkpoint that is published now.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            if (view.Checkpoint() is not var (note, checkpoint))
                return;
            var answers = await Task.WhenAll(asked.Select(witness => TryAskAsync(witness, note, checkpoint, stop)));
            NoteSignature[] signatures = [.. answers.OfType<NoteSignature>()];
            if (signatures.Length > 0)
                storage.Write([new LogFile(LedgerView.CosignedPath, Encoding.UTF8.GetBytes((note with { Signatures = [.. note.Signatures, .. signatures] }).ToString()))]);
            if (signatures.Length == asked.Length)
                state.Cosigned = checkpoint.Size;
            await Task.Delay(signatures.Length == asked.Length ? Pause : PauseAfterFailure, clock, stop);
        }
        catch (OperationCanceledException)
        {
            // The gate stops.
        }
        catch (StoreException failed)
        {
            log.CosignedNotKept(failed.Message);
        }
    }

    /// <summary>Frees the connections.</summary>
    public void Dispose() => client.Dispose();

    async Task<NoteSignature?> TryAskAsync(Asked witness, SignedNote note, Checkpoint checkpoint, CancellationToken stop)
    {
        try
        {
            var (signature, problem) = await AskAsync(witness, note, checkpoint, isAgain: false, stop);
            Say(witness, problem);
            return signature;
        }
        catch (Exception failed) when (failed is HttpRequestException || (failed is OperationCanceledException && !stop.IsCancellationRequested))
        {
            Say(witness, failed is OperationCanceledException ? $"no answer within {AnswersWithin.TotalSeconds} seconds" : failed.Message);
            return null;
        }
    }

    /// <summary>Logs that a witness begins to fail; null where it does not.</summary>
    void Say(Asked witness, string? problem)
    {
        if (problem is not null && !witness.IsFailing)
            log.WitnessFailed(witness.Of.Key.Name, problem);
        witness.IsFailing = problem is not null;
    }

    async Task<(NoteSignature? Signature, string? Problem)> AskAsync(Asked witness, SignedNote note, Checkpoint checkpoint, bool isAgain, CancellationToken stop)
    {
        var old = Math.Min(witness.Size, checkpoint.Size);
        using var body = new StringContent(view.Consistency(old, note, checkpoint).ToString());
        using var answer = await client.PostAsync(new Uri(witness.Of.Url, "add-checkpoint"), body, stop);
        var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(stop)); // whatever encoding it names
        if (answer.StatusCode == HttpStatusCode.Conflict && answer.Content.Headers.ContentType?.MediaType == "text/x.tlog.size"
            && long.TryParse(text.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            if (size > checkpoint.Size)
                return (null, $"it has signed {size} entries of this log, which has {checkpoint.Size}: the log was put back to an older state, and no witness will sign it again");
            witness.Size = size;
            return isAgain ? (null, "it says another size each time") : await AskAsync(witness, note, checkpoint, isAgain: true, stop);
        }
        if (answer.StatusCode != HttpStatusCode.OK)
            return (null, string.Create(CultureInfo.InvariantCulture, $"it answers {(int)answer.StatusCode}: {Reports.Rendering.PrintableText.Of(text, 200)}"));
        var key = witness.Of.Key;
        var signed = SignedNote.Parse(Encoding.UTF8.GetBytes($"{note.Text}\n{text}"));
        if (signed?.Text != note.Text || signed.Verify([key]).Count == 0)
            return (null, $"what it answers is no signature of {key}");
        witness.Size = checkpoint.Size;
        return (signed.Signatures.First(signature => signature.Name == key.Name && signature.Id == key.Id), null);
    }

    /// <summary>A witness, and how it went with it.</summary>
    sealed class Asked(Witness witness)
    {
        public Witness Of => witness;

        /// <summary>Entries that it has signed, as far as it said.</summary>
        public long Size { get; set; }

        public bool IsFailing { get; set; }
    }
}
