using Gardu.Agents.Undeclared;
using static Gardu.Agents.Tests.Undeclared.Visits;

namespace Gardu.Agents.Tests.Undeclared;

public sealed class RequestSignsTests
{
    [Fact]
    public void Browsers_show_no_sign()
    {
        const string brands = "\"Not;A=Brand\";v=\"99\", \"Google Chrome\";v=\"140\", \"Chromium\";v=\"140\"";
        Assert.Empty(SignsOf(Chrome, ChromeHead()));
        Assert.Empty(SignsOf(WindowsChrome, Hinted(brands, "\"Windows\"")));
        Assert.Empty(SignsOf(AndroidChrome, Hinted(brands, "\"Android\"", "?1")));
        Assert.Empty(SignsOf(Edge, Hinted("\"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\", \"Microsoft Edge\";v=\"140\"", "\"Windows\"")));
        Assert.Empty(SignsOf(WindowsChrome, Hinted("\"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\", \"Brave\";v=\"140\"", "\"Windows\"")));
        Assert.Empty(SignsOf(Chrome.Replace("156", "140", StringComparison.Ordinal), Hinted(brands, "\"Android\""))); // the desktop's pages on a telephone
        Assert.Empty(SignsOf(WebView, Hinted("\"Android WebView\";v=\"140\", \"Chromium\";v=\"140\"", "\"Android\"", "?1")));
        foreach (var browser in (string[])[Firefox, Safari, MacSafari, Tor])
            Assert.Empty(SignsOf(browser, Https()));
        foreach (var browser in (string[])[OldSafari, OldChrome, Explorer, WebView, InApp])
            Assert.Empty(SignsOf(browser, Http() with { IsHttps = true }));
        foreach (var browser in (string[])[Chrome, WindowsChrome, AndroidChrome, Edge, Firefox, Safari, MacSafari, OldSafari, OldChrome, Explorer, WebView, InApp, Tor])
            Assert.Empty(SignsOf(browser, Http()));
        Assert.Empty(SignsOf(Explorer, Http(accept: "*/*")));
    }

    [Fact]
    public void Curl_with_a_browsers_name_is_past_the_threshold_over_https_alone()
    {
        var curl = new RequestHead { Method = "GET", Target = "/", IsHttps = true, Accept = "*/*" };
        Assert.Equal(["no-accept-language", "no-accept-encoding", "accepts-anything", "no-fetch-metadata", "no-client-hints"], SignsOf(WindowsChrome, curl));
        Assert.True(new Suspicion(RequestSigns.Of(BrowserClaim.Read(WindowsChrome), curl), default, default).IsPastThreshold);
        Assert.Equal(["no-accept-language", "no-accept-encoding", "accepts-anything"], SignsOf(WindowsChrome, curl with { IsHttps = false }));
    }

    [Fact]
    public void Python_requests_with_a_browsers_name_shows_what_it_lacks()
    {
        var python = new RequestHead { Method = "GET", Target = "/", IsHttps = true, Accept = "*/*", HasEncoding = true };
        Assert.Equal(["no-accept-language", "accepts-anything", "no-fetch-metadata", "no-client-hints"], SignsOf(WindowsChrome, python));
        Assert.Equal(["no-accept-language", "accepts-anything", "no-fetch-metadata"], SignsOf(Firefox, python));
        Assert.Equal(["no-accept-language", "accepts-anything", "no-fetch-metadata"], SignsOf(Safari, python));
        Assert.Contains("no-accept", SignsOf(WindowsChrome, python with { Accept = null }));
    }

    [Fact]
    public void Client_hints_of_another_browser_are_seen()
    {
        const string brands = "\"Chromium\";v=\"140\", \"Google Chrome\";v=\"140\"";
        Assert.Equal(["headless-hint"], SignsOf(WindowsChrome, Hinted("\"Chromium\";v=\"140\", \"HeadlessChrome\";v=\"140\"", "\"Windows\"")));
        Assert.Equal(["hints-contradict"], SignsOf(WindowsChrome, Hinted(brands, "\"Linux\"")));
        Assert.Equal(["hints-contradict"], SignsOf(WindowsChrome, Hinted(brands, "\"Windows\"", "?1")));
        Assert.Equal(["hints-contradict"], SignsOf(WindowsChrome, Hinted(brands.Replace("140", "139", StringComparison.Ordinal), "\"Windows\"")));
        Assert.Equal(["foreign-client-hints"], SignsOf(Firefox, Hinted(brands, "\"Windows\"")));
        Assert.Equal(["foreign-client-hints"], SignsOf(Safari, Hinted(brands, "\"iOS\"", "?1")));
    }

