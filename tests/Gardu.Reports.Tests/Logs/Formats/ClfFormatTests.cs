using Gardu.Reports.Logs;
using Gardu.Reports.Logs.Formats;

namespace Gardu.Reports.Tests.Logs.Formats;

public sealed class ClfFormatTests
{
    const string Front = "192.0.2.7 - - [17/May/2015:10:05:03 +0200] ";

    [Fact]
    public void A_combined_line_is_read_whole()
    {
        var entry = Read("192.0.2.7 - frank [17/May/2015:10:05:03 +0200] \"GET /a?b=c HTTP/1.1\" 200 2326 \"https://x.example/\" \"Mozilla/5.0 (compatible; GPTBot/1.2)\"");
        Assert.Equal(
            new ReadEntry
            {
                Address = "192.0.2.7",
                Method = "GET",
                Target = "/a?b=c",
                Status = 200,
                Bytes = 2326,
                Referrer = "https://x.example/",
                UserAgent = "Mozilla/5.0 (compatible; GPTBot/1.2)",
                Time = new DateTimeOffset(2015, 5, 17, 8, 5, 3, TimeSpan.Zero),
            }, entry);
    }

    [Theory]
    [InlineData("GET /a HTTP/1.1", "GET", "/a")]
    [InlineData("GET /a HTTP/2", "GET", "/a")]
    [InlineData("GET /a", "GET", "/a")]
    [InlineData("GET /a b c HTTP/1.0", "GET", "/a b c")]
    [InlineData("GET http://host.example:80/a?b HTTP/1.1", "GET", "/a?b")]
    [InlineData("GET HTTPS://host.example HTTP/1.1", "GET", "/")]
    [InlineData("GET http://host.example?b HTTP/1.1", "GET", "?b")]
    [InlineData("OPTIONS * HTTP/1.1", "OPTIONS", "*")]
    [InlineData("CONNECT host.example:443 HTTP/1.1", "CONNECT", "host.example:443")]
    [InlineData("-", "", "-")]
    [InlineData("", "", "")]
    [InlineData("\\x16\\x03\\x01", "", "\u0016\u0003\u0001")]
    [InlineData("GET /\\\"quoted\\\" HTTP/1.1", "GET", "/\"quoted\"")]
    [InlineData("GET /a\"b HTTP/1.1", "GET", "/a\"b")]
    public void Request_lines_are_taken_apart(string request, string method, string target)
    {
        var entry = Read($"{Front}\"{request}\" 200 5 \"-\" \"x\"");
        Assert.Equal((method, target), (entry.Method, entry.Target));
    }

    [Fact]
    public void An_absolute_target_names_the_host() =>
        Assert.Equal("host.example", Read(Front + "\"GET http://host.example:8080/a HTTP/1.1\" 200 5 \"-\" \"x\"").Host);

    [Theory]
    [InlineData("curl/8.5.0", "curl/8.5.0")]
    [InlineData("a \\\"b\\\" c", "a \"b\" c")]
    [InlineData("a \\x22b\\x22 c\\x5C", "a \"b\" c\\")]
    [InlineData("ends in \\\\", "ends in \\")]
    [InlineData("caf\\xc3\\xa9", "café")]
    [InlineData("-", "")]
    [InlineData("", "")]
    public void Escapes_in_user_agents_are_undone(string written, string meant) =>
        Assert.Equal(meant, Read($"{Front}\"GET / HTTP/1.1\" 200 5 \"-\" \"{written}\"").UserAgent);

    [Theory]
    [InlineData("www.news.example:443 192.0.2.7 - - ", "www.news.example", "192.0.2.7")]
    [InlineData("news.example 2001:db8::1 - frank ", "news.example", "2001:db8::1")]
    [InlineData("2001:db8::1 - - ", "", "2001:db8::1")]
    [InlineData("client.example.org - - ", "", "client.example.org")]
    [InlineData("192.0.2.7, 198.51.100.2 - - ", "", "192.0.2.7")]
    [InlineData("192.0.2.7 - a user [with] spaces ", "", "192.0.2.7")]
    public void The_front_tells_host_and_address(string front, string host, string address)
    {
        var entry = Read(front + "[17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"x\"");
        Assert.Equal((host, address), (entry.Host, entry.Address));
    }

