using System.Net;
using System.Net.Http.Headers;
using Gardu.Agents.Catalogue;

namespace Gardu.Agents.Feeds;

/// <summary>Fetches one published list; whatever goes wrong is an error in words.</summary>
sealed class FeedFetch(HttpClient client, ReferralHosts hosts, TimeProvider clock)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Follows one redirect at most, to https on the same host or on another of the operator's.</summary>
    public async Task<(byte[]? Bytes, string? Error)> GetAsync(Uri url, AgentOperator owner, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            using var first = await SendAsync(url, either.Token);
            if (TargetOf(first, url) is not { } moved)
                return await ReadAsync(first, either.Token);
            if (!MayFollow(url, moved, owner))
                return (null, $"moved to {moved}, which is not {owner.Name}'s");
            using var second = await SendAsync(moved, either.Token);
            return TargetOf(second, moved) is null ? await ReadAsync(second, either.Token) : (null, "moved more than once");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, $"no whole answer within {Patience.TotalSeconds:0} seconds");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return (null, failure.Message);
        }
    }

    Task<HttpResponseMessage> SendAsync(Uri url, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Gardu", typeof(FeedFetch).Assembly.GetName().Version?.ToString(3)));
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    static Uri? TargetOf(HttpResponseMessage response, Uri asked) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && response.Headers.Location is { } location && Uri.TryCreate(asked, location, out var target)
            ? target
            : null;

    bool MayFollow(Uri asked, Uri moved, AgentOperator owner) =>
        moved.Scheme == Uri.UriSchemeHttps
        && (moved.Host.Equals(asked.Host, StringComparison.OrdinalIgnoreCase) || hosts.FindHost(moved.IdnHost)?.Name == owner.Name);

    static async Task<(byte[]? Bytes, string? Error)> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (!response.IsSuccessStatusCode)
            return (null, $"answered {(int)response.StatusCode}");
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[FeedFile.BytesMax + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return length > FeedFile.BytesMax ? (null, FeedFile.TooLarge) : (buffer[..length], null);
    }
}
