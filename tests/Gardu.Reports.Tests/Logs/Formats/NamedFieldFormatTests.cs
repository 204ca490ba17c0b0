using Gardu.Reports.Logs;
using Gardu.Reports.Logs.Formats;

namespace Gardu.Reports.Tests.Logs.Formats;

public sealed class NamedFieldFormatTests
{
    static readonly ReadEntry Expected = new()
    {
        Address = "192.0.2.7",
        Host = "news.example",
        Method = "GET",
        Target = "/a?b=c",
        Status = 200,
        Bytes = 2326,
        Referrer = "https://x.example/",
        UserAgent = "Mozilla/5.0 (compatible; GPTBot/1.2)",
        Time = new DateTimeOffset(2026, 11, 23, 22, 41, 5, TimeSpan.Zero),
    };

    [Theory]
    [InlineData("""{"level":"info","ts":1795473665.0004,"request":{"remote_ip":"10.0.0.1","remote_port":"1","client_ip":"192.0.2.7","method":"GET","host":"news.example:443","uri":"/a?b=c","headers":{"Accept":["*/*"],"Referer":["https://x.example/"],"User-Agent":["Mozilla/5.0 (compatible; GPTBot/1.2)","second"]}},"size":2326,"status":200,"resp_headers":{"Server":["Caddy"]}}""")]
    [InlineData("""{"ts":"2026-11-23T22:41:05Z","request":{"remote_ip":"192.0.2.7","method":"GET","host":"news.example","uri":"/a?b=c","headers":{"User-Agent":["Mozilla/5.0 (compatible; GPTBot/1.2)"],"Referer":["https://x.example/"]}},"size":2326,"status":200}""")]
    [InlineData("""{ "time_iso8601" : "2026-11-23T23:41:05+01:00", "remote_addr":"192.0.2.7","host":"news.example","request":"GET /a?b=c HTTP/1.1","status":"200","body_bytes_sent":"2326","http_referer":"https://x.example/","http_user_agent":"Mozilla/5.0 (compatible; GPTBot/1.2)" }""")]
    [InlineData("""{"msec":"1795473665.000","remote_addr":"192.0.2.7","server_name":"news.example","request_method":"GET","request_uri":"\/a?b=c","status":200,"bytes_sent":2326,"http_referrer":"https:\/\/x.example\/","http_user_agent":"Mozilla/5.0 \u0028compatible; GPTBot/1.2)"}""")]
    [InlineData("""{"timestamp":1795473665000,"ip":"192.0.2.7","host":"news.example","method":"GET","path":"/a","query":"b=c","status":200,"bytes":2326,"referrer":"https://x.example/","user_agent":"Mozilla/5.0 (compatible; GPTBot/1.2)"}""")]
    [InlineData("""{"ClientAddr":"192.0.2.7:9999","ClientHost":"192.0.2.7","DownstreamContentSize":2326,"DownstreamStatus":200,"Duration":1,"RequestHost":"news.example","RequestMethod":"GET","RequestPath":"/a?b=c","StartUTC":"2026-11-23T22:41:05.0001234Z","request_Referer":"https://x.example/","request_User-Agent":"Mozilla/5.0 (compatible; GPTBot/1.2)","time":"2026-11-23T22:41:06Z"}""")]
    public void JSON_logs_are_read_by_the_usual_names(string line) => Assert.Equal(Expected, ReadEntry.From(JsonFormat.Instance, line));

