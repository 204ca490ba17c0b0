using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Gardu.Agents.Credentials;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Pricing;
using Gardu.Gate.Limits;
using Gardu.Gate.Recording;
using Gardu.Gate.Refusals;
using Gardu.Gate.Sites;
using Gardu.Terms.Decisions;
using Gardu.Terms.Values;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Charging;

/// <summary>
/// One sale, between the head of the origin's answer and its first byte to the client: counts it, charges it, and only then lets it pass. What is more than reading
/// (other methods than <c>GET</c> and <c>HEAD</c>) is charged before it is forwarded, and taken back where the origin does not do it.
/// <code>
///   head ─┬─ HEAD, no 2xx, nothing in it ─────────────► passes, not charged
///         └─ body needed? spool ─► units, version ─► charge ─┬─ sold, or paid before ─► passes
///                                                            └─ not sold ─► 402, 429, 503: nothing of the answer is sent
/// </code>
/// </summary>
sealed class SaleUnderWay(Cashier cashier, NamedPurchases named, Site site, UsageRecord record, string target, Offer offer) : IAsyncDisposable
{
    /// <summary>Carries what is left to a licensee.</summary>
    public const string BalanceField = "Gardu-Balance";

    const string KeyField = "Idempotency-Key";
    const int KeyLengthMax = 255;

    /// <summary>Bytes of a request's body that are kept to be hashed, where the client names the purchase.</summary>
    const long RequestBodyMax = 16 * 1024 * 1024;

    string? name;
    byte[]? bodyHash;
    bool isNamed;
    bool isVoid;
    bool isInDoubt;

    /// <summary>The body, where it was read before it was charged; null where it streams.</summary>
    public Spool? Body { get; private set; }

    /// <summary>Why it is not sold, so that the gate answers in the origin's place; null where it is, or was not charged.</summary>
    public Cause? NotSold { get; private set; }

    /// <summary>What came of the charge; null where nothing was charged.</summary>
    public ChargeOutcome? Outcome { get; private set; }

    /// <summary>Whether the record of the request has been written with the charge, or the cashier sees to it.</summary>
    public bool IsRecorded => isInDoubt || Outcome?.Charge is not null;

    /// <summary>Why the request got what it got.</summary>
    public ReasonCode Reason => NotSold?.Reason ?? (Outcome is null ? ReasonCodes.NotCharged : Outcome.Charge is null ? ReasonCodes.AlreadyPaid : ReasonCodes.Charged);

    /// <summary>Whether only the whole body tells how much it is.</summary>
    public bool IsCounted => offer.Unit != PriceUnit.Request;

    /// <summary>Does what comes before the origin is asked; false where it is not to be asked at all.</summary>
    public async ValueTask<bool> PrepareAsync(HttpContext context)
    {
        name = NameOf(context.Request);
        if (name is not null)
        {
            if (name.Length > KeyLengthMax)
                return Refuse(ReasonCodes.MalformedRequest, StatusCodes.Status400BadRequest);
            isNamed = named.TryBegin(record.Identity.Licensee!, name); // nobody else buys
            if (!isNamed)
                return Refuse(ReasonCodes.IdempotencyKeyInFlight, StatusCodes.Status409Conflict);
            context.Response.OnStarting(EndNamed); // whoever has the answer may send the next
            try
            {
                bodyHash = await BodyHashAsync(context.Request, context.RequestAborted);
            }
            catch (BadHttpRequestException malformed)
            {
                return Refuse(ReasonCodes.MalformedRequest, malformed.StatusCode);
            }
            catch (IOException)
            {
                return Refuse(ReasonCodes.MalformedRequest, StatusCodes.Status413PayloadTooLarge);
            }
        }
        return IsRead(context.Request) || IsCounted || await ChargeAsync(context.Request, "request " + record.Id, units: 1, records: null, record);
    }

    /// <summary>What a client names a purchase by; null where it does not.</summary>
    public static string? NameOf(HttpRequest request) => request.Headers[KeyField].ToString() switch
    {
        "" => null,
        ['"', .. var quoted, '"'] => quoted, // the draft wants it quoted, and many send it bare
        var bare => bare,
    };

    /// <summary>Charges what the origin answers; false where the client is to get nothing of it.</summary>
    public async ValueTask<bool> SellAsync(HttpContext context, HttpResponseMessage answer)
    {
        if (Outcome is not null)
        {
            if (IsNothing(answer))
                await VoidAsync(ReasonCodes.NotCharged);
            return true;
        }
        if (HttpMethods.IsHead(context.Request.Method) || IsNothing(answer))
            return true;
        var isStream = answer.StatusCode == HttpStatusCode.SwitchingProtocols || string.Equals(answer.Content.Headers.ContentType?.MediaType, "text/event-stream", StringComparison.OrdinalIgnoreCase);
        var version = isStream ? null : VersionOf(answer);
        if ((IsCounted || version is null) && !isStream)
        {
            Body = await Spool.TryReadAsync(answer.Content, site.Timeout, context.RequestAborted);
            if (Body is null)
                return Refuse(ReasonCodes.TooLargeToMeter, StatusCodes.Status502BadGateway);
            if (Body.Length == 0)
                return true; // its head did not say so
            version ??= "sha256 " + Convert.ToHexStringLower(await SHA256.HashDataAsync(Body.Read(), context.RequestAborted));
        }
        var (units, records, problem) = await Meter.CountAsync(site, offer.Unit, record, answer, Body, context.RequestAborted);
        if (problem is not null)
            return Refuse(ReasonCodes.CannotBeMetered, StatusCodes.Status502BadGateway);
        // A stream is new each time.
        return await ChargeAsync(context.Request, version ?? "request " + record.Id, units, records, record with { Status = (int)answer.StatusCode, Bytes = Body?.Length ?? answer.Content.Headers.ContentLength ?? 0 });
    }

