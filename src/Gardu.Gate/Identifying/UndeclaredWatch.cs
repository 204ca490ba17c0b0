using Gardu.Agents.Identification;
using Gardu.Agents.Undeclared;
using Gardu.Gate.Clients;
using Gardu.Gate.Recording;
using Gardu.Gate.Sites;
using Gardu.Terms.Identities;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Identifying;

/// <summary>
/// Looks at requests that come with a browser's user agent and nothing else, for what no browser does and for what a person
/// alone does not do. Past the threshold a cookie of the origin's protects; else the client is shown to the owner, who may
/// want it decided as a machine. People are asked for nothing and wait for nothing.
/// <code>
///   the request's signs ┐
///   the CDN's word      ├─ points ─┬─ below the threshold ───────────► person
///   the client's conduct┘          └─ past it ─┬─ origin's cookie ────► person, shown as protected
///                                              ├─ undeclared: show ───► person, shown and counted
///                                              └─ undeclared: decide ─► unknown machine, shown
/// </code>
/// </summary>
sealed class UndeclaredWatch(OriginCookies cookies, Suspects suspects)
{
    readonly ConductTable conduct = new();

    /// <summary>Who that is.</summary>
    public Requester Look(HttpContext context, GateSnapshot snapshot, Site site, in Incoming incoming, AgentClaim claim, DateTimeOffset now)
    {
        if (claim.Browser is not { } browser)
            return new Requester(AgentIdentity.Person);
        var head = HeadOf(context, incoming);
        var kind = RequestKinds.Of(head);
        var key = conduct.KeyOf(site.Name, incoming.Client.Address, browser);
        var signs = kind != RequestKind.Page ? Signs.None : RequestSigns.Of(browser, head) | (incoming.Client.IsBehindTrustedProxy ? OfCdn(context) : Signs.None);
        // Behind a proxy that nobody declared, and on this machine, one address may be everybody's.
        var (lately, before) = incoming.Client is { IsThroughUndeclaredProxy: false, Address.IsLocal: false } ? conduct.Note(key, signs, kind, incoming.Target, now.ToUnixTimeSeconds()) : default;
        signs |= lately.Signs | before.Signs;
        if (kind == RequestKind.Page && !incoming.Client.IsBehindTrustedProxy)
            signs |= OfOrder(context, browser, head, signs);
        var suspicion = new Suspicion(signs, lately, before);
        return suspicion.IsPastThreshold ? Past(context, snapshot, site, incoming, suspicion, key, now) : new Requester(AgentIdentity.Person);
    }

    static Signs OfCdn(HttpContext context)
    {
        var signs = Signs.None;
        for (var i = 0; i < CdnVerdicts.Headers.Count; i++)
            if (context.Request.Headers.TryGetValue(CdnVerdicts.Headers[i], out var value))
                signs |= CdnVerdicts.Of(CdnVerdicts.Headers[i], value.ToString());
        return signs;
    }

    /// <summary>Proxies may sort headers, so it is asked only of who comes straight; and going through all of them costs, so only where something is odd already.</summary>
    static Signs OfOrder(HttpContext context, BrowserClaim browser, in RequestHead head, Signs soFar) =>
        soFar != Signs.None && browser.Engine == Engine.Chromium && head.FetchDest is not null && IsOrderForeign(context.Request.Headers) ? Signs.HeaderOrder : Signs.None;

    Requester Past(HttpContext context, GateSnapshot snapshot, Site site, in Incoming incoming, in Suspicion suspicion, ulong key, DateTimeOffset now)
    {
        var isProtected = BringsOriginCookie(context, site);
        suspects.Note(key, site, suspicion, isProtected, context.Request.Headers.UserAgent.ToString(), snapshot.AddressKeeping.Keep(incoming.Client.Address), now);
        if (isProtected)
            return new Requester(AgentIdentity.Person);
        if (site.Undeclared == UndeclaredMode.Show)
            return new Requester(AgentIdentity.Person, IsSuspected: true);
        var detail = suspicion.Describe();
        return new Requester(AgentIdentity.UnknownMachine(AgentIdentity.Undeclared) with
        {
            Grounds = ProofReasons.UndeclaredMachine,
            Detail = detail.Length <= UsageRecord.DetailLengthMax ? detail : detail[..UsageRecord.DetailLengthMax],
        });
    }

    bool BringsOriginCookie(HttpContext context, Site site)
    {
        foreach (var line in context.Request.Headers.Cookie)
            if (cookies.Know(site.Name, line))
                return true;
        return false;
    }

    static RequestHead HeadOf(HttpContext context, in Incoming incoming)
    {
        var headers = context.Request.Headers;
        return new RequestHead
        {
            Method = context.Request.Method,
            Target = incoming.Target,
            IsHttps = incoming.Client.Scheme == Uri.UriSchemeHttps,
            IsUpgrade = headers.Upgrade.Count > 0,
            IsFromPage = headers.Referer.Count > 0 || headers.Origin.Count > 0 || headers.ContainsKey("X-Requested-With"),
            IsFromScript = headers.XRequestedWith == "XMLHttpRequest",
            IsAhead = headers.ContainsKey("Sec-Purpose") || headers.ContainsKey("Purpose") || headers.ContainsKey("X-Moz"),
            Accept = headers.Accept,
            HasLanguage = headers.AcceptLanguage.Count > 0,
            HasEncoding = headers.AcceptEncoding.Count > 0,
            FetchDest = headers["Sec-Fetch-Dest"],
            Brands = headers["Sec-CH-UA"],
            Mobile = headers["Sec-CH-UA-Mobile"],
            Platform = headers["Sec-CH-UA-Platform"],
        };
    }

    /// <summary>The server keeps the order of headers that it has no slot of its own for, and these are such.</summary>
    static bool IsOrderForeign(IHeaderDictionary headers)
    {
        var (site, mode, dest, place) = (-1, -1, -1, 0);
        foreach (var (name, _) in headers)
        {
            if (name.Equals("Sec-Fetch-Site", StringComparison.OrdinalIgnoreCase))
                site = place;
            else if (name.Equals("Sec-Fetch-Mode", StringComparison.OrdinalIgnoreCase))
                mode = place;
            else if (name.Equals("Sec-Fetch-Dest", StringComparison.OrdinalIgnoreCase))
                dest = place;
            place++;
        }
        return RequestSigns.IsOrderForeign(site, mode, dest);
    }
}
