using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Gardu.Agents.Addresses;
using Gardu.Agents.Feeds;
using Gardu.Protocols.Signatures;

namespace Gardu.Agents.Signatures;

/// <summary>
/// Fetches the keys that a signature points to. It is a stranger who points, so: public addresses alone, checked on the
/// address that is connected to; https alone, plain http only in private networks that the owner names; no redirect, no
/// cookie, no decompression; five seconds and 64 KiB for each document.
/// </summary>
/// <param name="privateNetworks">Private ranges that may be fetched from too.</param>
/// <param name="clock">Tells the time.</param>
public sealed class DirectoryFetch(Func<IReadOnlyList<AddressRange>> privateNetworks, TimeProvider clock) : IDisposable
{
    static readonly HttpRequestOptionsKey<bool> IsConnected = new("connected");

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Two, since connections to one server are few: whoever has strangers' fetches stand in line at an agent's server keeps none of its own from it.
    readonly HttpClient strangers = ClientOf(privateNetworks);
    readonly HttpClient known = ClientOf(privateNetworks);

    static HttpClient ClientOf(Func<IReadOnlyList<AddressRange>> privateNetworks) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = 2,
        MaxResponseHeadersLength = 16,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
        ConnectCallback = (context, stop) => ConnectAsync(context, privateNetworks(), stop),
    });

    /// <summary>The keys of an agent, or why they could not be had.</summary>
    /// <param name="agent">Whose.</param>
    /// <param name="isKnown">Whether it is no stranger.</param>
    internal async Task<FetchedKeys> GetAsync(SignatureAgent agent, bool isKnown)
    {
        var client = isKnown ? known : strangers;
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            return agent.Type == SignatureAgentType.Card ? await OfCardAsync(client, agent, patience.Token) : await KeysAtAsync(client, agent.FetchUrl, patience.Token);
        }
        catch (OperationCanceledException)
        {
            return FetchedKeys.Failed($"gave no whole answer within {Patience.TotalSeconds:0} seconds");
        }
        catch (Exception failure) // whatever it is, it is the stranger's, and the fetch has to end
        {
            return FetchedKeys.Failed(failure.GetBaseException() is NotPublicException ? "has no public address" : "could not be reached");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        strangers.Dispose();
        known.Dispose();
    }

    async Task<FetchedKeys> OfCardAsync(HttpClient client, SignatureAgent agent, CancellationToken stop)
    {
        var answer = await SendAsync(client, agent.FetchUrl, "application/json", AgentCard.BytesMax, stop);
        if (answer.Failure is not null)
            return FetchedKeys.Failed(answer.Failure, answer.Age);
        if (!AgentCard.TryParse(answer.Body, agent.FetchUrl.OriginalString, out var card, out var error))
            return FetchedKeys.Failed($"is no agent card: {error}");
        if (card!.Keys is { } keys) // a card that was read is there
            return FetchedKeys.Of(keys, answer.Age);
        return card.JwksUri is { } url ? await KeysAtAsync(client, url, stop) : FetchedKeys.Failed("has no keys in its card");
    }

    async Task<FetchedKeys> KeysAtAsync(HttpClient client, Uri url, CancellationToken stop)
    {
        var answer = await SendAsync(client, url, KeyDirectory.MediaType, KeySet.BytesMax, stop);
        if (answer.Failure is not null)
            return FetchedKeys.Failed(answer.Failure, answer.Age);
        if (!KeySet.TryParse(answer.Body, out var keys, out var error))
            return FetchedKeys.Failed($"is none: {error}");
        var proof = KeyDirectory.CheckProof(answer.Message!, answer.Body, keys!, clock.GetUtcNow()); // what was read is there
        return proof is null or SignatureOutcome.Valid ? FetchedKeys.Of(keys!, answer.Age) : FetchedKeys.Failed($"carries a proof that {proof.Value.Words()}");
    }

    /// <summary>A document, or why there is none, and how long its server says that this holds.</summary>
    readonly record struct Answer(byte[] Body, MessageParts? Message, TimeSpan? Age, string? Failure);

    async Task<Answer> SendAsync(HttpClient client, Uri url, string type, int bytesMax, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.ParseAdd(type);
        request.Headers.Accept.ParseAdd("application/json;q=0.5");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Gardu", typeof(DirectoryFetch).Assembly.GetName().Version?.ToString(3)));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        if (response.StatusCode != HttpStatusCode.OK)
            return new Answer([], null, RetryOf(response), string.Create(CultureInfo.InvariantCulture, $"answered {(int)response.StatusCode}"));
        await using var body = await response.Content.ReadAsStreamAsync(stop);
        var buffer = new byte[bytesMax + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        if (length > bytesMax)
            return new Answer([], null, null, $"is larger than {bytesMax / 1024} KiB");
        var message = MessageParts.OfResponse((int)response.StatusCode, MessageParts.RequestFor("GET", url));
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
            message.With(name, [.. values]);
        return new Answer(buffer[..length], message, response.Headers.CacheControl is { NoStore: true } or { NoCache: true } ? TimeSpan.Zero : response.Headers.CacheControl?.MaxAge, null);
    }

    TimeSpan? RetryOf(HttpResponseMessage response) => response.Headers.RetryAfter is { } retry ? retry.Delta ?? retry.Date - clock.GetUtcNow() : null;

    static ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, IReadOnlyList<AddressRange> own, CancellationToken stop)
    {
        var options = context.InitialRequestMessage.Options;
        if (options.TryGetValue(IsConnected, out _))
            throw new IOException("the server closed without an answer"); // the framework would try again at once, several times
        options.Set(IsConnected, true);
        return PublicOnly.ConnectAsync(context, address => MayReach(context, address, own), stop);
    }

    /// <summary>A public address over https, or one of the owner's private networks.</summary>
    static bool MayReach(SocketsHttpConnectionContext context, Address address, IReadOnlyList<AddressRange> own)
    {
        foreach (var range in own)
            if (range.Contains(address))
                return true;
        return context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps && PublicOnly.IsPublic(address);
    }
}
