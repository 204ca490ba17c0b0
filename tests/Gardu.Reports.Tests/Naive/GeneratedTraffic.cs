using System.Globalization;
using System.Text;

namespace Gardu.Reports.Tests.Naive;

/// <summary>A seeded Combined log with all that a report must tell apart: the proven, liars, people, lists, zones, junk.</summary>
static class GeneratedTraffic
{
    static readonly string[] UserAgents =
    [
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
        "CCBot/2.0 (https://commoncrawl.org/faq/)",
        "Mozilla/5.0 (compatible; Google-Extended/1.0)",
        "Mozilla/5.0 (compatible; Bytespider; spider-feedback@bytedance.com)",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
        "meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
        "python-requests/2.32.3", "curl/8.5.0", "Go-http-client/2.0", "-", "Wget/1.21 \\\"odd\\\"",
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    ];

    /// <summary>In lists, in none, trusted, local, no address at all.</summary>
    static readonly string[] Addresses =
    [
        "203.0.113.7", "203.0.113.200", "2001:db8:1::9", "198.51.100.23", "198.51.100.99", "192.0.2.7", "10.0.0.8", "::1", "8.8.8.8", "2a00:1450::1", "client.example.org",
    ];

    static readonly string[] Paths =
    [
        "/", "/robots.txt", "/sitemap.xml", "/about", "/tag/a", "/tag/b?page=2", "/archive/2019/one", "/archive/2020/two?x=1", "/archive/", "/media/pic.JPG", "/style.css?v=3",
        "/private/notes", "/api/items", "/caf\\xc3\\xa9", "/Tag/a",
    ];

    static readonly string[] Referrers =
    [
        "-", "-", "https://news.example/", "https://chatgpt.com/", "https://www.google.com/search?q=x", "https://www.google.co.id/", "https://www.bing.com/", "https://notgoogle.example/google.com", "http://openai.com:80/x",
    ];

    static readonly int[] Statuses = [200, 200, 200, 200, 204, 206, 301, 304, 401, 402, 403, 404, 429, 500];

    public static string Make(int seed, int lines)
    {
        var random = new Random(seed);
        var log = new StringBuilder();
        var time = new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < lines; i++)
        {
            time = time.AddSeconds(random.Next(-400, 1200));
            var line = Line(random, time.ToOffset(TimeSpan.FromMinutes(random.Next(3) == 0 ? 330 : 0)));
            log.Append(random.Next(100) == 0 ? Damaged(random, line) : line).Append(random.Next(20) == 0 ? "\r\n" : "\n");
        }
        return log.ToString();
    }

    static string Line(Random random, DateTimeOffset time)
    {
        var path = random.Next(4) == 0 ? $"/story/{random.Next(300)}" : Pick(random, Paths);
        var method = random.Next(10) switch { 0 => "HEAD", 1 => "POST", _ => "GET" };
        var zone = time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
        var bytes = random.Next(5) == 0 ? "-" : random.Next(100_000).ToString(CultureInfo.InvariantCulture);
        return $"{Pick(random, Addresses)} - - [{time.ToString("dd/MMM/yyyy:HH:mm:ss", CultureInfo.InvariantCulture)} {zone}] \"{method} {path} HTTP/1.1\" {Pick(random, Statuses)} {bytes} \"{Pick(random, Referrers)}\" \"{Pick(random, UserAgents)}\"";
    }

    static string Damaged(Random random, string line) => random.Next(4) switch
    {
        0 => line[..(line.Length / 2)],
        1 => line.Replace("[", "", StringComparison.Ordinal),
        2 => "\u0001\u0002 not a line",
        _ => line.Replace("/2026:", "/26:", StringComparison.Ordinal),
    };

    static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
