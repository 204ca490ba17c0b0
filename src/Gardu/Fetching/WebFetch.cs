using System.Net;
using Gardu.Agents.Feeds;

namespace Gardu.Fetching;

/// <summary>
/// Fetches from strangers: http and https alone, no credentials, no cookies, each address vetted where it is connected to, redirects
/// followed by hand, bytes and seconds limited.
/// </summary>
/// <param name="client">As <see cref="FeedUpdater.CreateClient"/> makes it.</param>
/// <param name="name">What the user agent is called.</param>
/// <param name="patience">How long an answer may take, with all redirects.</param>
/// <param name="objection">Why an address is not asked, in words, and null where it is; null to ask all.</param>
sealed class WebFetch(HttpClient client, string name, TimeSpan patience, Func<Uri, string?>? objection = null)
{
    const int RedirectsMax = 5;

    readonly string userAgent = $"{name}/{typeof(WebFetch).Assembly.GetName().Version!.ToString(3)}"; // every assembly of ours has one

    /// <summary>Whether an address is one that may be asked for.</summary>
    public static bool MayAsk(Uri address) => address is { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", HostNameType: UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6 };

    /// <summary>Gets what is behind an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="bytesMax">Bytes that are kept of it; one more where there are more.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<Fetched> GetAsync(Uri address, int bytesMax, CancellationToken stop)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(patience);
        try
        {
            for (var left = RedirectsMax; MayAsk(address); left--)
            {
                if (objection?.Invoke(address) is { } why)
                    return Fetched.Failed(address, why);
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token);
                if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
                    return await ReadAsync(address, response, bytesMax, limited.Token);
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
            return Fetched.Failed(address, stop.IsCancellationRequested ? "was not asked: the time is over" : $"gives no whole answer within {patience.TotalSeconds:0} seconds");
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
        var octets = await BoundedBytes.ReadAsync(body, bytesMax, stop);
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value));
        return new Fetched(address, (int)response.StatusCode, [.. headers], octets);
    }
}
