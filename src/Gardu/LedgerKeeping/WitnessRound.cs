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

    readonly Dictionary<Witness, long> sizes = []; // what each has signed last
    readonly HashSet<Witness> failing = [];

    /// <summary>Asks all of them for the checkpoint that is published now.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            if (view.Checkpoint() is not var (note, checkpoint))
                return;
            var signatures = new List<NoteSignature>();
            foreach (var witness in witnesses)
                if (await TryAskAsync(witness, note, checkpoint, stop) is { } signature)
                    signatures.Add(signature);
            if (signatures.Count > 0)
                storage.Write([new LogFile(LedgerView.CosignedPath, Encoding.UTF8.GetBytes((note with { Signatures = [.. note.Signatures, .. signatures] }).ToString()))]);
            if (signatures.Count == witnesses.Count)
                state.Cosigned = checkpoint.Size;
            await Task.Delay(failing.Count == 0 ? Pause : PauseAfterFailure, clock, stop);
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

    async Task<NoteSignature?> TryAskAsync(Witness witness, SignedNote note, Checkpoint checkpoint, CancellationToken stop)
    {
        try
        {
            var (signature, problem) = await AskAsync(witness, note, checkpoint, isAgain: false, stop);
            if (problem is null)
                failing.Remove(witness);
            else if (failing.Add(witness))
                log.WitnessFailed(witness.Key.Name, problem);
            return signature;
        }
        catch (Exception failed) when (failed is HttpRequestException || (failed is OperationCanceledException && !stop.IsCancellationRequested))
        {
            if (failing.Add(witness))
                log.WitnessFailed(witness.Key.Name, failed is OperationCanceledException ? $"no answer within {AnswersWithin.TotalSeconds} seconds" : failed.Message);
            return null;
        }
    }

    async Task<(NoteSignature? Signature, string? Problem)> AskAsync(Witness witness, SignedNote note, Checkpoint checkpoint, bool isAgain, CancellationToken stop)
    {
        var old = Math.Min(sizes.GetValueOrDefault(witness), checkpoint.Size);
        using var body = new StringContent(view.Consistency(old, note, checkpoint).ToString());
        using var answer = await client.PostAsync(new Uri(witness.Url, "add-checkpoint"), body, stop);
        var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(stop)); // whatever encoding it names
        if (answer.StatusCode == HttpStatusCode.Conflict && answer.Content.Headers.ContentType?.MediaType == "text/x.tlog.size"
            && long.TryParse(text.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            if (size > checkpoint.Size)
                return (null, $"it has signed {size} entries of this log, which has {checkpoint.Size}: the log was put back to an older state, and no witness will sign it again");
            sizes[witness] = size;
            return isAgain ? (null, "it says another size each time") : await AskAsync(witness, note, checkpoint, isAgain: true, stop);
        }
        if (answer.StatusCode != HttpStatusCode.OK)
            return (null, string.Create(CultureInfo.InvariantCulture, $"it answers {(int)answer.StatusCode}: {Reports.Rendering.PrintableText.Of(text, 200)}"));
        var signed = SignedNote.Parse(Encoding.UTF8.GetBytes($"{note.Text}\n{text}"));
        if (signed?.Text != note.Text || signed.Verify([witness.Key]).Count == 0)
            return (null, $"what it answers is no signature of {witness.Key}");
        sizes[witness] = checkpoint.Size;
        return (signed.Signatures.First(signature => signature.Name == witness.Key.Name && signature.Id == witness.Key.Id), null);
    }
}
