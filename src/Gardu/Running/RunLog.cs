using Microsoft.Extensions.Logging;

namespace Gardu.Running;

/// <summary>What the program writes to the log while the gate runs.</summary>
static partial class RunLog
{
    [LoggerMessage(2001, LogLevel.Information, "The configuration was read again and is in force")]
    public static partial void Reloaded(this ILogger log);

    [LoggerMessage(2002, LogLevel.Error, "The changed configuration is not in force, the old one stays: {Problem}")]
    public static partial void ReloadRefused(this ILogger log, string problem);

    [LoggerMessage(2003, LogLevel.Warning, "listen, operator, data, store, dns, which names are asked for, and the ledger's name and witnesses change with the next start")]
    public static partial void NeedsRestart(this ILogger log);

    [LoggerMessage(2004, LogLevel.Warning, "An address list was ignored: {Problem}")]
    public static partial void FeedIgnored(this ILogger log, string problem);

    [LoggerMessage(2005, LogLevel.Information, "The address list {File} was updated")]
    public static partial void FeedUpdated(this ILogger log, string file);

    [LoggerMessage(2006, LogLevel.Warning, "The address list {File} could not be fetched: {Reason}; {Meanwhile}")]
    public static partial void FeedNotFetched(this ILogger log, string file, string reason, string meanwhile);

    [LoggerMessage(2008, LogLevel.Error, "The ledger stands still; what is to be recorded waits in the database: {Problem}")]
    public static partial void LedgerFailed(this ILogger log, string problem);

    [LoggerMessage(2009, LogLevel.Information, "The ledger goes on")]
    public static partial void LedgerRecovered(this ILogger log);

    [LoggerMessage(2010, LogLevel.Warning, "The witness {Witness} does not sign the log: {Problem}")]
    public static partial void WitnessFailed(this ILogger log, string witness, string problem);

    [LoggerMessage(2011, LogLevel.Error, "Signatures of witnesses could not be kept: {Problem}")]
    public static partial void CosignedNotKept(this ILogger log, string problem);

    [LoggerMessage(2012, LogLevel.Error, "That the configuration has changed could not be put on record: {Problem}")]
    public static partial void ConfigurationNotKept(this ILogger log, string problem);

    [LoggerMessage(2013, LogLevel.Error, "Fees of plans could not be taken: {Problem}")]
    public static partial void FeesNotTaken(this ILogger log, string problem);

    [LoggerMessage(2014, LogLevel.Warning, "The ledger is called {Name}, since the first start knew no host of yours, and no name is ever changed; docs/guides/ledger.md says how a new one begins under another")]
    public static partial void LedgerNamedByChance(this ILogger log, string name);

    [LoggerMessage(2007, LogLevel.Error, "Keys that were given out or revoked since are not in force: {Problem}")]
    public static partial void KeysNotRead(this ILogger log, string problem);
}
