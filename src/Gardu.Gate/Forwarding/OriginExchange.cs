using System.Diagnostics.CodeAnalysis;
using Gardu.Gate.Clients;
using Gardu.Gate.Sites;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Gardu.Gate.Forwarding;

/// <summary>
/// One request on its way to the origin and back: the target as the client sent it, its <c>Host</c> kept, what proxies
/// may claim written anew, Gardu's own credentials left out; and the length of the answer.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The counting stream owns nothing; the response it wraps is the server's.")]
sealed class OriginExchange(Site site, Client client, string target) : HttpTransformer
{
    const string ForwardedPrefix = "X-Forwarded-";

    static readonly UriCreationOptions AsSent = new() { DangerousDisablePathAndQueryCanonicalization = true };

    CountingStream? counted;
    long declaredBytes;

    /// <summary>Bytes of the response's body, as stated by the origin or as counted.</summary>
    public long ResponseBytes => counted?.Count ?? declaredBytes;

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var headers = proxyRequest.Headers;
        RemoveProxyClaims(headers);
        if (headers.NonValidated.TryGetValues("Authorization", out var authorization) && IsOurs(authorization.ToString()))
            headers.Remove("Authorization");
        var host = httpContext.Request.Host.Value;
        headers.Host = host;
        headers.TryAddWithoutValidation("X-Forwarded-For", client.ForwardedFor);
        headers.TryAddWithoutValidation("X-Forwarded-Proto", client.Scheme);
        headers.TryAddWithoutValidation("X-Forwarded-Host", host);
        proxyRequest.RequestUri = new Uri(site.OriginPrefix + target, AsSent);
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var copyBody = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        if (proxyResponse is null || HttpMethods.IsHead(httpContext.Request.Method) || (int)proxyResponse.StatusCode is 101 or 204 or 304)
            return copyBody;
        if (proxyResponse.Content.Headers.ContentLength is { } length)
            declaredBytes = length;
        else
            httpContext.Response.Body = counted = new CountingStream(httpContext.Response.Body);
        return copyBody;
    }

    /// <summary>Whether an <c>Authorization</c> is a credential of Gardu's, which never reaches the origin.</summary>
    static bool IsOurs(string authorization) =>
        authorization.StartsWith("Bearer gk_", StringComparison.OrdinalIgnoreCase)
        || authorization.StartsWith("License ", StringComparison.OrdinalIgnoreCase)
        || authorization.StartsWith("Payment ", StringComparison.OrdinalIgnoreCase);

    static void RemoveProxyClaims(System.Net.Http.Headers.HttpRequestHeaders headers)
    {
        List<string>? claims = null;
        foreach (var header in headers.NonValidated)
            if (header.Key.StartsWith(ForwardedPrefix, StringComparison.OrdinalIgnoreCase)
                || header.Key.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
                || header.Key.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase))
                (claims ??= []).Add(header.Key);
        foreach (var claim in claims ?? [])
            headers.Remove(claim);
    }
}
