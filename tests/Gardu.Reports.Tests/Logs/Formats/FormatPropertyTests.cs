using System.Text;
using CsCheck;
using Gardu.Reports.Logs;
using Gardu.Reports.Logs.Formats;

namespace Gardu.Reports.Tests.Logs.Formats;

public sealed class FormatPropertyTests
{
    const string Host = "news.example";

    internal static W3cFormat Iis { get; } = W3cFormat.FromDirective(
        "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status sc-bytes time-taken"u8)!;

    internal static W3cFormat CloudFront { get; } = W3cFormat.FromDirective(
        "#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken"u8)!;

    [Fact]
    public void What_Apache_writes_is_read() => RandomEntries.All.Sample(entry => Same(entry, ClfFormat.Any, Rendered.Apache(entry)));

    [Fact]
    public void What_nginx_writes_is_read() => RandomEntries.All.Sample(entry => Same(entry, ClfFormat.Any, Rendered.Nginx(entry)));

    [Fact]
    public void What_a_virtual_host_writes_is_read() => Named.Sample(entry => Same(entry, ClfFormat.Any, Rendered.VirtualHost(entry)));

    [Fact]
    public void What_Caddy_writes_is_read() => Named.Sample(entry => Same(entry, JsonFormat.Instance, Rendered.Caddy(entry)));

    [Fact]
    public void What_nginx_writes_as_JSON_is_read() => Named.Sample(entry => Same(entry, JsonFormat.Instance, Rendered.NginxJson(entry)));

    [Fact]
    public void What_Traefik_writes_is_read() => Named.Sample(entry => Same(entry, JsonFormat.Instance, Rendered.Traefik(entry)));

    [Fact]
    public void What_IIS_writes_is_read() => RandomEntries.All
        .Select(entry => entry with { UserAgent = entry.UserAgent.Replace('+', 'p'), Referrer = entry.Referrer.Replace(' ', '+') })
        .Sample(entry => Same(entry, Iis, Rendered.Iis(entry)));

    // What is encoded twice is decoded twice, so a percent sign of its own would be taken for the second encoding.
    [Fact]
    public void What_CloudFront_writes_is_read() => Named
        .Select(entry => entry with { UserAgent = entry.UserAgent.Replace('%', 'p') })
        .Sample(entry => Same(entry, CloudFront, Rendered.CloudFront(entry)));

    [Fact]
    public void What_a_load_balancer_writes_is_read() => Named
        .Select(entry => entry with { Referrer = "" })
        .Sample(entry => Same(entry, AlbFormat.Instance, Rendered.Alb(entry)));

    [Fact]
    public void What_a_log_format_writes_is_read() => Named.Sample(entry =>
    {
        Assert.True(NginxFormat.TryParse("$host|$time_iso8601|$remote_addr|$status|$body_bytes_sent|\"$http_user_agent\"|\"$http_referer\"|$request_method|$request_uri|end", out var format, out _));
        Same(entry, format!, $"{entry.Host}|{entry.Time:yyyy-MM-ddTHH:mm:sszzz}|{entry.Address}|{entry.Status}|{entry.Bytes}|\"{Escaped(entry.UserAgent)}\"|\"{Escaped(entry.Referrer)}\"|{entry.Method}|{Escaped(entry.Target)}|end");
    });

    static Gen<ReadEntry> Named => RandomEntries.All.Select(entry => entry with { Host = Host });

    static string Escaped(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => b is (byte)'"' or (byte)'\\' or (byte)'|' ? $"\\x{b:X2}" : b > 126 ? $"\\x{b:X2}" : ((char)b).ToString()));

    static void Same(ReadEntry expected, LogFormat format, string line) => Assert.Equal(expected, ReadEntry.From(format, line));
}
