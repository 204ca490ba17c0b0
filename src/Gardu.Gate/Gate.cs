using Gardu.Agents.Catalogue;
using Gardu.Gate.Clients;
using Gardu.Gate.Forwarding;
using Gardu.Gate.Limits;
using Gardu.Gate.Recording;
using Gardu.Gate.Refusals;
using Gardu.Gate.Sites;
using Gardu.Gate.Telemetry;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Gardu.Gate;

/// <summary>
/// The path of a request: resolve the site, identify, decide, then refuse or forward, and record.
/// <code>
///   host ─► site ─► who? ─┬─ person, trusted ───────────► origin, counted
///                         └─ machine ─► decide ─┬─ stop ─► refusal   ┐
///                                               └─ pass ─► origin    ┴─► usage record
/// </code>
/// </summary>
sealed class Gate(
    CurrentSnapshot current,
    OriginForwarder origins,
    RateLimits limits,
    RefusalWriter refusals,
    UsageRecorder recorder,
    PeopleCounter people,
    GateMetrics metrics,
    TimeProvider clock,
    ILogger<Gate> log)
{
    const int StatusClientClosed = 499;

    /// <summary>Long enough for a machine to bother coming back, short against the time in which somebody makes room on a disk.</summary>
    static readonly TimeSpan StoreRetryAfter = TimeSpan.FromSeconds(30);

    readonly ProxyWarnings proxyWarnings = new(log);
    readonly OriginFailures originFailures = new(clock, log);

    /// <summary>Answers one request, whatever happens: a fault of the gate's own is a clean page and a line in the log.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        try
        {
            await HandleAsync(context);
        }
        catch (Exception failed) when (!context.RequestAborted.IsCancellationRequested)
        {
            var request = NewRequest();
            log.RequestFailed(failed, request);
            if (context.Response.HasStarted)
                context.Abort();
            else
                await refusals.WriteAsync(context, null, context.Request.Scheme, new Cause(ReasonCodes.InternalError, StatusCodes.Status500InternalServerError), request);
        }
    }

    ValueTask HandleAsync(HttpContext context)
    {
        var snapshot = current.Value;
        var client = Client.Of(context, snapshot.TrustedProxies);
        if (snapshot.Sites.Find(context.Request.Host.Host) is not { } site)
            return RefuseUnknownHost(context, client);
        if (TargetOf(context) is not { } target)
            return RefuseMalformed(context, site, client);
        if (client.IsThroughUndeclaredProxy)
            proxyWarnings.Note(client.Address);
        if (target.StartsWith(FreePaths.OwnPrefix, StringComparison.Ordinal))
            return AnswerOwnPath(context, site, target);
        var claim = snapshot.Identifier.Claim(context.Request.Headers.UserAgent);
        var identity = snapshot.Identifier.Identify(claim, client.Address, clock.GetUtcNow());
        return identity.IsMachine
            ? HandleMachineAsync(context, snapshot, site, client, target, identity)
            : ForwardPersonAsync(context, snapshot, site, client, target);
    }

    async ValueTask ForwardPersonAsync(HttpContext context, GateSnapshot snapshot, Site site, Client client, string target)
    {
        var exchange = new OriginExchange(site, client, target);
        await ForwardAsync(context, site, client, exchange, request: null);
        people.Count(site.Name, exchange.ResponseBytes, ReferringOperator(context, snapshot, target));
    }

    async ValueTask HandleMachineAsync(HttpContext context, GateSnapshot snapshot, Site site, Client client, string target, AgentIdentity identity)
    {
        var started = clock.GetTimestamp();
        var now = clock.GetUtcNow();
        var id = RequestId.New(now);
        var request = id.ToString();
        var decision = Decide(site, client, target, identity, out var retryAfter);
        context.Response.Headers["Gardu-Request"] = request;
        metrics.CountMachine(identity, decision);
        long bytes;
        var hungUp = false;
        if (decision.StopsRequest)
        {
            bytes = await refusals.WriteAsync(context, site, client.Scheme, new Cause(decision.Reason, decision.Status, decision.Clause?.Value.Price, retryAfter), request);
        }
        else
        {
            if (decision is { Status: not 0, Mode: Mode.Warn })
                context.Response.Headers["Gardu-Decision"] = $"would={decision.Verdict.Name()}; reason={decision.Reason.Code}";
            var exchange = new OriginExchange(site, client, target);
            hungUp = await ForwardAsync(context, site, client, exchange, request);
            bytes = exchange.ResponseBytes;
        }
        await recorder.RecordAsync(new UsageRecord
        {
            Id = id,
            Time = now,
            Site = site.Name,
            Method = context.Request.Method,
            Path = target.Length <= UsageRecord.PathLengthMax ? target : target[..UsageRecord.PathLengthMax],
            Identity = identity,
            Address = snapshot.AddressKeeping.Keep(client.Address),
            Decision = decision.Verdict,
            Rule = decision.Clause?.Rule,
            Reason = decision.Reason.Code,
            Mode = decision.Mode,
            TermsVersion = site.Terms.Version,
            Status = hungUp ? StatusClientClosed : context.Response.StatusCode,
            Bytes = bytes,
            Duration = clock.GetElapsedTime(started),
        });
    }

    Decision Decide(Site site, Client client, string target, AgentIdentity identity, out TimeSpan retryAfter)
    {
        retryAfter = default;
        if (!Resource.TryRead(target, out var resource))
            return DecisionFunction.Malformed(site.Terms);
        var clause = DecisionFunction.ClauseFor(identity, resource, site.Terms);
        var withinLimit = limits.TryTake(site.Name, clause, identity, client.Address, out retryAfter);
        var decision = DecisionFunction.Decide(identity, resource, site.Terms, new Standing(!withinLimit, recorder.Failure is not null));
        if (decision.Reason == ReasonCodes.StoreUnavailable)
            retryAfter = StoreRetryAfter;
        return decision;
    }

    /// <summary>
    /// Forwards; where the origin fails before a byte of its answer went out, a clean page says so. True where it was the
    /// client that broke off.
    /// </summary>
    async ValueTask<bool> ForwardAsync(HttpContext context, Site site, Client client, OriginExchange exchange, string? request)
    {
        var error = await origins.SendAsync(context, site, exchange);
        if (error == ForwarderError.None || context.RequestAborted.IsCancellationRequested)
            return error != ForwarderError.None;
        var timedOut = error is ForwarderError.RequestTimedOut;
        var reason = timedOut ? ReasonCodes.OriginTimeout : ReasonCodes.OriginUnreachable;
        metrics.CountOriginFailure(site.Name, reason);
        originFailures.Note(site, error.ToString(), context.Features.Get<IForwarderErrorFeature>()?.Exception);
        if (context.Response.HasStarted)
            return false;
        context.Response.Headers.Remove("Content-Length");
        var status = timedOut ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway;
        await refusals.WriteAsync(context, site, client.Scheme, new Cause(reason, status), request ?? NewRequest());
        return false;
    }

    /// <summary>The operator whose site sent a person here: a page view with a referrer of its domains; null otherwise.</summary>
    static string? ReferringOperator(HttpContext context, GateSnapshot snapshot, string target) =>
        context.Request.Headers.Referer is [{ } referer] && PageViews.IsPageView(context.Request.Method, context.Response.StatusCode, target)
            ? snapshot.Referrals.Find(referer)?.Name
            : null;

    static async ValueTask AnswerOwn(HttpContext context, string page)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        await context.Response.WriteAsync(page, context.RequestAborted);
    }

    static ValueTask AnswerOwnPath(HttpContext context, Site site, string target)
    {
        var query = target.IndexOf('?');
        if (ReasonPages.Find(query < 0 ? target : target[..query], site.Contact) is { } page)
            return AnswerOwn(context, page);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return ValueTask.CompletedTask;
    }

    async ValueTask RefuseUnknownHost(HttpContext context, Client client)
    {
        metrics.CountUnknownHost();
        await refusals.WriteAsync(context, null, client.Scheme, new Cause(ReasonCodes.UnknownHost, StatusCodes.Status421MisdirectedRequest), NewRequest());
    }

    async ValueTask RefuseMalformed(HttpContext context, Site site, Client client) =>
        await refusals.WriteAsync(context, site, client.Scheme, new Cause(ReasonCodes.MalformedRequest, StatusCodes.Status400BadRequest), NewRequest());

    string NewRequest() => RequestId.New(clock.GetUtcNow()).ToString();

    /// <summary>
    /// Path and query exactly as sent; of an absolute-form target what follows its authority. Null for a target that is
    /// neither (<c>*</c>, or a bare authority).
    /// </summary>
    static string? TargetOf(HttpContext context)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (raw.StartsWith('/'))
            return raw;
        var authority = raw.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
            return null;
        var path = raw.AsSpan(authority + 3).IndexOfAny('/', '?');
        if (path < 0)
            return "/";
        var rest = raw[(authority + 3 + path)..];
        return rest.StartsWith('/') ? rest : "/" + rest;
    }
}
