using Microsoft.Extensions.Logging;

namespace Gardu.Gate.Telemetry;

/// <summary>What the gate writes to the log. No secret, no body, no full address of a person.</summary>
static partial class GateLog
{
    [LoggerMessage(1001, LogLevel.Warning, "Requests come through a proxy at {Proxy} that trusted-proxies does not name; everybody behind it looks like one client, and a cache in it could hand a person's copy to a machine unseen. Add it to trusted-proxies in gardu.yaml")]
    public static partial void UndeclaredProxy(this ILogger log, string proxy);

    [LoggerMessage(1002, LogLevel.Warning, "The origin {Origin} of {Site} failed, {Failures} times since this was last said: {Error}: {Message}")]
    public static partial void OriginFailed(this ILogger log, string site, string origin, string error, string? message, long failures);

    [LoggerMessage(1003, LogLevel.Error, "The store failed; records wait in memory, charged traffic gets 503: {Reason}")]
    public static partial void StoreFailed(this ILogger log, string reason);

    [LoggerMessage(1020, LogLevel.Error, "Charges cannot be written down, so that nothing is sold: {Reason}")]
    public static partial void ChargesFailed(this ILogger log, string reason);

    [LoggerMessage(1004, LogLevel.Information, "The store works again")]
    public static partial void StoreRecovered(this ILogger log);

    [LoggerMessage(1005, LogLevel.Error, "Usage records lost since the store failed: {Lost}")]
    public static partial void RecordsLost(this ILogger log, long lost);

    [LoggerMessage(1006, LogLevel.Information, "HTTP/3 is off: libmsquic is not installed on this machine")]
    public static partial void Http3Unavailable(this ILogger log);

    [LoggerMessage(1008, LogLevel.Warning, "The own robots.txt of {Site} cannot be had: {Reason}; {Instead}")]
    public static partial void OriginRobotsFailed(this ILogger log, string site, string reason, string instead);

    [LoggerMessage(1007, LogLevel.Error, "The request {Request} failed inside the gate")]
    public static partial void RequestFailed(this ILogger log, Exception exception, string request);

    [LoggerMessage(1009, LogLevel.Error, "What {Site} says under {Name} could not be kept in the history: {Reason}")]
    public static partial void DeclarationNotKept(this ILogger log, string site, string name, string reason);

    [LoggerMessage(1010, LogLevel.Warning, "The origin of {Site} has a {File} of its own that is not served, since the terms are: {Difference}")]
    public static partial void OriginDisagrees(this ILogger log, string site, string file, string difference);

    [LoggerMessage(1011, LogLevel.Warning, "The origin of {Site} sends {Header} with less than the terms say; the stricter of both is sent on")]
    public static partial void OriginHeaderMilder(this ILogger log, string site, string header);

    [LoggerMessage(1012, LogLevel.Warning, "{Site}: {Problem}")]
    public static partial void DeclarationTooLong(this ILogger log, string site, string problem);
}