    async ValueTask<bool> ChargeAsync(HttpRequest request, string version, long units, IReadOnlyList<byte[]>? records, UsageRecord charged)
    {
        var purpose = record.Identity.Purpose;
        (Outcome, isInDoubt) = await cashier.ChargeAsync(new Purchase(
            new ChargeDemand
            {
                Id = record.Id.Value,
                Time = record.Time,
                Licensee = record.Identity.Licensee!, // nobody else buys
                Key = KeyAt(record.Time),
                NeighbourKey = (name is null ? ChargeKey.NeighbourOf(Sales.Window, record.Time) : ChargeKey.NamedBefore(Sales.Window, record.Time)) is { } other ? KeyAt(other) : null,
                Fingerprint = bodyHash is null ? null : ChargeKey.Fingerprint(request.Method, request.Host.Value ?? "", target, purpose, bodyHash, IsRead(request) ? version : ""),
                Offer = offer,
                Units = units,
                RecordKeys = records,
            },
            charged));
        byte[] KeyAt(DateTimeOffset time) =>
            name is null ? ChargeKey.OfContent(site.Name, purpose, target, version, Sales.Window, time) : ChargeKey.OfIdempotency(name, Sales.Window, time);
        return Outcome switch
        {
            null => Refuse(ReasonCodes.StoreUnavailable, StatusCodes.Status503ServiceUnavailable),
            { IsOtherPurchase: true } => Refuse(ReasonCodes.IdempotencyKeyReused, StatusCodes.Status422UnprocessableEntity),
            { Result: SaleResult.Sold } => true,
            { Result: SaleResult.QuotaUsedUp } => Refuse(ReasonCodes.QuotaUsedUp, StatusCodes.Status429TooManyRequests),
            { Result: var result } => Refuse(Sales.ReasonOf(result)!, StatusCodes.Status402PaymentRequired),
        };
    }

    /// <summary>Says what is left and, on an answer that is sold, what was charged, or that it was paid before; nobody else may keep it.</summary>
    public void WriteHeaders(IHeaderDictionary headers)
    {
        if (Outcome is not { } outcome || isVoid)
            return;
        headers[BalanceField] = new Money(outcome.Balance, offer.Currency).ToString();
        RateStanding.OfPlan(offer, outcome.Used, record.Time)?.WriteTo(headers, site.SaysXRateLimit, record.Time);
        if (NotSold is not null)
            return;
        headers.CacheControl = "private, no-cache";
        headers["crawler-charged"] = outcome.Charge is { } charge ? charge.Amount.ToString() : $"{offer.Currency} 0";
        headers["Gardu-Charge"] = PrefixedId.Of(Charge.Prefix, outcome.First ?? record.Id.Value);
    }

    /// <summary>Takes the charge back, since nothing, or not all, was delivered.</summary>
    public async Task VoidAsync(ReasonCode reason)
    {
        if (Outcome?.Charge is null || isVoid)
            return;
        await cashier.VoidAsync(record.Id.Value, reason.Code);
        isVoid = true;
    }

    public async ValueTask DisposeAsync()
    {
        await EndNamed();
        if (Body is not null)
            await Body.DisposeAsync();
    }

    Task EndNamed()
    {
        if (isNamed)
            named.End(record.Identity.Licensee!, name!);
        isNamed = false;
        return Task.CompletedTask;
    }

    bool Refuse(ReasonCode reason, int status)
    {
        NotSold = new Cause(reason, status, status == StatusCodes.Status402PaymentRequired ? PriceAsked() : null, Sales.RetryAfter(reason, offer, record.Time));
        return false;
    }

    /// <summary>What the whole answer costs where that has been counted, else what a unit does.</summary>
    Price? PriceAsked() => Outcome is { Asked: > 0 and var asked } ? new Price(new Money(asked, offer.Currency), PriceUnit.Request, 1) : offer.Price;

    static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    /// <summary>The hash of a request's body, which can then still be sent on. Throws <see cref="IOException"/> where it is longer than <see cref="RequestBodyMax"/> or no body as its head promised.</summary>
    static async Task<byte[]> BodyHashAsync(HttpRequest request, CancellationToken stop)
    {
        if (request.ContentLength is null or 0 && !request.Headers.ContainsKey("Transfer-Encoding"))
            return [];
        request.EnableBuffering(bufferThreshold: 1024 * 1024, RequestBodyMax);
        var hash = await SHA256.HashDataAsync(request.Body, stop);
        request.Body.Position = 0;
        return hash;
    }

    /// <summary>What tells this content from what was there before: its validator; null where it has none.</summary>
    static string? VersionOf(HttpResponseMessage answer)
    {
        if (answer.Headers.NonValidated.TryGetValues("ETag", out var tags) && tags.ToString().Trim() is { Length: > 0 } tag)
            return "etag " + (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag);
        return answer.Content.Headers is { LastModified: { } time, ContentLength: { } length }
            ? string.Create(CultureInfo.InvariantCulture, $"modified {time.ToUnixTimeSeconds()} {(answer.Content.Headers.ContentRange?.Length ?? length)}") : null;
    }

    /// <summary>Whether an answer has nothing that is charged. A connection that becomes another protocol's has: what goes over it.</summary>
    static bool IsNothing(HttpResponseMessage answer) => (answer.StatusCode != HttpStatusCode.SwitchingProtocols && (int)answer.StatusCode is < 200 or >= 300)
        || answer.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.ResetContent || answer.Content.Headers.ContentLength == 0;
}
