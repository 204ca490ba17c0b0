using System.Globalization;

namespace LogMaker;

/// <summary>
/// A month of a publication: six in ten requests are people's (a page, then what it loads), four in ten machines'
/// (mostly pages nobody else asks for), and one line in a hundred is damaged.
/// </summary>
sealed class Traffic(int seed)
{
    const int Pages = 60_000;
    const int Visitors = 80_000;
    const double MachineShare = 0.4;
    const double DamagedShare = 0.01;
    const double RequestsPerSecond = 0.8;

    static readonly DateTime Start = new(2026, 10, 1, 0, 0, 0, DateTimeKind.Utc);

    static readonly (string UserAgent, int Weight)[] Machines =
    [
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)", 160),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot", 60),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; OAI-SearchBot/1.0; +https://openai.com/searchbot)", 40),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)", 120),
        ("Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.6613.137 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", 120),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36", 80),
        ("CCBot/2.0 (https://commoncrawl.org/faq/)", 30),
        ("Mozilla/5.0 (compatible; Bytespider; spider-feedback@bytedance.com) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/70.0.0.0 Safari/537.36", 90),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/600.2.5 (KHTML, like Gecko) Version/8.0.2 Safari/600.2.5 (Amazonbot/0.1; +https://developer.amazon.com/support/amazonbot)", 60),
        ("meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)", 70),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)", 30),
        ("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", 60),
        ("Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)", 50),
        ("Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)", 30),
        ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", 20),
        ("Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/archive.org_bot)", 10),
        ("python-requests/2.32.3", 40), ("curl/8.5.0", 15), ("Go-http-client/2.0", 30), ("Scrapy/2.11.2 (+https://scrapy.org)", 15),
        ("okhttp/4.12.0", 10), ("axios/1.7.7", 10), ("Feedly/1.0 (+http://www.feedly.com/fetcher.html; 214 subscribers)", 15), ("-", 15),
    ];

    static readonly string[] Systems =
    [
        "Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64", "Linux; Android 10; K",
        "Linux; Android 14; SM-S918B", "Linux; Android 13; 22101316G", "Windows NT 6.1; Win64; x64",
    ];

    static readonly string[] Assets = ["/assets/site.css", "/assets/app.js", "/assets/logo.svg", "/favicon.ico", "/fonts/body.woff2"];
    static readonly string[] Sections = ["news", "sport", "business", "culture", "science", "opinion"];

    readonly Random random = new(seed);
    readonly int totalWeight = Machines.Sum(machine => machine.Weight);
    double seconds;

    public string NextLine()
    {
        seconds += -Math.Log(1 - random.NextDouble()) / RequestsPerSecond;
        var line = random.NextDouble() < MachineShare ? MachineLine() : PersonLine();
        return random.NextDouble() < DamagedShare ? Damaged(line) : line;
    }

    string MachineLine()
    {
        var at = random.Next(totalWeight);
        var machine = 0;
        for (; at >= Machines[machine].Weight; machine++)
            at -= Machines[machine].Weight;
        var (path, kind) = random.Next(100) switch
        {
            0 => ("/robots.txt", 0),
            1 => ("/sitemap.xml", 0),
            < 8 => ($"/tag/{Sections[random.Next(Sections.Length)]}?page={random.Next(1, 400)}", 1),
            < 75 => (Page(random.Next(Pages)), 1),
            _ => (Page(Popular(Pages)), 1),
        };
        var status = random.Next(100) switch { < 84 => 200, < 90 => 304, < 93 => 301, < 96 => 404, < 98 => 403, _ => 429 };
        var address = $"{20 + machine}.{machine * 7 % 256}.{random.Next(16)}.{random.Next(256)}";
        return Line(address, "GET", path, status, status == 200 ? 300 + kind * random.Next(90_000) : 0, "-", Machines[machine].UserAgent);
    }

    string PersonLine()
    {
        var visitor = Popular(Visitors);
        var address = visitor % 9 == 0
            ? $"2001:db8:{visitor % 0xFFFF:x}:{visitor * 31 % 0xFFFF:x}::{visitor % 0xFFF:x}"
            : $"{80 + visitor % 100}.{visitor / 7 % 256}.{visitor / 3 % 256}.{visitor % 256}";
        var page = Page(Popular(Pages));
        var kind = random.Next(100);
        var (method, path, referrer) = kind switch
        {
            < 30 => ("GET", page, Arrival()),
            < 92 => ("GET", kind < 60 ? Assets[random.Next(Assets.Length)] : $"/media/{Popular(4000)}.jpg", "https://news.example" + page),
            < 96 => ("POST", "/comments", "https://news.example" + page),
            _ => ("GET", $"/search?q={Sections[random.Next(Sections.Length)]}+{random.Next(5000)}", "https://news.example/"),
        };
        var status = random.Next(100) switch { < 78 => 200, < 94 => 304, < 97 => 302, _ => 404 };
        return Line(address, method, path, status, status == 200 ? 200 + random.Next(60_000) : 0, referrer, Browser(visitor));
    }

    string Arrival() => random.Next(40) switch
    {
        < 12 => "-",
        < 26 => "https://news.example/",
        < 34 => "https://www.google.com/",
        < 36 => "https://www.bing.com/",
        36 => "https://chatgpt.com/",
        37 => "https://www.perplexity.ai/",
        38 => "https://duckduckgo.com/",
        _ => "https://t.co/abc",
    };

    static string Browser(int visitor)
    {
        var version = 118 + visitor % 13;
        return (visitor % 11) switch
        {
            < 5 => $"Mozilla/5.0 ({Systems[visitor % Systems.Length]}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36",
            < 7 => $"Mozilla/5.0 (iPhone; CPU iPhone OS {15 + visitor % 4}_{visitor % 7} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{15 + visitor % 4}.{visitor % 7} Mobile/15E148 Safari/604.1",
            < 9 => $"Mozilla/5.0 ({Systems[visitor % Systems.Length]}; rv:{version}.0) Gecko/20100101 Firefox/{version}.0",
            _ => $"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36 Edg/{version}.0.{visitor % 40 + 2000}.{visitor % 90}",
        };
    }

    static string Page(int number) => $"/{Sections[number % Sections.Length]}/2026/{1 + number % 12:00}/story-{number}-of-the-day";

    /// <summary>A number below <paramref name="count"/>, small ones far more often than large ones.</summary>
    int Popular(int count) => (int)(Math.Pow(count, random.NextDouble()) - 1);

    string Line(string address, string method, string path, int status, int bytes, string referrer, string userAgent)
    {
        var time = Start.AddSeconds(seconds).ToString("dd/MMM/yyyy:HH:mm:ss", CultureInfo.InvariantCulture);
        return $"{address} - - [{time} +0000] \"{method} {path} HTTP/1.1\" {status} {(bytes == 0 ? "-" : bytes.ToString(CultureInfo.InvariantCulture))} \"{referrer}\" \"{userAgent}\"";
    }

    string Damaged(string line) => random.Next(4) switch
    {
        0 => line[..(line.IndexOf('"', StringComparison.Ordinal) + 5)],
        1 => line.Replace("\" ", " ", StringComparison.Ordinal),
        2 => line.Replace("/2026:", "/20x6:", StringComparison.Ordinal),
        _ => "\u0001\u0002" + line[(line.Length / 2)..],
    };
}
