using System.Text;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Undeclared;
using Gardu.Gate.Charging;
using Gardu.Gate.Clients;
using Gardu.Gate.Declaring;
using Gardu.Gate.Forwarding;
using Gardu.Gate.Identifying;
using Gardu.Gate.Ledger;
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
    OriginTerms originTerms,
    OriginCookies cookies,
    RequesterReader requesters,
    Judge judge,
    Sales sales,
    RefusalWriter refusals,
    DeclaredFiles declared,
    TermsPages pages,
    LedgerPages ledger,
    QuotePage quotes,
    UsageRecorder recorder,
    PeopleCounter people,
    GateMetrics metrics,
    TimeProvider clock,
    ILogger<Gate> log,
    OwnDirectory? ownDirectory = null)
{
    const int StatusClientClosed = 499;

    /// <summary>How long a client may keep an origin waiting: where that breaks off after more, which servers do that nobody reads from, the client pays as one that hangs up.</summary>
    static readonly TimeSpan KeptWaitingMax = TimeSpan.FromSeconds(5);

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
        var incoming = Incoming.Of(context, snapshot.TrustedProxies);
        if (incoming.Client.IsThroughUndeclaredProxy)
            proxyWarnings.Note(incoming.Client.Address);
        if (snapshot.Sites.Find(incoming.HostName) is not { } site)
            return RefuseUnknownHostAsync(context, incoming);
        var reading = requesters.ReadAsync(context, snapshot, site, incoming);
        return reading.IsCompletedSuccessfully
            ? HandleAsync(context, snapshot, site, incoming, reading.Result)
            : HandleWhenKnownAsync(context, snapshot, site, incoming, reading);
    }

    ValueTask HandleAsync(HttpContext context, GateSnapshot snapshot, Site site, Incoming incoming, Requester requester) =>
        requester.Identity.IsMachine
            ? HandleMachineAsync(context, snapshot, site, incoming, requester)
            : HandlePersonAsync(context, snapshot, site, incoming, requester);

    async ValueTask HandleWhenKnownAsync(HttpContext context, GateSnapshot snapshot, Site site, Incoming incoming, ValueTask<Requester> reading) =>
        await HandleAsync(context, snapshot, site, incoming, await reading);

    async ValueTask HandlePersonAsync(HttpContext context, GateSnapshot snapshot, Site site, Incoming incoming, Requester requester)
    {
        var sent = !incoming.IsReadable
            ? await RefuseAsync(context, site, incoming, new Cause(ReasonCodes.MalformedRequest, StatusCodes.Status400BadRequest), NewRequest())
            : await PassAsync(context, snapshot, site, incoming, new OriginExchange(site, incoming, cookies), requester);
        people.Count(site.Name, sent.Bytes, ReferringOperator(context, snapshot, incoming.Target), requester.IsSuspected);
    }

    async ValueTask HandleMachineAsync(HttpContext context, GateSnapshot snapshot, Site site, Incoming incoming, Requester requester)
    {
        var identity = requester.Identity;
        var started = clock.GetTimestamp();
        var now = clock.GetUtcNow();
        var id = RequestId.New(now);
        var request = id.ToString();
        var judged = judge.JudgeAsync(context, site, incoming, requester);
        var (decision, retryAfter, offer, rate, balance) = judged.IsCompletedSuccessfully ? judged.Result : await judged;
        metrics.CountMachine(identity, decision);
        var receipt = LedgerPages.Owns(incoming) ? null : ledger.ReceiptOf(snapshot, site, incoming, identity.Licensee, request);
        if (receipt is not null)
            context.Response.Headers[LedgerPages.ReceiptHeader] = receipt;
        var record = new UsageRecord
        {
            Id = id,
            Time = now,
            Site = site.Name,
            Method = context.Request.Method,
            Path = incoming.Target.Length <= UsageRecord.PathLengthMax ? incoming.Target : incoming.Target[..UsageRecord.PathLengthMax],
            Identity = identity,
            UserAgent = UserAgentOf(context),
            Address = snapshot.AddressKeeping.Keep(incoming.Client.Address),
            Decision = decision.Verdict,
            Rule = decision.Clause?.Rule,
            Reason = decision.Reason.Code,
            Mode = decision.Mode,
            TermsVersion = site.Terms.Version,
            Status = 0,
            Bytes = 0,
            Duration = default,
        };
        rate?.WriteTo(context.Response.Headers, site.SaysXRateLimit, now);
        await using var sale = offer is null || decision.StopsRequest || decision.Mode != Mode.Enforce ? null : sales.Begin(site, record, incoming.Target, offer);
        if (decision.StopsRequest && balance is { } left)
            context.Response.Headers[SaleUnderWay.BalanceField] = left.ToString();
        if (decision.Reason == ReasonCodes.QuotaUsedUp && offer is { UnitsMax: { } all })
            RateStanding.OfPlan(offer, all, now)?.WriteTo(context.Response.Headers, site.SaysXRateLimit, now);
        var sent = decision.StopsRequest ? await RefuseAsync(context, site, incoming, CauseOf(decision, identity, retryAfter), request)
            : sale is not null && !await sale.PrepareAsync(context) ? await RefuseAsync(context, site, incoming, sale.NotSold!.Value, request)
            : await PassAsync(context, snapshot, site, incoming, new OriginExchange(site, incoming, cookies) { Request = request, Receipt = receipt, Would = Would(decision), Sale = sale }, requester);
        if ((LedgerPages.Owns(incoming) && !decision.StopsRequest) || sale is { IsRecorded: true })
            return;
        await recorder.RecordAsync(record with
        {
            Reason = sale is null ? record.Reason : sale.Reason.Code,
            Status = sent.IsHungUp ? StatusClientClosed : context.Response.StatusCode,
            Bytes = sent.Bytes,
            Duration = clock.GetElapsedTime(started),
        });
    }

    /// <summary>Why a machine is stopped. One that nothing proves is asked for a signature: with it the answer may be another.</summary>
    static Cause CauseOf(in Decision decision, AgentIdentity identity, TimeSpan retryAfter) =>
        new(decision.Reason, decision.Status, decision.Price ?? decision.Clause?.Value.Price, retryAfter,
            WantsSignature: !identity.IsProven && decision.Status is StatusCodes.Status402PaymentRequired or StatusCodes.Status403Forbidden or StatusCodes.Status429TooManyRequests,
            Signature: identity.Grounds == ProofReasons.SignatureInvalid || identity.Grounds == ProofReasons.SignatureUnverified ? identity.Detail : null);

    /// <summary>The user agent as it is kept.</summary>
    static string? UserAgentOf(HttpContext context) => context.Request.Headers.UserAgent.ToString() switch
    {
        "" => null,
        { Length: > UsageRecord.UserAgentLengthMax } longer => longer[..UsageRecord.UserAgentLengthMax],
        var whole => whole,
    };

    /// <summary>What a machine is told in warn of a request that would not pass; null otherwise.</summary>
    static string? Would(in Decision decision) =>
        decision is { Status: not 0, Mode: Mode.Warn } ? $"would={decision.Verdict.Name()}; reason={decision.Reason.Code}" : null;

    /// <summary>Answers what is not stopped: a page of Gardu's own, a file that declares the terms, or the origin.</summary>
    ValueTask<Sent> PassAsync(HttpContext context, GateSnapshot snapshot, Site site, Incoming incoming, OriginExchange exchange, Requester requester) =>
        LedgerPages.Owns(incoming) ? ledger.AnswerAsync(context, snapshot, site, incoming, requester.Key, exchange.Request ?? NewRequest())
        : incoming.IsOwn && incoming.Path == QuotePage.Path ? quotes.AnswerAsync(context, snapshot.Sites, site, incoming, requester.Identity, exchange.Request ?? NewRequest())
        : incoming.IsOwn ? AnswerOwnAsync(context, site, incoming, exchange.Request ?? NewRequest())
        : DeclaredFiles.Find(site, context, incoming.Target) is { } file ? declared.WriteAsync(context, snapshot, site, file, Site.PublicBase(site, incoming.Client.Scheme, incoming.Host), exchange.Request ?? NewRequest())
        : ownDirectory is not null && OwnDirectory.IsAskedFor(context, site, incoming) ? AnswerDirectoryAsync(context, site, incoming, exchange)
        : ForwardAsync(context, site, incoming, exchange);

    async ValueTask<Sent> AnswerDirectoryAsync(HttpContext context, Site site, Incoming incoming, OriginExchange exchange)
    {
        exchange.CanBeReplaced = true;
        var sent = await ForwardAsync(context, site, incoming, exchange);
        return exchange.IsReplaced ? await ownDirectory!.WriteAsync(context, site, incoming, exchange.Request ?? NewRequest()) : sent;
    }

    /// <summary>Forwards; where the origin fails before a byte of its answer went out, a clean page says so.</summary>
    async ValueTask<Sent> ForwardAsync(HttpContext context, Site site, Incoming incoming, OriginExchange exchange)
    {
        var error = await origins.SendAsync(context, site, exchange);
        if (exchange.Sale is { NotSold: { } notSold })
        {
            exchange.Sale.WriteHeaders(context.Response.Headers);
            return await RefuseAsync(context, site, incoming, notSold, exchange.Request ?? NewRequest());
        }
        if (exchange.Sale is { Body: { } body } && error == ForwarderError.None)
            return await SendSpooledAsync(context, exchange, body);
        if (exchange.Milder is { } header)
            originTerms.NoteHeader(site, header);
        var isSwitched = context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols; // whoever ends such a connection ends it well
        if (error == ForwarderError.None && exchange is { Sale: { } empty } && exchange.ResponseBytes(isWhole: true) == 0 && !isSwitched)
            await empty.VoidAsync(ReasonCodes.NotCharged); // a head that names no length, and nothing behind it
        if (error == ForwarderError.None || isSwitched)
            return new Sent(exchange.ResponseBytes(isWhole: true), IsHungUp: false);
        if (IsHangUp(error, context))
            return new Sent(exchange.ResponseBytes(isWhole: false), IsHungUp: true);
        if (exchange is { Sale: { } broken, KeptWaiting: var kept } && kept < KeptWaitingMax)
            await broken.VoidAsync(ReasonCodes.OriginUnreachable);
        var exception = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        var cause = CauseOf(error, exception);
        if (cause.Status >= StatusCodes.Status500InternalServerError)
        {
            metrics.CountOriginFailure(site.Name, cause.Reason);
            originFailures.Note(site, error.ToString(), exception);
        }
        if (context.Response.HasStarted)
            return new Sent(exchange.ResponseBytes(isWhole: false), IsHungUp: false);
        context.Response.Headers.Remove("Content-Length");
        return await RefuseAsync(context, site, incoming, cause, exchange.Request ?? NewRequest());
    }

    /// <summary>Sends what was read before it was charged.</summary>
    static async ValueTask<Sent> SendSpooledAsync(HttpContext context, OriginExchange exchange, Spool body)
    {
        context.Response.ContentLength = body.Length;
        try
        {
            await body.Read().CopyToAsync(context.Response.Body, context.RequestAborted);
            return new Sent(exchange.ResponseBytes(isWhole: true), IsHungUp: false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return new Sent(exchange.ResponseBytes(isWhole: false), IsHungUp: true);
        }
    }

    /// <summary>Whether it was the client that broke off; a client whose origin broke off is cut off too, and did not.</summary>
    static bool IsHangUp(ForwarderError error, HttpContext context) => error switch
    {
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient => true,
        ForwarderError.RequestBodyClient or ForwarderError.ResponseHeaders => context.RequestAborted.IsCancellationRequested,
        _ => false,
    };

    /// <summary>Whose fault it is that a request was not forwarded: the client's, whose body cannot be read, or the origin's.</summary>
    static Cause CauseOf(ForwarderError error, Exception? exception)
    {
        if (error == ForwarderError.RequestBodyClient)
        {
            while (exception is not (null or BadHttpRequestException))
                exception = exception.InnerException;
            return new Cause(ReasonCodes.MalformedRequest, (exception as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest);
        }
        return error == ForwarderError.RequestTimedOut || exception is TimeoutException
            ? new Cause(ReasonCodes.OriginTimeout, StatusCodes.Status504GatewayTimeout)
            : new Cause(ReasonCodes.OriginUnreachable, StatusCodes.Status502BadGateway);
    }

    ValueTask<Sent> RefuseAsync(HttpContext context, Site? site, Incoming incoming, Cause cause, string request)
    {
        if (cause.Status is StatusCodes.Status401Unauthorized or StatusCodes.Status402PaymentRequired)
            site?.Headers.AddLink(context.Response.Headers, incoming);
        return refusals.WriteAsync(context, site, incoming.Client.Scheme, cause, request);
    }

    ValueTask<Sent> AnswerOwnAsync(HttpContext context, Site site, Incoming incoming, string request)
    {
        if (TermsPages.LanguageOf(context, incoming.Path) is { } language)
            return pages.WriteAsync(context, site, language, Site.PublicBase(site, incoming.Client.Scheme, incoming.Host), request);
        return ReasonPages.Find(incoming.Path, site.Contact) is { } page
            ? RefusalWriter.WritePageAsync(context, Encoding.UTF8.GetBytes(page), request)
            : RefuseAsync(context, site, incoming, new Cause(ReasonCodes.NotFound, StatusCodes.Status404NotFound), request);
    }

    async ValueTask RefuseUnknownHostAsync(HttpContext context, Incoming incoming)
    {
        metrics.CountUnknownHost();
        await RefuseAsync(context, null, incoming, new Cause(ReasonCodes.UnknownHost, StatusCodes.Status421MisdirectedRequest), NewRequest());
    }

    /// <summary>The operator whose site sent a person here: a page view with a referrer of its domains; null otherwise.</summary>
    static string? ReferringOperator(HttpContext context, GateSnapshot snapshot, string target) =>
        context.Request.Headers.Referer is [{ } referer] && PageViews.IsPageView(context.Request.Method, context.Response.StatusCode, target)
            ? snapshot.Referrals.Find(referer)?.Name
            : null;

    string NewRequest() => RequestId.New(clock.GetUtcNow()).ToString();
}
