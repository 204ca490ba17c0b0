using Gardu.Gate.Clients;
using Gardu.Gate.Refusals;
using Gardu.Gate.Sites;
using Gardu.Protocols.Signatures;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gardu.Gate.Identifying;

/// <summary>
/// The directory of this installation's own key, under which its client signs: served on every site that declares terms
/// whose origin has no directory of its own.
/// </summary>
sealed class OwnDirectory(SigningKey key, TimeProvider clock)
{
    static readonly TimeSpan Age = TimeSpan.FromDays(1);

    readonly byte[] body = KeyDirectory.Write([key]);

    /// <summary>Whether a request asks for a directory that may be ours.</summary>
    public static bool IsAskedFor(HttpContext context, Site site, Incoming incoming) =>
        incoming.Target == KeyDirectory.Path && !site.Declared.IsEmpty && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));

    /// <summary>Answers with it, and with the proof that this gate holds the key.</summary>
    public ValueTask<Sent> WriteAsync(HttpContext context, Site site, Incoming incoming, string request)
    {
        var response = context.Response;
        var now = clock.GetUtcNow();
        response.StatusCode = StatusCodes.Status200OK;
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null; // the origin's was that there is nothing
        response.Headers[RefusalWriter.RequestHeader] = request;
        response.Headers.CacheControl = "max-age=86400";
        response.ContentType = KeyDirectory.MediaType;
        foreach (var (name, value) in KeyDirectory.Prove([key], body, new ContextMessage(context, site, incoming), now, now + Age) ?? [])
            response.Headers[name] = value;
        return context.SendAsync(body);
    }
}
