using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gardu.Reports.Tests.Logs;

/// <summary>Writes entries the way servers do.</summary>
static class Rendered
{
    public static string Apache(ReadEntry entry) => Combined(entry, ApacheEscape);

    public static string Nginx(ReadEntry entry) => Combined(entry, NginxEscape);

    public static string VirtualHost(ReadEntry entry) => $"{entry.Host}:443 {Apache(entry)}";

    public static string Clf(DateTimeOffset time) => time.ToString("dd/MMM/yyyy:HH:mm:ss zz", CultureInfo.InvariantCulture) + time.ToString("%K", CultureInfo.InvariantCulture)[^2..];

    public static string Caddy(ReadEntry entry)
    {
        var headers = new Dictionary<string, string[]>();
        if (entry.UserAgent != "")
            headers["User-Agent"] = [entry.UserAgent];
        if (entry.Referrer != "")
            headers["Referer"] = [entry.Referrer];
        return JsonSerializer.Serialize(new
        {
            level = "info",
            ts = entry.Time.ToUnixTimeMilliseconds() / 1000.0,
            logger = "http.log.access.log0",
            msg = "handled request",
            request = new
            {
                remote_ip = "10.0.0.1", remote_port = "4711", client_ip = entry.Address, proto = "HTTP/2.0", method = entry.Method, host = entry.Host, uri = entry.Target, headers,
                tls = new { resumed = false, version = 772, server_name = "wrong.example" },
            },
            bytes_read = 0,
            duration = 0.001,
            size = entry.Bytes,
            status = entry.Status,
            resp_headers = new Dictionary<string, string[]> { ["Content-Type"] = ["text/html"], ["User-Agent"] = ["wrong"] },
        });
    }

    public static string NginxJson(ReadEntry entry) => JsonSerializer.Serialize(new
    {
        time_local = Clf(entry.Time),
        remote_addr = entry.Address,
        request = $"{entry.Method} {entry.Target} HTTP/1.1",
        status = entry.Status.ToString(CultureInfo.InvariantCulture),
        body_bytes_sent = entry.Bytes.ToString(CultureInfo.InvariantCulture),
        http_referer = entry.Referrer,
        http_user_agent = entry.UserAgent,
        http_host = entry.Host,
    });

    public static string Traefik(ReadEntry entry) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["ClientAddr"] = entry.Address.Contains(':') ? $"[{entry.Address}]:51234" : $"{entry.Address}:51234",
        ["DownstreamContentSize"] = entry.Bytes,
        ["DownstreamStatus"] = entry.Status,
        ["OriginStatus"] = 999,
        ["RequestHost"] = entry.Host,
        ["RequestMethod"] = entry.Method,
        ["RequestPath"] = entry.Target,
        ["StartUTC"] = entry.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture) + "Z",
        ["request_Referer"] = entry.Referrer,
        ["request_User-Agent"] = entry.UserAgent,
        ["time"] = "1999-01-01T00:00:00Z",
    });

    public static string Iis(ReadEntry entry)
    {
        var (path, query) = Cut(entry.Target);
        return $"{entry.Time.UtcDateTime:yyyy-MM-dd} {entry.Time.UtcDateTime:HH:mm:ss} 10.0.0.5 {entry.Method} {path} {Dash(query)} 443 - {entry.Address} {Dash(entry.UserAgent.Replace(' ', '+'))} {Dash(entry.Referrer.Replace(' ', '+'))} {entry.Status} 0 0 {entry.Bytes} 15";
    }

    public static string CloudFront(ReadEntry entry)
    {
        var (path, query) = Cut(entry.Target);
        return string.Join('\t',
            entry.Time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), entry.Time.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
            "FRA2-C1", entry.Bytes, entry.Address, entry.Method, "d111.cloudfront.net", path, entry.Status, Dash(entry.Referrer.Replace("\t", "%09", StringComparison.Ordinal)),
            Dash(Uri.EscapeDataString(entry.UserAgent)), Dash(query), "-", "Hit", "id==", entry.Host, "https", 120, "0.001");
    }

    public static string Alb(ReadEntry entry)
    {
        var client = entry.Address.Contains(':') ? $"[{entry.Address}]" : entry.Address;
        return $"https {entry.Time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffff}Z app/lb/50dc6c495c0c9188 {client}:2817 10.0.0.1:80 0.086 0.048 0.037 {entry.Status} 200 0 {entry.Bytes} "
            + $"\"{entry.Method} https://{entry.Host}:443{ApacheEscape(entry.Target)} HTTP/1.1\" \"{Dash(ApacheEscape(entry.UserAgent))}\" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 "
            + $"arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/t/73e2d6bc24d8a067 \"Root=1-58337262-36d228ad5d99923122bbe354\" \"{entry.Host}\" \"arn:aws:acm\" 0 2018-07-02T22:22:48.364000Z \"forward\" \"-\" \"-\"";
    }

    static string Combined(ReadEntry entry, Func<string, string> escape) =>
        $"{entry.Address} - - [{Clf(entry.Time)}] \"{entry.Method} {escape(entry.Target)} HTTP/1.1\" {entry.Status} {entry.Bytes} \"{Dash(escape(entry.Referrer))}\" \"{Dash(escape(entry.UserAgent))}\"";

    static string Dash(string text) => text == "" ? "-" : text;

    static (string Path, string Query) Cut(string target) =>
        target.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? (target[..at], target[(at + 1)..]) : (target, "");

    static string ApacheEscape(string text) => Escape(text, b => b switch { (byte)'"' => "\\\"", (byte)'\\' => "\\\\", < 32 or >= 127 => $"\\x{b:x2}", _ => null });

    static string NginxEscape(string text) => Escape(text, b => b is (byte)'"' or (byte)'\\' or < 32 or >= 127 ? $"\\x{b:X2}" : null);

    static string Escape(string text, Func<byte, string?> escape) =>
        string.Concat(Encoding.UTF8.GetBytes(text).Select(b => escape(b) ?? ((char)b).ToString()));
}
