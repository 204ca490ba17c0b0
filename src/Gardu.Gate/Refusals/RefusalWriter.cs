using System.Collections.Concurrent;
using System.Globalization;
using Gardu.Gate.Sites;
using Gardu.Terms.Decisions;
using Gardu.Terms.Values;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gardu.Gate.Refusals;

/// <summary>Answers in the origin's place.</summary>
sealed class RefusalWriter
{
    /// <summary>Bodies kept ready; one for each site, reason and price of the terms, so a handful.</summary>
    const int PreparedMax = 1024;

    readonly ConcurrentDictionary<(ReasonCode Reason, int Status, Price? Price, Site? Site), Refusal> prepared = new();

    /// <summary>
    /// Writes status, headers and body. <c>crawler-price</c> goes with a 402 whose price is per request, <c>Retry-After</c> (whole seconds, at least 1)
    /// with a wait; nothing of it may be kept by a cache.
    /// </summary>
    /// <returns>Bytes of the body.</returns>
    public async ValueTask<long> WriteAsync(HttpContext context, Site? site, ReasonCode reason, int status, Price? price, TimeSpan retryAfter, string request)
    {
        var refusal = Prepare(reason, status, price, site);
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status402PaymentRequired && price is { Unit: PriceUnit.Request })
            response.Headers["crawler-price"] = price.Amount.ToString();
        if (retryAfter > TimeSpan.Zero)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var asProblem = PrefersProblem(context.Request.Headers.Accept);
        response.ContentType = asProblem ? "application/problem+json" : "text/html; charset=utf-8";
        response.Headers.Vary = "Accept";
        var length = refusal.Length(asProblem, request);
        response.ContentLength = length;
        if (HttpMethods.IsHead(context.Request.Method))
            return 0;
        refusal.Write(response.BodyWriter, asProblem, request);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
        return length;
    }

    Refusal Prepare(ReasonCode reason, int status, Price? price, Site? site)
    {
        var key = (reason, status, price, site);
        if (prepared.TryGetValue(key, out var refusal))
            return refusal;
        if (prepared.Count >= PreparedMax)
            prepared.Clear();
        return prepared.GetOrAdd(key, new Refusal(status, reason, price, site));
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
