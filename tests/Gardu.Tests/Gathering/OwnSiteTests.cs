using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Gardu.Agents.Feeds;
using Gardu.Evidence.Scan.Reading;
using Gardu.Gathering;
using Gardu.Tests.Checking;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Gardu.Tests.Gathering;

public sealed class OwnSiteTests : IDisposable
{
    readonly HttpClient client = FeedUpdater.CreateClient(allowPrivate: true);

    static string Sitemap(params string[] pages) => $"<urlset>{string.Concat(pages.Select(page => $"<url><loc>{page}</loc></url>"))}</urlset>";

    static string Index(params string[] sitemaps) => $"<sitemapindex>{string.Concat(sitemaps.Select(sitemap => $"<sitemap><loc>{sitemap}</loc></sitemap>"))}</sitemapindex>";

    (string[] Texts, string[] Problems) Read(Uri address, TimeProvider? clock = null)
    {
        var site = new OwnSite(address.AbsoluteUri, client, clock ?? TimeProvider.System);
        var (batch, texts) = (new RecordBatch(), new List<string>());
        using var reader = site.Open();
        for (; reader.Read(batch); batch.Clear())
            texts.AddRange(batch.Records.Select(record => Encoding.UTF8.GetString(batch[record.Text])));
        Assert.Null(reader.Problem);
        Assert.Equal(site.Progress.Whole, site.Progress.Done);
        return ([.. texts], [.. site.Problems.Select(problem => problem.Replace(address.GetLeftPart(UriPartial.Authority), "", StringComparison.Ordinal))]);
    }

    [Theory]
    [InlineData("https://news.example/", "http://www.NEWS.example/a", true)]
    [InlineData("https://www.news.example/", "https://news.example/a", true)]
    [InlineData("http://127.0.0.1:8080/", "http://127.0.0.1:8080/", true)]
    [InlineData("http://127.0.0.1:8080/", "http://127.0.0.1:6379/", false)]
    [InlineData("http://news.example/", "https://news.example:8443/", false)]
    [InlineData("https://news.example/", "https://blog.news.example/", false)]
    [InlineData("https://news.example/", "https://news.example.other.example/", false)]
    [InlineData("https://news.example/", "https://a:b@news.example/", false)]
    [InlineData("https://news.example/", "ftp://news.example/", false)]
    [InlineData("https://news.example/", "file:///etc/passwd", false)]
    public void Of_a_site_is_its_host_and_its_twin(string site, string address, bool isOf) => Assert.Equal(isOf, GentleFetch.IsOf(new Uri(site), new Uri(address)));

    [Fact]
    public async Task Robots_txt_leads_to_sitemaps_and_does_not_keep_the_owner_out()
    {
        await using var site = await TestSite.OfFiles(new()
        {
            ["/"] = "<link rel=alternate type=application/rss+xml href=/feed>",
            ["/robots.txt"] = "User-agent: *\nDisallow: /\nSitemap: {site}/a.xml\nSitemap: /b.xml\nSitemap: https://other.example/c.xml",
            ["/a.xml"] = Index("/a1.xml", "{site}/a2.xml", "/nowhere.xml", "/b.xml", "/a.xml", "/nested.xml"),
            ["/a1.xml"] = Sitemap("/one", "{site}/two#part", "two"),
            ["/a2.xml"] = Sitemap("/one", "https://other.example/", "mailto:a@b"),
            ["/b.xml"] = Sitemap("/three"),
            ["/nested.xml"] = Index("/a1.xml"),
            ["/feed"] = "<rss><channel><item><link>/four</link></item></channel></rss>",
            ["/one"] = "text one", ["/two"] = "text two", ["/three"] = "text three", ["/four"] = "text four",
        });
        var (texts, problems) = Read(site.Url);
        Assert.Equal(["text one", "text two", "text three"], texts);
        Assert.Equal(["/nowhere.xml answers 404", "/nested.xml is an index that another one lists, and is not read", "/: 3 addresses that are not of its host are left out, the first one: https://other.example/"], problems);
    }