    [Fact]
    public void A_common_line_has_no_user_agent()
    {
        var line = "192.0.2.7 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.0\" 304 -"u8.ToArray();
        var entry = new LogEntry { Scratch = new byte[LogEntry.LineBytesMax] };
        Assert.True(ClfFormat.Any.TryRead(line, ref entry));
        Assert.False(entry.HasUserAgent);
        Assert.Equal((304, 0L), (entry.Status, entry.Bytes));
    }

    [Theory]
    [InlineData("\"GET / HTTP/1.1\" 200 5 \"-\" \"x\" \"198.51.100.1\" 0.003 0.002 .")]
    [InlineData("\"GET / HTTP/1.1\" 200 5 \"-\" \"x\" rt=0.003 uct=\"-\"")]
    public void Fields_behind_the_user_agent_do_not_matter(string rest) => Assert.Equal("x", Read(Front + rest).UserAgent);

    [Theory]
    [InlineData("")]
    [InlineData("\"GET / HTTP/1.1\" 200")]
    [InlineData("\"GET / HTTP/1.1\" 20 5")]
    [InlineData("\"GET / HTTP/1.1\" abc 5")]
    [InlineData("\"GET / HTTP/1.1\" 200 x")]
    [InlineData("\"GET / HTTP/1.1\" 200 5 ")]
    [InlineData("\"GET / HTTP/1.1\" 200 5 \"-\"")]
    [InlineData("\"GET / HTTP/1.1\" 200 5 \"-\" \"Mozilla/5.0 (cut of")]
    [InlineData("\"GET / HTTP/1.1\" 200 5 \"-\" \"x\\\"")]
    [InlineData("\"GET / HTTP/1.1\" 200 1234567890123456789 \"-\" \"x\"")]
    [InlineData("\"GET / HTTP/1.1 200 5 \"-\" \"x\"")]
    [InlineData("GET / HTTP/1.1 200 5")]
    public void Damaged_lines_are_not_read(string rest) => Assert.Null(ReadEntry.From(ClfFormat.Any, Front + rest));

    [Theory]
    [InlineData("32/May/2015:10:05:03 +0000")]
    [InlineData("30/Feb/2015:10:05:03 +0000")]
    [InlineData("17/Mai/2015:10:05:03 +0000")]
    [InlineData("17/May/2015:24:05:03 +0000")]
    [InlineData("17/May/2015:10:65:03 +0000")]
    [InlineData("17/May/2015:10:05:73 +0000")]
    [InlineData("17/May/2015:10:05:03 0000 ")]
    [InlineData("17/May/20x5:10:05:03 +0000")]
    [InlineData("17/May/0000:10:05:03 +0000")]
    public void Impossible_times_are_not_read(string time) =>
        Assert.Null(ReadEntry.From(ClfFormat.Any, $"192.0.2.7 - - [{time}] \"GET / HTTP/1.1\" 200 5 \"-\" \"x\""));

    [Fact]
    public void A_named_flavour_takes_no_other()
    {
        const string Common = Front + "\"GET / HTTP/1.1\" 200 5";
        const string Combined = Common + " \"-\" \"x\"";
        Assert.Null(ReadEntry.From(ClfFormat.Combined, Common));
        Assert.NotNull(ReadEntry.From(ClfFormat.Combined, Combined));
        Assert.Equal("", ReadEntry.From(ClfFormat.Common, Combined)!.UserAgent);
        Assert.Null(ReadEntry.From(ClfFormat.VirtualHost, Combined));
        Assert.NotNull(ReadEntry.From(ClfFormat.VirtualHost, "news.example:80 " + Combined));
    }

    static ReadEntry Read(string line)
    {
        var entry = ReadEntry.From(ClfFormat.Any, line);
        Assert.NotNull(entry);
        return entry;
    }
}
