using System.IO.Compression;
using System.Net;
using System.Text;
using Gardu.Gate.Sites;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Gardu.Gate.Forwarding;

/// <summary>Sends requests on to origins through YARP and streams the answers back; one pool of connections per origin.</summary>
sealed class OriginForwarder(IHttpForwarder forwarder) : IDisposable
{
    readonly HttpMessageInvoker invoker = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = true,
        // Octets pass as they come: a cookie or a file name in UTF-8 is nobody's business here.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ActivityHeadersPropagator = null, // the client's own traceparent passes like any other header
        ConnectTimeout = TimeSpan.FromSeconds(10),
    });

    /// <summary>Sends a request to the site's origin; on failure nothing has been written unless the response has started.</summary>
    public ValueTask<ForwarderError> SendAsync(HttpContext context, Site site, OriginExchange exchange) =>
        forwarder.SendAsync(context, site.OriginPrefix, invoker, site.Forwarding, exchange, context.RequestAborted);

    /// <summary>Fetches a path of the site's origin on the gate's own account; throws <see cref="HttpRequestException"/> where that cannot be had.</summary>
    /// <param name="site">Whose origin.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="stop">Gives up.</param>
    /// <param name="isHttps">Whether to say that it is asked for over https, which some origins insist on.</param>
    public Task<HttpResponseMessage> GetAsync(Site site, string path, CancellationToken stop, bool isHttps = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, site.OriginPrefix + path);
        if (site.Url is not null || !site.Name.Contains('*', StringComparison.Ordinal))
            request.Headers.Host = site.Url?.Authority ?? site.Name; // what it writes of itself has to be true for visitors
        if (isHttps)
            request.Headers.Add("X-Forwarded-Proto", Uri.UriSchemeHttps);
        request.Headers.AcceptEncoding.ParseAdd("identity");
        return invoker.SendAsync(request, stop);
    }

    /// <summary>Reads a body up to a number of bytes, unpacked where the origin packs it unasked; throws <see cref="InvalidDataException"/> where that cannot be done.</summary>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage answer, int bytesMax, CancellationToken stop)
    {
        await using var sent = await answer.Content.ReadAsStreamAsync(stop);
        await using var body = string.Join(',', answer.Content.Headers.ContentEncoding) switch
        {
            "" or "identity" => sent,
            "gzip" or "x-gzip" => new GZipStream(sent, CompressionMode.Decompress),
            "br" => new BrotliStream(sent, CompressionMode.Decompress),
            "deflate" => new ZLibStream(sent, CompressionMode.Decompress),
            _ => throw new InvalidDataException("it is packed in a way that nobody asked for"),
        };
        using var bytes = new MemoryStream();
        var part = new byte[16 * 1024];
        while (bytes.Length < bytesMax && await body.ReadAsync(part.AsMemory(0, (int)Math.Min(part.Length, bytesMax - bytes.Length)), stop) is var read and > 0)
            bytes.Write(part, 0, read);
        return bytes.ToArray();
    }

    public void Dispose() => invoker.Dispose();
}
