using System.Globalization;
using System.Text;
using Gardu.Agents.Credentials;
using Gardu.Gate.Clients;
using Gardu.Gate.Recording;
using Gardu.Gate.Refusals;
using Gardu.Gate.Sites;
using Gardu.Ledger.Tiles;
using Gardu.Terms.Decisions;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Ledger;

/// <summary>
/// The ledger under <c>/licensing/ledger/</c>: <c>keys</c> for everybody, <c>checkpoint</c> and <c>tile/…</c> for whom the owner lets read the log, <c>receipt/ID</c> and
/// <c>payload/INDEX</c> for the licensee that they concern, and for auditors. Reading it is not recorded, or the log would grow by being read.
/// </summary>
sealed class LedgerPages(RefusalWriter refusals, TimeProvider clock, ILedgerView? ledger = null) : IDisposable
{
    /// <summary>Carries the address of a request's receipt.</summary>
    public const string ReceiptHeader = "Gardu-Receipt";

    const string Prefix = FreePaths.OwnPrefix + "ledger/";
    const string Keys = "keys";
    const string Payload = "payload/";
    const string Receipt = "receipt/";
    const string Text = "text/plain; charset=utf-8";
    const string Octets = "application/octet-stream";

    /// <summary>How long a checkpoint may be kept: as long as it takes to make the next one.</summary>
    const int CheckpointSeconds = 1;

    /// <summary>How old a request may be whose record has not been written yet.</summary>
    static readonly TimeSpan RecordedWithin = TimeSpan.FromSeconds(30);

    /// <summary>Requests that read at a time; others wait without a thread, so that a database that is silent holds up nobody but them.</summary>
    const int ReadersMax = 4;

    readonly SemaphoreSlim readers = new(ReadersMax);

    /// <summary>Whether a request reads the ledger.</summary>
    public static bool Owns(Incoming incoming) => incoming.IsOwn && incoming.Target.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Where the receipt of a request will be; null where nobody gets one.</summary>
    public string? ReceiptOf(GateSnapshot snapshot, Site site, Incoming incoming, string? licensee, string request) =>
        ledger is null || licensee is null || snapshot.LedgerAccess == LedgerAccess.Off ? null
        : $"{Site.PublicBase(site, incoming.Client.Scheme, incoming.Host)}{Prefix}{Receipt}{request}";

    /// <summary>Answers a request that <see cref="Owns"/> says is its own.</summary>
    public async ValueTask<Sent> AnswerAsync(HttpContext context, GateSnapshot snapshot, Site site, Incoming incoming, IssuedKey? key, string request)
    {
        var path = incoming.Path[Prefix.Length..];
        var isOpen = snapshot.LedgerAccess == LedgerAccess.Public;
        if (ledger is null || snapshot.LedgerAccess == LedgerAccess.Off)
            return await RefuseAsync(ReasonCodes.NotFound, StatusCodes.Status404NotFound);
        var concerns = path.StartsWith(Payload, StringComparison.Ordinal) || path.StartsWith(Receipt, StringComparison.Ordinal);
        if (key is null && (concerns || (!isOpen && path != Keys)))
            return await RefuseAsync(ReasonCodes.CredentialRequired, StatusCodes.Status401Unauthorized);
        context.Response.Headers[RefusalWriter.RequestHeader] = request;
        try
        {
            return concerns ? await ShowConcernedAsync(key!) : await ShowAsync(); // those that concern somebody need a key
        }
        catch (StoreException)
        {
            return await RefuseAsync(ReasonCodes.StoreUnavailable, StatusCodes.Status503ServiceUnavailable);
        }

        ValueTask<Sent> RefuseAsync(ReasonCode reason, int status) => refusals.WriteAsync(context, site, incoming.Client.Scheme, new Cause(reason, status), request);

        async ValueTask<T> ReadAsync<T>(Func<ILedgerView, T> read)
        {
            await readers.WaitAsync(context.RequestAborted);
            try
            {
                return read(ledger);
            }
            finally
            {
                readers.Release();
            }
        }

        ValueTask<Sent> SendAsync(byte[]? content, string type, string caching)
        {
            if (content is null)
                return RefuseAsync(ReasonCodes.NotFound, StatusCodes.Status404NotFound);
            context.Response.ContentType = type;
            context.Response.Headers.CacheControl = $"{(isOpen && !concerns ? "public" : "private")}, {caching}";
            return context.SendAsync(content);
        }

        async ValueTask<Sent> ShowAsync() => await (path switch
        {
            "checkpoint" => SendAsync(await ReadAsync(log => log.File(path)), Text, string.Create(CultureInfo.InvariantCulture, $"max-age={CheckpointSeconds}")),
            Keys => SendAsync(Encoding.UTF8.GetBytes(await ReadAsync(log => log.Keys)), Text, "no-cache"),
            _ when Tile.TryParse(path, out _) => SendAsync(await ReadAsync(log => log.File(path)), Octets, "max-age=31536000, immutable"),
            _ => RefuseAsync(ReasonCodes.NotFound, StatusCodes.Status404NotFound),
        });

        async ValueTask<Sent> ShowConcernedAsync(IssuedKey reader)
        {
            if (path.StartsWith(Payload, StringComparison.Ordinal))
            {
                var entry = TryParseIndex(path[Payload.Length..], out var index) && await ReadAsync(log => log.Entry(index)) is { } found && MaySee(reader, found) ? found.Entry : null;
                return await SendAsync(entry is { IsErased: false } ? [.. entry.Salt.Span, .. entry.Payload.Span] : null, Octets, "no-store");
            }
            if (!RequestId.TryParse(path[Receipt.Length..], out var id))
                return await RefuseAsync(ReasonCodes.NotFound, StatusCodes.Status404NotFound);
            // What is not the reader's is answered like what is not there.
            var receipt = await ReadAsync(log => log.Receipt(id)) is { } known && MaySee(reader, known.Entry) ? known : null;
            if (receipt is { Proof: null } || (receipt is null && (clock.GetUtcNow() - id.Time).Duration() < RecordedWithin))
                return await SayLaterAsync();
            return await SendAsync(receipt?.Proof is { } proof ? Encoding.UTF8.GetBytes(proof.ToString()) : null, Text, "no-store");
        }

        ValueTask<Sent> SayLaterAsync()
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            context.Response.Headers.RetryAfter = "1";
            return SendAsync("The next checkpoint will have it; ask again in a second.\n"u8.ToArray(), Text, "no-store");
        }
    }

    public void Dispose() => readers.Dispose();

    /// <summary>Whether an entry is shown to whoever brings a key: the licensee's own, and to an auditor those of the sites that the key is for.</summary>
    static bool MaySee(IssuedKey reader, ConcernedEntry entry) =>
        entry.Licensee == reader.Licensee.Id || (reader.Audits && (entry.Site is { } site ? reader.IsFor(site) : reader.Sites.Count == 0));

    static bool TryParseIndex(string text, out long index) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index) && text == index.ToString(CultureInfo.InvariantCulture);
}
