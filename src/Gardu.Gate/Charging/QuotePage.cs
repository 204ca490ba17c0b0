using System.Text.Json;
using System.Text.Json.Serialization;
using Gardu.Gate.Clients;
using Gardu.Gate.Refusals;
using Gardu.Gate.Sites;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Charging;

/// <summary>
/// <c>/licensing/quote?url=…</c>: what a licensee would pay for URLs, before it pays. Prices of its agreements and plans are nobody else's business, so it has to show who it is.
/// </summary>
sealed class QuotePage(CurrentAccounts accounts, RefusalWriter refusals, TimeProvider clock)
{
    /// <summary>Its path.</summary>
    public const string Path = FreePaths.OwnPrefix + "quote";

    /// <summary>URLs of one question at the most.</summary>
    const int UrlsMax = 100;

    /// <summary>Answers it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="sites">Whose content is sold here.</param>
    /// <param name="site">The site that was asked.</param>
    /// <param name="incoming">The request, as it came.</param>
    /// <param name="identity">Who asks; what its key is for is what it would pay for.</param>
    /// <param name="request">The request's id.</param>
    public ValueTask<Sent> AnswerAsync(HttpContext context, SiteDirectory sites, Site site, Incoming incoming, AgentIdentity identity, string request)
    {
        if (identity.Licensee is not { } licensee || accounts.Value.Find(licensee) is not { } account)
            return refusals.WriteAsync(context, site, incoming.Client.Scheme, new Cause(ReasonCodes.CredentialRequired, StatusCodes.Status401Unauthorized), request);
        var urls = context.Request.Query["url"];
        if (urls.Count is 0 or > UrlsMax)
            return Unreadable(urls.Count == 0 ? "No url is there: say url= and a whole URL, once for each that is asked about." : $"{urls.Count} urls are asked about, and {UrlsMax} are answered at a time.");
        var quotes = new Quote[urls.Count];
        for (var i = 0; i < quotes.Length; i++)
        {
            if (!Uri.TryCreate(urls[i], UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || !Resource.TryRead(url.PathAndQuery, out var resource))
                return Unreadable($"The url with number {i + 1} is no absolute http or https URL.");
            if (sites.Find(url.Host) is not { } whose)
                return Unreadable($"The url with number {i + 1} has a host of no site here.");
            quotes[i] = Quote.Of(urls[i]!, whose, resource, account, identity.Purpose, clock.GetUtcNow()); // it was parsed
        }
        context.Response.Headers[RefusalWriter.RequestHeader] = request;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "application/json";
        return context.SendAsync(JsonSerializer.SerializeToUtf8Bytes(quotes, QuoteJson.Default.QuoteArray));

        ValueTask<Sent> Unreadable(string detail) => refusals.WriteAsync(context, site, incoming.Client.Scheme, new Cause(ReasonCodes.InvalidParameter, StatusCodes.Status400BadRequest, Detail: detail), request);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Quote[]))]
sealed partial class QuoteJson : JsonSerializerContext;
