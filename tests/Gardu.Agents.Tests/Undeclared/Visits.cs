using Gardu.Agents.Addresses;
using Gardu.Agents.Undeclared;

namespace Gardu.Agents.Tests.Undeclared;

/// <summary>Requests as clients really send them, and what becomes of them.</summary>
static class Visits
{
    public const string Chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
    public const string WindowsChrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
    public const string AndroidChrome = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";
    public const string Edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";
    public const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0";
    public const string Safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
    public const string MacSafari = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15";
    public const string OldSafari = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Safari/605.1.15";
    public const string OldChrome = "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/49.0.2623.112 Safari/537.36";
    public const string Explorer = "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko";
    public const string WebView = "Mozilla/5.0 (Linux; Android 14; SM-S911B Build/UP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.7339.51 Mobile Safari/537.36";
    public const string InApp = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 390.0.0.28.85";
    public const string Tor = "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0";

    public const string Html = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    public static RequestHead Http(string target = "/", string? accept = Html, bool isFromPage = false) =>
        new() { Method = "GET", Target = target, IsHttps = false, Accept = accept, HasLanguage = true, HasEncoding = true, IsFromPage = isFromPage };

    public static RequestHead Https(string target = "/") => Http(target) with { IsHttps = true, FetchDest = "document" };

    public static RequestHead Hinted(string brands, string platform, string mobile = "?0", string target = "/") =>
        Https(target) with { Brands = brands, Platform = platform, Mobile = mobile };

    public static RequestHead ChromeHead(string target = "/") => Hinted("\"Not:A-Brand\";v=\"8\", \"Chromium\";v=\"156\"", "\"Linux\"", target: target);

    public static string[] SignsOf(string userAgent, RequestHead head)
    {
        Assert.Equal(RequestKind.Page, RequestKinds.Of(head));
        var signs = RequestSigns.Of(BrowserClaim.Read(userAgent), head);
        return [.. new Suspicion(signs, default, default).List().Select(sign => sign.Entry.Name)];
    }
}

/// <summary>One client at one address, over time.</summary>
sealed class Client(ConductTable table, TimeProvider clock, string userAgent = Visits.Chrome, string address = "203.0.113.7")
{
    readonly BrowserClaim browser = BrowserClaim.Read(userAgent);
    readonly Address address = Address.TryParse(address, out var read) ? read : default;

    /// <summary>The most points that any request had.</summary>
    public int Worst { get; private set; }

    public Suspicion Ask(RequestHead head)
    {
        var kind = RequestKinds.Of(head);
        var signs = kind == RequestKind.Page ? RequestSigns.Of(browser, head) : Signs.None;
        var (now, before) = table.Note(table.KeyOf("news.example", address, browser), signs, kind, head.Target, clock.GetUtcNow().ToUnixTimeSeconds());
        var suspicion = new Suspicion(signs | now.Signs | before.Signs, now, before);
        Worst = Math.Max(Worst, suspicion.Score);
        return suspicion;
    }

    /// <summary>A page and so many things that it loads.</summary>
    public void Read(RequestHead page, int parts)
    {
        Ask(page);
        for (var i = 0; i < parts; i++)
            Ask(page with { Target = $"/assets/{i}.css", FetchDest = page.FetchDest is null ? null : "style", IsFromPage = true, Accept = "text/css,*/*;q=0.1" });
    }
}
