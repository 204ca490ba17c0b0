using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Gardu.Agents.Credentials;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Pricing;
using Gardu.Gate.Recording;
using Gardu.Gate.Refusals;
using Gardu.Gate.Sites;
using Gardu.Terms.Decisions;
using Gardu.Terms.Values;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Charging;

/// <summary>
/// One sale, between the head of the origin's answer and its first byte to the client: counts it, charges it, and only then lets it pass.
/// <code>
///   head ─┬─ HEAD, no 2xx, nothing in it ─────────────► passes, not charged
///         └─ body needed? spool ─► units, version ─► charge ─┬─ sold, or paid before ─► passes
///                                                            └─ not sold ─► 402, 429, 503: nothing of the answer is sent
/// </code>
/// </summary>
sealed class SaleUnderWay(Cashier cashier, Site site, UsageRecord record, string target, Offer offer) : IAsyncDisposable
{
    /// <summary>The body, where it was read before it was charged; null where it streams.</summary>
    public Spool? Body { get; private set; }

    /// <summary>Why it is not sold, so that the gate answers in the origin's place; null where it is, or was not charged.</summary>
    public Cause? NotSold { get; private set; }

    /// <summary>What came of the charge; null where nothing was charged.</summary>
    public ChargeOutcome? Outcome { get; private set; }

    /// <summary>Whether the record of the request has been written with the charge.</summary>
    public bool IsRecorded => Outcome?.Charge is not null;

    /// <summary>Why the request got what it got.</summary>
    public ReasonCode Reason => NotSold?.Reason ?? (Outcome is null ? ReasonCodes.NotCharged : Outcome.Charge is null ? ReasonCodes.AlreadyPaid : ReasonCodes.Charged);

    /// <summary>Whether only the whole body tells how much it is.</summary>
    public bool IsCounted => offer.Unit != PriceUnit.Request;

    /// <summary>Charges what the origin answers; false where the client is to get nothing of it.</summary>
    public async ValueTask<bool> SellAsync(HttpContext context, HttpResponseMessage answer)
    {
        var isStream = answer.StatusCode == HttpStatusCode.SwitchingProtocols || answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
        if (HttpMethods.IsHead(context.Request.Method) || (!isStream && IsNothing(answer)))
            return true;
        var version = isStream ? null : VersionOf(answer);
        if ((IsCounted || version is null) && !isStream)
        {
            Body = await Spool.TryReadAsync(answer.Content, context.RequestAborted);
            if (Body is null)
                return Refuse(ReasonCodes.TooLargeToMeter, StatusCodes.Status502BadGateway);
            version ??= "sha256 " + Convert.ToHexStringLower(await SHA256.HashDataAsync(Body.Read(), context.RequestAborted));
        }
        var (units, records, problem) = await Meter.CountAsync(site, offer, record, answer, Body, context.RequestAborted);
        if (problem is not null)
            return Refuse(ReasonCodes.CannotBeMetered, StatusCodes.Status502BadGateway);
        var purpose = record.Identity.Purpose;
        version ??= "request " + record.Id; // a stream is new each time
        Outcome = await cashier.ChargeAsync(new Purchase(
            new ChargeDemand
            {
                Id = record.Id.Value,
                Time = record.Time,
                Licensee = record.Identity.Licensee!, // nobody else buys
                Key = ChargeKey.OfContent(site.Name, purpose, target, version, Sales.Window, record.Time),
                NeighbourKey = ChargeKey.OfNeighbour(site.Name, purpose, target, version, Sales.Window, record.Time),
                Offer = offer,
                Units = units,
                RecordKeys = records,
            },
            record with { Status = (int)answer.StatusCode, Bytes = Body?.Length ?? answer.Content.Headers.ContentLength ?? 0 }));
        return Outcome switch
        {
            null => Refuse(ReasonCodes.StoreUnavailable, StatusCodes.Status503ServiceUnavailable),
            { Result: SaleResult.Sold } => true,
            { Result: SaleResult.QuotaUsedUp } => Refuse(ReasonCodes.QuotaUsedUp, StatusCodes.Status429TooManyRequests),
            { Result: var result } => Refuse(Sales.ReasonOf(result)!, StatusCodes.Status402PaymentRequired),
        };
    }

    /// <summary>Says what was charged, or that it was paid before, on an answer that is sold; nobody else may keep it.</summary>
    public void WriteHeaders(IHeaderDictionary headers)
    {
        if (Outcome is not { } outcome)
            return;
        headers.CacheControl = "private, no-cache";
        headers["crawler-charged"] = outcome.Charge is { } charge ? charge.Amount.ToString() : $"{offer.Currency} 0";
        headers["Gardu-Charge"] = PrefixedId.Of(Charge.Prefix, outcome.First ?? record.Id.Value);
        headers["Gardu-Balance"] = new Money(outcome.Balance, offer.Currency).ToString();
    }

    /// <summary>Takes the charge back, since the origin broke off.</summary>
    public Task VoidAsync() => IsRecorded ? cashier.VoidAsync(record.Id.Value, ReasonCodes.OriginUnreachable.Code) : Task.CompletedTask;

    public ValueTask DisposeAsync() => Body?.DisposeAsync() ?? ValueTask.CompletedTask;

    bool Refuse(ReasonCode reason, int status)
    {
        NotSold = new Cause(reason, status, status == StatusCodes.Status402PaymentRequired ? offer.Price : null);
        return false;
    }

    /// <summary>What tells this content from what was there before: its validator; null where it has none.</summary>
    static string? VersionOf(HttpResponseMessage answer)
    {
        if (answer.Headers.NonValidated.TryGetValues("ETag", out var tags) && tags.ToString().Trim() is { Length: > 0 } tag)
            return "etag " + (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag);
        return answer.Content.Headers is { LastModified: { } time, ContentLength: { } length }
            ? string.Create(CultureInfo.InvariantCulture, $"modified {time.ToUnixTimeSeconds()} {(answer.Content.Headers.ContentRange?.Length ?? length)}") : null;
    }

    /// <summary>Whether an answer has nothing that is charged.</summary>
    static bool IsNothing(HttpResponseMessage answer) => (int)answer.StatusCode is < 200 or >= 300
        || answer.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.ResetContent || answer.Content.Headers.ContentLength == 0;
}
