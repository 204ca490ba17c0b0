using Microsoft.Extensions.Logging;

namespace Gardu.Running;

/// <summary>What the program writes to the log while the gate runs.</summary>
static partial class RunLog
{
    [LoggerMessage(2001, LogLevel.Information, "The configuration was read again and is in force")]
    public static partial void Reloaded(this ILogger log);

    [LoggerMessage(2002, LogLevel.Error, "The changed configuration is not in force, the old one stays: {Problem}")]
    public static partial void ReloadRefused(this ILogger log, string problem);

    [LoggerMessage(2003, LogLevel.Warning, "listen, operator, data, store, dns and which names are asked for change with the next start")]
    public static partial void NeedsRestart(this ILogger log);

    [LoggerMessage(2004, LogLevel.Warning, "An address list was ignored: {Problem}")]
    public static partial void FeedIgnored(this ILogger log, string problem);

    [LoggerMessage(2005, LogLevel.Information, "The address list {File} was updated")]
    public static partial void FeedUpdated(this ILogger log, string file);

    [LoggerMessage(2006, LogLevel.Warning, "The address list {File} could not be fetched: {Reason}; {Meanwhile}")]
    public static partial void FeedNotFetched(this ILogger log, string file, string reason, string meanwhile);

    [LoggerMessage(2007, LogLevel.Error, "Keys that were given out or revoked since are not in force: {Problem}")]
    public static partial void KeysNotRead(this ILogger log, string problem);
}
