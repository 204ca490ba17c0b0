using System.Text;
using Gardu.Reports.Logs;
using Gardu.Reports.Logs.Formats;
using Gardu.Testing;

namespace Gardu.Reports.Tests.Logs.Formats;

/// <summary>No damage to a line makes a parser throw, run away, or change a line that it does not read.</summary>
public sealed class FormatFuzzTests
{
    const int Cases = 20_000;

    static readonly ReadEntry Entry = new()
    {
        Address = "2001:db8::7", Host = "news.example", Method = "GET", Target = "/a%20b?c=\"d\"", Status = 200, Bytes = 2326,
        Referrer = "https://x.example/\\", UserAgent = "Mozilla/5.0 (compatible; \"GPTBot\"/1.2; é)", Time = new DateTimeOffset(2026, 11, 23, 22, 41, 5, TimeSpan.Zero),
    };

    static readonly byte[][] Lines =
    [
        .. new[]
        {
            Rendered.Apache(Entry), Rendered.Nginx(Entry), Rendered.VirtualHost(Entry), Rendered.Caddy(Entry), Rendered.NginxJson(Entry),
            Rendered.Traefik(Entry), Rendered.Iis(Entry), Rendered.CloudFront(Entry), Rendered.Alb(Entry),
            "#Fields: date time cs-uri-stem sc-status",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public static TheoryData<string> Formats => [.. All.Keys];

    static Dictionary<string, LogFormat> All { get; } = new()
    {
        ["clf"] = ClfFormat.Any,
        ["json"] = JsonFormat.Instance,
        ["alb"] = AlbFormat.Instance,
        ["iis"] = FormatPropertyTests.Iis,
        ["cloudfront"] = FormatPropertyTests.CloudFront,
        ["log_format"] = NginxFormat.TryParse("$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" \"$http_user_agent\"", out var format, out _) ? format! : throw new InvalidOperationException(),
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Damaged_lines_are_survived(string name) => Fuzz.Run(Cases, Lines, line =>
    {
        if (line.Length > LogEntry.LineBytesMax || ReadEntry.From(All[name], line) is not { } entry)
            return;
        Assert.InRange(entry.Status, 0, 999);
        Assert.True(entry.Bytes >= 0);
        Assert.InRange(entry.Time.Year, 1, 9999);
    });

    [Fact]
    public void Damaged_directives_are_survived() => Fuzz.Run(Cases, Lines, line => W3cFormat.FromDirective(line));

    [Fact]
    public void Damaged_format_strings_are_survived() =>
        Fuzz.Run(Cases, ["$remote_addr - $remote_user [$time_local] \"$request\" ${status} $body_bytes_sent", "'$time_iso8601 ' '$request $status';"], text =>
        {
            if (!LogFormats.TryParse(text, out _, out var error))
                Assert.False(string.IsNullOrEmpty(error));
        });

    [Fact]
    public void Formats_of_damaged_files_are_guessed_without_harm() => Fuzz.Run(2_000, Lines, text => Assert.NotNull(FormatDetector.Detect(text)));
}
