using System.Collections.Concurrent;
using System.Globalization;
using Gardu.Gate.Sites;
using Gardu.Terms.Values;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gardu.Gate.Refusals;

/// <summary>Answers in the origin's place.</summary>
sealed class RefusalWriter
{
    /// <summary>Bodies kept ready; one for each site, reason and price of the terms, so a handful.</summary>
    const int PreparedMax = 1024;

    readonly ConcurrentDictionary<(Cause Cause, Site? Site), Refusal> prepared = new();

    /// <summary>
    /// Writes status, headers and body. <c>crawler-price</c> goes with a 402 whose price is per request, <c>Retry-After</c> (whole seconds, at least 1)
    /// with a wait; nothing of it may be kept by a cache.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="site">Whose content it is; null where no site was found.</param>
    /// <param name="scheme">As the client used it, for links where the site names no public base.</param>
    /// <param name="cause">Why.</param>
    /// <param name="request">The request's id.</param>
    /// <returns>Bytes of the body.</returns>
    public async ValueTask<long> WriteAsync(HttpContext context, Site? site, string scheme, Cause cause, string request)
    {
        var refusal = Prepare(cause with { RetryAfter = default }, site);
        var response = context.Response;
        response.StatusCode = cause.Status;
        response.Headers.CacheControl = "no-store";
        if (cause is { Status: StatusCodes.Status402PaymentRequired, Price: { Unit: PriceUnit.Request } price })
            response.Headers["crawler-price"] = price.Amount.ToString();
        if (cause.RetryAfter > TimeSpan.Zero)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(cause.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var asProblem = PrefersProblem(context.Request.Headers.Accept);
        response.ContentType = asProblem ? "application/problem+json" : "text/html; charset=utf-8";
        response.Headers.Vary = "Accept";
        // The page's links have no host.
        var publicBase = !asProblem ? "" : site?.Url?.GetLeftPart(UriPartial.Authority) ?? $"{scheme}://{context.Request.Host.Value}";
        var length = refusal.Write(null, asProblem, publicBase, request);
        response.ContentLength = length;
        if (HttpMethods.IsHead(context.Request.Method))
            return 0;
        refusal.Write(response.BodyWriter, asProblem, publicBase, request);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
        return length;
    }

    Refusal Prepare(Cause cause, Site? site)
    {
        if (prepared.TryGetValue((cause, site), out var refusal))
            return refusal;
        if (prepared.Count >= PreparedMax)
            prepared.Clear();
        return prepared.GetOrAdd((cause, site), new Refusal(cause, site));
    }

    /// <summary>
    /// True where <c>Accept</c> names JSON before HTML. Who names neither gets the page: the refused one is a machine, but
    /// whoever looks into it is a person.
    /// </summary>
    static bool PrefersProblem(StringValues accept)
    {
        foreach (var line in accept)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var type = line.AsSpan(range).Trim();
                if (type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) || type.StartsWith("application/xhtml", StringComparison.OrdinalIgnoreCase))
                    return false;
                if (type.StartsWith("application/problem+json", StringComparison.OrdinalIgnoreCase) || type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }
        return false;
    }
}
