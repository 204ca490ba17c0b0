using System.Net;
using Gardu.Agents.Feeds;

namespace Gardu.Checking;

/// <summary>
/// Fetches from strangers: http and https alone, no credentials, no cookies, each address vetted where it is connected to, redirects
/// followed by hand, bytes and seconds limited.
/// </summary>
/// <param name="address">The page whose use is asked about.</param>
/// <param name="client">As <see cref="FeedUpdater.CreateClient"/> makes it.</param>
/// <param name="tell">Is told each address before it is fetched.</param>
sealed class WebSource(Uri address, HttpClient client, Action<Uri> tell) : ISiteSource
{
    const int RedirectsMax = 5;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly string UserAgent = $"gardu-terms-check/{typeof(WebSource).Assembly.GetName().Version!.ToString(3)}"; // every assembly of ours has one

    /// <inheritdoc/>
    public Uri Address => address;

    /// <summary>Whether an address is one that may be asked for.</summary>
    public static bool MayAsk(Uri address) => address is { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", HostNameType: UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6 };

    /// <inheritdoc/>
    public async Task<Fetched?> GetAsync(Uri address, int bytesMax, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        tell(address);
        try
        {
            for (var left = RedirectsMax; MayAsk(address); left--)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
                if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
                    return await ReadAsync(address, response, bytesMax, patience.Token);
                if (left == 0)
                    return Fetched.Failed(address, $"leads on more than {RedirectsMax} times");
                if (!Uri.TryCreate(address, location, out var next))
                    return Fetched.Failed(address, "leads to what is no address");
                address = next;
            }
            return Fetched.Failed(address, "leads to an address that is neither http nor https, or carries a password");
        }
        catch (OperationCanceledException)
        {
            return Fetched.Failed(address, stop.IsCancellationRequested ? "was not asked: the time is over" : $"gives no whole answer within {Patience.TotalSeconds:0} seconds");
        }
        catch (Exception failed) when (failed is InvalidDataException or InvalidOperationException)
        {
            return Fetched.Failed(address, "is compressed in a way that cannot be undone"); // what the decoders throw
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException)
        {
            return Fetched.Failed(address, Private(failed) ? "is at an address that is not public; --allow-private asks it all the same" : $"cannot be reached: {failed.Message}");
        }
    }

    static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    static bool Private(Exception? failed) => failed is not null && (failed is NotPublicException || Private(failed.InnerException));

    static async Task<Fetched> ReadAsync(Uri address, HttpResponseMessage response, int bytesMax, CancellationToken stop)
    {
        await using var body = await response.Content.ReadAsStreamAsync(stop);
        var buffer = new byte[bytesMax + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value));
        return new Fetched(address, (int)response.StatusCode, [.. headers], buffer[..length]);
    }
}