    [Fact]
    public void No_sign_is_enough_alone_and_neither_is_a_changed_user_agent()
    {
        Assert.All(SignTable.Every, entry => Assert.InRange(entry.Points, 1, SignTable.Threshold - 1));
        Assert.Equal(SignTable.Every.Count, SignTable.Every.Select(entry => entry.Name).Distinct().Count());
        Assert.Equal(Enum.GetValues<Signs>().Length - 1, SignTable.Every.Count);
        foreach (var browser in (string[])[WindowsChrome, AndroidChrome, Firefox, Safari])
            Assert.InRange(SignTable.Score(RequestSigns.Of(BrowserClaim.Read(browser), ChromeHead())), 30, 30);
        Assert.Equal(25, SignTable.Score(RequestSigns.Of(BrowserClaim.Read(Chrome), Https()))); // a Firefox under Chrome's name
    }

    [Fact]
    public void What_many_behind_one_address_can_add_up_to_is_not_enough() =>
        Assert.True(SignTable.Score(Signs.PagesInAMinute | Signs.PagesInTenMinutes | Signs.ManyPaths | Signs.PagesAlone) <= 90);

    [Theory]
    [InlineData(0, 1, 2, false)]
    [InlineData(0, 2, 1, true)]
    [InlineData(2, 1, 0, true)]
    [InlineData(-1, 1, 0, false)]
    public void Order_counts_only_where_all_three_are_sent(int site, int mode, int dest, bool isForeign) =>
        Assert.Equal(isForeign, RequestSigns.IsOrderForeign(site, mode, dest));

    [Fact]
    public void Pages_are_told_from_what_they_load()
    {
        Assert.Equal(RequestKind.Page, RequestKinds.Of(Http("/a.html?x=1.css")));
        Assert.Equal(RequestKind.Part, RequestKinds.Of(Http("/a.css", "text/css")));
        Assert.Equal(RequestKind.Part, RequestKinds.Of(Https("/data") with { FetchDest = "empty" }));
        Assert.Equal(RequestKind.Part, RequestKinds.Of(Http("/data", "*/*", isFromPage: true)));
        Assert.Equal(RequestKind.Page, RequestKinds.Of(Http("/data", "*/*")));
        Assert.Equal(RequestKind.Page, RequestKinds.Of(Http("/next", isFromPage: true)));
        Assert.Equal(RequestKind.Part, RequestKinds.Of(Http("/socket") with { IsUpgrade = true }));
        Assert.Equal(RequestKind.Other, RequestKinds.Of(Https("/next") with { IsAhead = true }));
        Assert.Equal(RequestKind.Other, RequestKinds.Of(Http("/feed.xml")));
        Assert.Equal(RequestKind.Other, RequestKinds.Of(Http("/paper.pdf")));
        Assert.Equal(RequestKind.Other, RequestKinds.Of(Http() with { Method = "POST" }));
    }

    [Fact]
    public void Only_the_makers_own_wording_is_taken_for_a_claim()
    {
        Assert.Equal((Engine.Chromium, 140, "Windows"), Read(WindowsChrome));
        Assert.Equal((Engine.Chromium, 140, "Windows"), Read(Edge));
        Assert.Equal((Engine.Chromium, 140, "Android"), Read(AndroidChrome));
        Assert.Equal((Engine.Firefox, 141, null), Read(Firefox));
        Assert.Equal((Engine.Safari, 18, null), Read(Safari));
        foreach (var other in (string[])[WebView, InApp, Explorer, WindowsChrome + " MyApp/1.0", Safari.Replace("Version/18.5", "CriOS/140.0", StringComparison.Ordinal), Chrome.Replace("156.0.0.0", "99999.0.0.0", StringComparison.Ordinal), ""])
            Assert.Equal(Engine.Other, Read(other).Item1);

        static (Engine, int, string?) Read(string text)
        {
            var claim = BrowserClaim.Read(text);
            return (claim.Engine, claim.Version, claim.Platform);
        }
    }
}
