using System.Diagnostics.CodeAnalysis;
using System.Net;
using Gardu.Agents.Undeclared;
using Gardu.Gate.Charging;
using Gardu.Gate.Clients;
using Gardu.Gate.Identifying;
using Gardu.Gate.Ledger;
using Gardu.Gate.Refusals;
using Gardu.Gate.Sites;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Forwarder;

namespace Gardu.Gate.Forwarding;

/// <summary>
/// One request on its way to the origin and back: the target as the client sent it, its <c>Host</c> kept, what proxies
/// may claim written anew, Gardu's own credentials left out; and what of the answer was sent.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The counting stream owns nothing; the response it wraps is the server's.")]
sealed class OriginExchange(Site site, Incoming incoming, OriginCookies cookies) : HttpTransformer
{
    static readonly UriCreationOptions AsSent = new() { DangerousDisablePathAndQueryCanonicalization = true };

    CountingStream? counted;
    long promised;

    /// <summary>The id that a machine's answer carries; null for a person's, which is the origin's alone.</summary>
    public string? Request { get; init; }

    /// <summary>What a machine is told would have been; null for nothing.</summary>
    public string? Would { get; init; }

    /// <summary>Where a licensee gets its receipt; null for nobody.</summary>
    public string? Receipt { get; init; }

    /// <summary>What is to be charged before the first byte; null for nothing.</summary>
    public SaleUnderWay? Sale { get; init; }

    /// <summary>Whether the gate answers where the origin has nothing there.</summary>
    public bool CanBeReplaced { get; set; }

    /// <summary>Whether the origin has nothing there, so that nothing of its answer was sent.</summary>
    public bool IsReplaced { get; private set; }

    /// <summary>The origin's header that was milder than the terms and was made as strict; null for none.</summary>
    public string? Milder { get; private set; }

    /// <summary>
    /// Bytes of the response's body that were sent. Those of people are only added up, so where the origin stated a length
    /// it is taken at its word for a whole answer, and one that broke off counts for nothing.
    /// </summary>
    public long ResponseBytes(bool isWhole) => counted?.Count ?? (isWhole ? promised : 0);

    /// <summary>How long the client kept the origin waiting.</summary>
    public TimeSpan KeptWaiting => counted?.Waited ?? TimeSpan.Zero;

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var headers = proxyRequest.Headers;
        var sent = httpContext.Request.Headers;
        HopByHop.Remove(sent.Connection, name => headers.Remove(name));
        ProxyClaims.WriteAnew(headers, incoming);
        KeepOwnCredentials(headers, sent.Authorization);
        if (Sale is not null)
            AskForWhole(headers, Sale);
        proxyRequest.RequestUri = new Uri(site.OriginPrefix + incoming.Target, AsSent);
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (CanBeReplaced && proxyResponse is { StatusCode: HttpStatusCode.NotFound or HttpStatusCode.Gone })
        {
            IsReplaced = true;
            return false;
        }
        if (Sale is not null && proxyResponse is not null && !await Sale.SellAsync(httpContext, proxyResponse))
            return false;
        var copyBody = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        if (proxyResponse is null)
            return copyBody;
        var response = httpContext.Response;
        if (proxyResponse.Headers.NonValidated.TryGetValues("Connection", out var connection))
            HopByHop.Remove(connection.ToString(), name => response.Headers.Remove(name));
        if (Request is not null)
            response.Headers[RefusalWriter.RequestHeader] = Request;
        if (Receipt is not null)
            response.Headers[LedgerPages.ReceiptHeader] = Receipt;
        if (Would is not null)
            response.Headers["Gardu-Decision"] = Would;
        Sale?.WriteHeaders(response.Headers);
        foreach (var setCookie in response.Headers.SetCookie)
            cookies.Remember(site.Name, setCookie);
        var isHead = HttpMethods.IsHead(httpContext.Request.Method);
        if ((isHead || HttpMethods.IsGet(httpContext.Request.Method)) && (int)proxyResponse.StatusCode is (>= 200 and < 300) or 304)
            Milder = site.Headers.AddAll(response.Headers, incoming);
        if (isHead || (int)proxyResponse.StatusCode is 101 or 204 or 304)
            return copyBody;
        if (Request is null && proxyResponse.Content.Headers.ContentLength is { } length)
            promised = length;
        else
            response.Body = counted = new CountingStream(response.Body);
        return copyBody && Sale?.Body is null;
    }

    /// <summary>
    /// What is counted comes as it is, uncoded. A part counts as the whole, so that without a validator the whole is asked for, and for several parts at once, which
    /// name no whole; a client that sends <c>If-Range</c> has a validator.
    /// </summary>
    static void AskForWhole(System.Net.Http.Headers.HttpRequestHeaders headers, SaleUnderWay sale)
    {
        if (sale.IsCounted)
        {
            headers.Remove("Accept-Encoding");
            headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        }
        if (!sale.IsCounted && headers.NonValidated.Contains("If-Range") && headers.NonValidated.TryGetValues("Range", out var range) && !range.ToString().Contains(',', StringComparison.Ordinal))
            return;
        headers.Remove("Range");
        headers.Remove("If-Range");
    }

    /// <summary>Leaves out a key of Gardu's, and what is Gardu's of several <c>Authorization</c> lines; every other one passes.</summary>
    static void KeepOwnCredentials(System.Net.Http.Headers.HttpRequestHeaders headers, StringValues authorization)
    {
        headers.Remove(OwnCredential.KeyHeader);
        if (!authorization.Any(OwnCredential.Is))
            return;
        headers.Remove("Authorization");
        foreach (var other in authorization)
            if (!OwnCredential.Is(other))
                headers.TryAddWithoutValidation("Authorization", other);
    }
}