    [Theory]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[1,2]")]
    [InlineData("""{"ts":1,"status":200,"uri":"/"}x""")]
    [InlineData("""{"ts":1,"status":200,"uri":"/",}""")]
    [InlineData("""{"ts":1,"status":200,"uri":"/" """)]
    [InlineData("""{"ts":1,"status":200}""")]
    [InlineData("""{"status":200,"uri":"/"}""")]
    [InlineData("""{"ts":-1,"status":200,"uri":"/"}""")]
    [InlineData("""{"ts":1,"status":20000,"uri":"/"}""")]
    [InlineData("""{"ts":1e99,"status":200,"uri":"/"}""")]
    [InlineData("""{"ts":1 "status":200,"uri":"/"}""")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],"ts":1,"status":200,"uri":"/"}""")]
    public void What_is_no_such_JSON_is_not_read(string line) => Assert.Null(ReadEntry.From(JsonFormat.Instance, line));

    [Fact]
    public void IIS_joins_stem_and_query_and_writes_plus_for_a_space()
    {
        var format = W3cFormat.FromDirective("#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-bytes cs-host"u8)!;
        Assert.Equal(Expected, ReadEntry.From(format, "2026-11-23 22:41:05 10.0.0.5 GET /a b=c 443 - 192.0.2.7 Mozilla/5.0+(compatible;+GPTBot/1.2) https://x.example/ 200 2326 news.example"));
        Assert.Equal("/a", ReadEntry.From(format, "2026-11-23 22:41:05 10.0.0.5 GET /a - 443 - 192.0.2.7 - - 200 - -")!.Target);
        Assert.Null(ReadEntry.From(format, "2026-11-23 22:41:05 10.0.0.5 GET /a - 443 - 192.0.2.7 - - 200 -"));
        Assert.Null(ReadEntry.From(format, "2026-11-23 22:41:05 10.0.0.5 GET /a - 443 - 192.0.2.7 - - 200 - - more"));
    }

    [Theory]
    [InlineData("Mozilla/5.0%20(compatible;%20GPTBot/1.2)")]
    [InlineData("Mozilla/5.0%2520(compatible;%2520GPTBot/1.2)")]
    public void CloudFront_encodes_user_agents_once_or_twice(string written)
    {
        var format = W3cFormat.FromDirective("#Fields: date time sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query x-host-header"u8)!;
        Assert.Equal(Expected, ReadEntry.From(format, $"2026-11-23\t22:41:05\t2326\t192.0.2.7\tGET\td1.cloudfront.net\t/a\t200\thttps://x.example/\t{written}\tb=c\tnews.example"));
    }

    [Theory]
    [InlineData("#Version: 1.0")]
    [InlineData("#Fields: date time")]
    [InlineData("#Fields: date time cs-uri-stem")]
    [InlineData("Fields: date time cs-uri-stem sc-status")]
    public void Other_directives_make_no_format(string line) => Assert.Null(W3cFormat.FromDirective(System.Text.Encoding.ASCII.GetBytes(line)));

    [Fact]
    public void A_load_balancers_line_is_read_by_place() => Assert.Equal(
        Expected with { Referrer = "" },
        ReadEntry.From(AlbFormat.Instance, "h2 2026-11-23T22:41:05.000641Z app/my-lb/50dc 192.0.2.7:2817 10.0.0.1:80 0.000 0.001 0.000 200 200 34 2326 \"GET https://news.example:443/a?b=c HTTP/2.0\" \"Mozilla/5.0 (compatible; GPTBot/1.2)\" - - arn:aws:t \"Root=1\" \"-\" \"-\" 0"));

    [Theory]
    [InlineData("h2 2026-11-23T22:41:05Z app/lb 192.0.2.7:2817 - -1 -1 -1 460 - 34 0 \"GET https://x/ HTTP/2.0\"")]
    [InlineData("h2 2026-11-23T22:41:05Z app/lb 192.0.2.7:2817 - -1 -1 -1 460 - 34 0 \"GET https://x/ HTTP/2.0\" \"cut of")]
    [InlineData("xx 2026-11-23T22:41:05Z app/lb 192.0.2.7:2817 - -1 -1 -1 460 - 34 0 \"GET https://x/ HTTP/2.0\" \"u\"")]
    public void What_is_no_load_balancers_line_is_not_read(string line) => Assert.Null(ReadEntry.From(AlbFormat.Instance, line));

    [Fact]
    public void A_log_format_may_be_given_as_the_configuration_has_it()
    {
        Assert.True(LogFormats.TryParse("""
            '$http_x_forwarded_for|$remote_addr|$http_host [$time_local] '
            '"$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" ${request_time}s';
            """, out var choice, out var error), error);
        Assert.Equal(Expected, ReadEntry.From(choice!.Format!, "203.0.113.9|192.0.2.7|news.example:443 [23/Nov/2026:22:41:05 +0000] \"GET /a?b=c HTTP/1.1\" 200 2326 \"https://x.example/\" \"Mozilla/5.0 (compatible; GPTBot/1.2)\" 0.001s"));
    }

    [Theory]
    [InlineData("$remote_addr $status $request", "no time")]
    [InlineData("$time_local $status", "neither $request nor $request_uri")]
    [InlineData("$time_local $request", "no $status")]
    [InlineData("$time_local$request $status", "nothing stands between $time_local")]
    [InlineData("clf", "no log format \"clf\"")]
    [InlineData("", "no log format \"\"")]
    public void A_format_that_cannot_work_is_refused_with_a_reason(string text, string reason)
    {
        Assert.False(LogFormats.TryParse(text, out _, out var error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_named_format_can_be_chosen() => Assert.All(LogFormats.Names, name => Assert.True(LogFormats.TryParse(name, out _, out _)));
}
