using System.Collections.Concurrent;
using System.Globalization;
using Gardu.Gate.Sites;
using Gardu.Protocols.Signatures;
using Gardu.Terms.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Gardu.Gate.Refusals;

/// <summary>Answers in the origin's place.</summary>
sealed class RefusalWriter
{
    /// <summary>Carries the request's id on everything that Gardu answers, and on every answer to a machine.</summary>
    public const string RequestHeader = "Gardu-Request";

    /// <summary>Bodies kept ready; one for each site, reason and price of the terms, so a handful.</summary>
    const int PreparedMax = 1024;

    readonly ConcurrentDictionary<(Cause Cause, Site? Site), Refusal> prepared = new();

    /// <summary>
    /// Writes status, headers and body. <c>crawler-price</c> goes with a 402 whose price is per request, <c>Retry-After</c> (whole seconds, at least 1)
    /// with a wait, <c>WWW-Authenticate</c> with a 401, <c>Accept-Signature</c> where a signature might help; nothing of it may be kept by a cache.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="site">Whose content it is; null where no site was found.</param>
    /// <param name="scheme">As the client used it, for links where the site names no public base.</param>
    /// <param name="cause">Why.</param>
    /// <param name="request">The request's id.</param>
    public async ValueTask<Sent> WriteAsync(HttpContext context, Site? site, string scheme, Cause cause, string request)
    {
        var refusal = Prepare(cause with { RetryAfter = default }, site);
        var response = context.Response;
        response.StatusCode = cause.Status;
        response.Headers[RequestHeader] = request;
        response.Headers.CacheControl = "no-store";
        if (refusal.CrawlerPrice is not null)
            response.Headers["crawler-price"] = refusal.CrawlerPrice;
        if (cause.RetryAfter > TimeSpan.Zero)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(cause.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (cause.WantsSignature)
            response.Headers[AcceptSignature.Field] = AcceptSignature.Value;
        if (Challenge(cause.Reason) is { } challenge)
            response.Headers.WWWAuthenticate = challenge;
        var asProblem = PrefersProblem(context.Request.Headers.Accept);
        response.ContentType = asProblem ? "application/problem+json" : "text/html; charset=utf-8";
        response.Headers.Vary = "Accept";
        // The page's links have no host.
        var publicBase = !asProblem ? "" : Site.PublicBase(site, scheme, context.Request.Headers.Host.ToString());
        var length = refusal.Write(null, asProblem, publicBase, request);
        response.ContentLength = length;
        if (context.Request.Method == HttpMethods.Head)
            return default;
        refusal.Write(response.BodyWriter, asProblem, publicBase, request);
        return WholeAnswer.SentOf(await response.BodyWriter.FlushAsync(CancellationToken.None), length);
    }

    /// <summary>Writes a page of Gardu's own.</summary>
    public static ValueTask<Sent> WritePageAsync(HttpContext context, byte[] bytes, string request)
    {
        var response = context.Response;
        response.Headers[RequestHeader] = request;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        return context.SendAsync(bytes);
    }

    /// <summary>How to ask for another credential (RFC 6750 section 3, RSL 1.0 section 6).</summary>
    static string? Challenge(ReasonCode reason) =>
        reason == ReasonCodes.CredentialInvalid ? "Bearer realm=\"gardu\", error=\"invalid_token\""
        : reason == ReasonCodes.CredentialRequired ? "Bearer realm=\"gardu\""
        : reason == ReasonCodes.LicenceInvalid ? "License error=\"invalid_token\", error_description=\"no licence of this site\""
        : null;

    Refusal Prepare(Cause cause, Site? site)
    {
        if (cause.Detail is not null)
            return new Refusal(cause, site); // there are too many of them to keep
        if (prepared.TryGetValue((cause, site), out var refusal))
            return refusal;
        if (prepared.Count >= PreparedMax)
            prepared.Clear();
        return prepared.GetOrAdd((cause, site), new Refusal(cause, site));
    }

    /// <summary>
    /// True where <c>Accept</c> wants JSON more than HTML (RFC 9110 section 12.5.1), or as much and names it first. Who
    /// names neither gets the page: the refused one is a machine, but whoever looks into it is a person.
    /// </summary>
    static bool PrefersProblem(StringValues accept)
    {
        if (!accept.ToString().Contains("json", StringComparison.OrdinalIgnoreCase) || !MediaTypeHeaderValue.TryParseList(accept, out var ranges))
            return false;
        var (json, html, isJsonFirst) = (0.0, 0.0, false);
        foreach (var range in ranges)
        {
            var quality = range.Quality ?? 1;
            if (Is(range, "application/problem+json") || Is(range, "application/json"))
                (json, isJsonFirst) = (Math.Max(json, quality), isJsonFirst || html == 0);
            else if (Is(range, "text/html") || Is(range, "application/xhtml+xml"))
                html = Math.Max(html, quality);
        }
        return json > 0 && (json > html || (json == html && isJsonFirst));
    }

    static bool Is(MediaTypeHeaderValue range, string type) => range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase);
}
