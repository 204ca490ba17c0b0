namespace Gardu.Reports.Logs.Fields;

/// <summary>What a named field of a log says.</summary>
enum LogField : byte
{
    None,

    /// <summary>A whole time stamp: Common Log Format's, ISO 8601, or seconds since 1970.</summary>
    Time,

    /// <summary>A date alone; the time of day is in <see cref="Clock"/>.</summary>
    Date,
    Clock,
    Address,
    Host,

    /// <summary>Method, target and protocol in one.</summary>
    Request,
    Method,

    /// <summary>Path, or path and query.</summary>
    Target,

    /// <summary>The query without its question mark, where <see cref="Target"/> has none.</summary>
    Query,
    Status,
    Bytes,
    Referrer,
    UserAgent,
}
