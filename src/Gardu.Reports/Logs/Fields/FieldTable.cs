using System.Text;

namespace Gardu.Reports.Logs.Fields;

/// <summary>
/// Field names and what they mean; of two names for one thing that stands first is preferred. Looked up by bytes, without
/// regard to ASCII case.
/// </summary>
sealed class FieldTable
{
    const int NameLengthMax = 24;

    readonly Entry[][] byLength;

    sealed record Entry(byte[] Name, LogField Field, byte Rank);

    FieldTable(params (string Name, LogField Field)[] names)
    {
        var entries = new Entry[names.Length];
        for (var rank = 0; rank < names.Length; rank++)
            entries[rank] = new Entry(Encoding.ASCII.GetBytes(names[rank].Name), names[rank].Field, (byte)rank);
        byLength = new Entry[NameLengthMax + 1][];
        for (var length = 0; length < byLength.Length; length++)
            byLength[length] = Array.FindAll(entries, entry => entry.Name.Length == length);
    }

    /// <summary>Variables of nginx's <c>log_format</c>, without the dollar sign.</summary>
    public static FieldTable Nginx { get; } = new(
        ("time_iso8601", LogField.Time), ("time_local", LogField.Time), ("msec", LogField.Time),
        ("remote_addr", LogField.Address), ("realip_remote_addr", LogField.Address), ("http_x_forwarded_for", LogField.Address),
        ("http_host", LogField.Host), ("host", LogField.Host), ("server_name", LogField.Host),
        ("request", LogField.Request), ("request_method", LogField.Method),
        ("request_uri", LogField.Target), ("uri", LogField.Target), ("document_uri", LogField.Target),
        ("args", LogField.Query), ("query_string", LogField.Query),
        ("status", LogField.Status), ("body_bytes_sent", LogField.Bytes), ("bytes_sent", LogField.Bytes),
        ("http_referer", LogField.Referrer), ("http_user_agent", LogField.UserAgent));

    /// <summary>Names in JSON logs: nginx's variables, what people usually call them, Caddy's and Traefik's.</summary>
    public static FieldTable Json { get; } = new(
        ("time_iso8601", LogField.Time), ("time_local", LogField.Time), ("msec", LogField.Time), ("StartUTC", LogField.Time),
        ("@timestamp", LogField.Time), ("timestamp", LogField.Time), ("ts", LogField.Time), ("time", LogField.Time),
        ("client_ip", LogField.Address), ("ClientHost", LogField.Address), ("remote_ip", LogField.Address), ("remote_addr", LogField.Address),
        ("ClientAddr", LogField.Address), ("clientip", LogField.Address), ("remote", LogField.Address), ("ip", LogField.Address),
        ("http_host", LogField.Host), ("host", LogField.Host), ("RequestHost", LogField.Host), ("vhost", LogField.Host), ("server_name", LogField.Host),
        ("request", LogField.Request), ("request_method", LogField.Method), ("RequestMethod", LogField.Method), ("method", LogField.Method),
        ("request_uri", LogField.Target), ("RequestPath", LogField.Target), ("uri", LogField.Target), ("url", LogField.Target), ("path", LogField.Target),
        ("args", LogField.Query), ("query_string", LogField.Query), ("query", LogField.Query),
        ("DownstreamStatus", LogField.Status), ("status", LogField.Status), ("status_code", LogField.Status), ("response_code", LogField.Status),
        ("DownstreamContentSize", LogField.Bytes), ("body_bytes_sent", LogField.Bytes), ("bytes_sent", LogField.Bytes), ("size", LogField.Bytes),
        ("bytes", LogField.Bytes), ("response_size", LogField.Bytes),
        ("http_referer", LogField.Referrer), ("request_Referer", LogField.Referrer), ("Referer", LogField.Referrer),
        ("http_referrer", LogField.Referrer), ("Referrer", LogField.Referrer),
        ("http_user_agent", LogField.UserAgent), ("request_User-Agent", LogField.UserAgent), ("User-Agent", LogField.UserAgent),
        ("user_agent", LogField.UserAgent), ("useragent", LogField.UserAgent), ("agent", LogField.UserAgent));

    /// <summary>Names in <c>#Fields</c> of W3C extended logs (IIS) and of CloudFront.</summary>
    public static FieldTable W3c { get; } = new(
        ("date", LogField.Date), ("time", LogField.Clock), ("c-ip", LogField.Address),
        ("x-host-header", LogField.Host), ("cs-host", LogField.Host), ("cs(Host)", LogField.Host),
        ("cs-method", LogField.Method), ("cs-uri", LogField.Target), ("cs-uri-stem", LogField.Target), ("cs-uri-query", LogField.Query),
        ("sc-status", LogField.Status), ("sc-bytes", LogField.Bytes),
        ("cs(Referer)", LogField.Referrer), ("cs(User-Agent)", LogField.UserAgent));

    /// <summary>What a name means; <see cref="LogField.None"/> for any other. The lower <paramref name="rank"/> is preferred.</summary>
    public LogField Find(ReadOnlySpan<byte> name, out byte rank)
    {
        rank = 0;
        if (name.Length >= byLength.Length)
            return LogField.None;
        foreach (var entry in byLength[name.Length])
        {
            if (!Ascii.EqualsIgnoreCase(name, entry.Name))
                continue;
            rank = entry.Rank;
            return entry.Field;
        }
        return LogField.None;
    }
}