    [Fact]
    public async Task The_usual_place_comes_next_and_the_first_feed_of_the_page_last()
    {
        var files = new Dictionary<string, string>
        {
            ["/"] = "<link rel=alternate hreflang=de href=/de><link rel=alternate type='application/rss+xml; charset=utf-8' href=/feed><link rel=alternate type=application/rss+xml href=/comments>",
            ["/sitemap.xml"] = Sitemap("/one"),
            ["/feed"] = "<rss><channel><item><link>/two</link></item></channel></rss>",
            ["/comments"] = "<rss><channel><item><link>/three</link></item></channel></rss>",
            ["/one"] = "text one", ["/two"] = "text two", ["/three"] = "text three",
        };
        await using var site = await TestSite.OfFiles(files);
        Assert.Equal(["text one"], Read(site.Url).Texts);
        files.Remove("/sitemap.xml");
        Assert.Equal(["text two"], Read(site.Url).Texts);
        files.Remove("/feed");
        Assert.Contains("/feed answers 404", Assert.Throws<UsageException>(() => Read(site.Url)).Message, StringComparison.Ordinal);
        files["/"] = "nothing";
        Assert.Contains("no page is listed there", Assert.Throws<UsageException>(() => Read(site.Url)).Message, StringComparison.Ordinal);
        Assert.Contains("answers 404", Assert.Throws<IOException>(() => Read(new Uri(site.Url, "/nowhere"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_has_the_text_of_a_page_that_cannot_be_read_and_of_no_other()
    {
        await using var site = await TestSite.OfFiles(new()
        {
            ["/feed"] = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{\"url\": \"/one\", \"content_html\": \"of the feed\"}, {\"url\": \"/two\", \"content_html\": \"<p>of the feed\"}, {\"url\": \"/three\"}]}",
            ["/one"] = "of the page",
        });
        var (texts, problems) = Read(new Uri(site.Url, "/feed"));
        Assert.Equal(["of the page", "<p>of the feed"], texts);
        Assert.Equal(["/feed: 2 pages could not be read, the first one: /two answers 404; of 1 of them the text of the feed was taken"], problems);
    }

    [Fact]
    public async Task Redirects_stay_on_the_site_and_pages_are_texts_of_some_size()
    {
        await using var site = await TestSite.StartAsync(async context =>
        {
            var (request, response) = (context.Request, context.Response);
            switch (request.Path.Value)
            {
                case "/sitemap.xml": await response.WriteAsync(Sitemap("/moved", "/away", "/round", "/picture", "/large")); break;
                case "/moved": response.Redirect("/here"); break;
                case "/here": await response.WriteAsync($"asked by {request.Headers.UserAgent}"); break;
                case "/away": response.Redirect($"http://localhost:{request.Host.Port}/here"); break;
                case "/round": response.Redirect("/round"); break;
                case "/picture": response.ContentType = "image/png"; await response.WriteAsync("PNG"); break;
                default: await response.Body.WriteAsync(new byte[(16 * 1024 * 1024) + 1]); break;
            }
        });
        var (texts, problems) = Read(new Uri(site.Url, "/sitemap.xml"));
        Assert.Matches(@"^asked by gardu-scan-index/\d+\.\d+\.\d+$", Assert.Single(texts));
        Assert.Equal(["/sitemap.xml: 4 pages could not be read, the first one: /away leads to another host"], problems);
    }

    [Fact]
    public async Task A_site_that_asks_for_a_pause_gets_it_within_bounds()
    {
        var (clock, asked) = (new FakeTimeProvider(), new ConcurrentQueue<DateTimeOffset>());
        await using var site = await TestSite.StartAsync(async context =>
        {
            if (context.Request.Path == "/sitemap.xml")
                await context.Response.WriteAsync(Sitemap("/one"));
            else
            {
                asked.Enqueue(clock.GetUtcNow());
                context.Response.StatusCode = asked.Count switch { 1 => 429, 2 => 503, _ => 200 };
                context.Response.Headers.RetryAfter = asked.Count == 1 ? "7" : "864000";
                await context.Response.WriteAsync("text");
            }
        });
        var reading = Task.Run(() => Read(new Uri(site.Url, "/sitemap.xml"), clock), TestContext.Current.CancellationToken);
        while (!reading.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }
        Assert.Equal(["text"], (await reading).Texts);
        var times = asked.ToArray();
        Assert.InRange(times[1] - times[0], TimeSpan.FromSeconds(7), TimeSpan.FromDays(1));
        Assert.InRange(times[2] - times[1], TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task A_site_that_has_gone_is_not_asked_for_ever()
    {
        var asked = 0;
        await using var site = await TestSite.StartAsync(async context =>
        {
            if (context.Request.Path == "/sitemap.xml")
                await context.Response.WriteAsync(Sitemap([.. Enumerable.Range(0, 1_000).Select(i => $"/{i}")]));
            else
            {
                Interlocked.Increment(ref asked);
                if (int.Parse(context.Request.Path.Value![1..], CultureInfo.InvariantCulture) >= 10) // by its name, as four are on their way at once
                    context.Abort();
            }
        });
        var own = new OwnSite(new Uri(site.Url, "/sitemap.xml").AbsoluteUri, client, TimeProvider.System);
        using var reader = own.Open();
        while (reader.Read(new RecordBatch()))
        {
            // What comes is not looked at.
        }
        Assert.Contains(own.Problems, problem => problem.EndsWith("gave no answer 50 times in a row, and 940 pages were not asked for", StringComparison.Ordinal));
        Assert.InRange(asked, 60, 150); // a client asks some addresses twice where a connection breaks
    }

    public void Dispose() => client.Dispose();
}
