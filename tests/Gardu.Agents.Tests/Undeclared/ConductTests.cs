using CsCheck;
using Gardu.Agents.Addresses;
using Gardu.Agents.Undeclared;
using Microsoft.Extensions.Time.Testing;
using static Gardu.Agents.Tests.Undeclared.Visits;

namespace Gardu.Agents.Tests.Undeclared;

public sealed class ConductTests
{
    readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
    readonly ConductTable table = new();

    [Fact]
    public void A_crawler_that_counts_up_and_loads_nothing_else_is_past_the_threshold_however_well_it_dresses()
    {
        var crawler = new Client(table, clock);
        var last = default(Suspicion);
        for (var id = 95; id < 95 + 240; id++)
        {
            last = crawler.Ask(ChromeHead($"/thread/{id}?page=1"));
            clock.Advance(TimeSpan.FromSeconds(0.25));
        }
        Assert.True(last.IsPastThreshold, last.Describe());
        Assert.Equal(["pages-in-a-minute", "many-paths", "pages-alone", "counts-up"], last.List().Select(sign => sign.Entry.Name));
        Assert.Equal("239 numbers counted up in paths", last.List()[^1].Seen);
        Assert.StartsWith("105 points, threshold 100: 240 pages in a minute (25), ", last.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_slow_crawler_with_a_librarys_headers_is_found_by_both_together()
    {
        var crawler = new Client(table, clock, WindowsChrome);
        for (var id = 0; id < 40; id++, clock.Advance(TimeSpan.FromSeconds(12)))
            crawler.Ask(new RequestHead { Method = "GET", Target = $"/p/{id}", IsHttps = false, Accept = "*/*", HasEncoding = true });
        Assert.Equal(105, crawler.Worst);
    }

    [Fact]
    public void A_sitemaps_order_is_seen_and_what_was_seen_holds_for_the_next_ten_minutes()
    {
        var crawler = new Client(table, clock, Firefox);
        for (var i = 0; i < 100; i++)
            crawler.Ask(Https($"/{(char)('a' + i / 26)}{(char)('a' + i % 26)}-article"));
        Assert.Equal(25 + 20 + 40, crawler.Worst);
        clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(["100 pages in a minute", "100 pages and nothing that pages load", "99 paths in alphabetical order"], crawler.Ask(Https("/zz")).List().Select(sign => sign.Seen));
        clock.Advance(TimeSpan.FromMinutes(25));
        Assert.Equal(0, crawler.Ask(Https("/zz")).Score);
    }

    [Fact]
    public void A_person_reading_thirty_pages_is_none()
    {
        var person = new Client(table, clock);
        for (var page = 1; page <= 30; page++, clock.Advance(TimeSpan.FromSeconds(20)))
            person.Read(ChromeHead($"/list?page={page}"), page == 1 ? 25 : 1);
        Assert.Equal(0, person.Worst);
    }

    [Fact]
    public void A_person_with_everything_in_the_cache_and_pictures_elsewhere_who_turns_the_pages_of_a_comic_is_none()
    {
        var person = new Client(table, clock, Firefox);
        for (var page = 1; page <= 200; page++, clock.Advance(TimeSpan.FromSeconds(1)))
            person.Ask(Https($"/comic/{page}"));
        Assert.InRange(person.Worst, 60, SignTable.Threshold - 1);
    }

    [Fact]
    public void Fifteen_tabs_at_once_are_none()
    {
        var person = new Client(table, clock, Safari);
        for (var tab = 0; tab < 15; tab++)
            person.Read(Https($"/story-{tab}"), 0);
        Assert.Equal(0, person.Worst);
    }

    [Fact]
    public void An_office_of_fifty_behind_one_address_with_one_browser_is_none()
    {
        var office = new Client(table, clock, Edge);
        const string brands = "\"Chromium\";v=\"140\", \"Microsoft Edge\";v=\"140\"";
        for (var round = 0; round < 30; round++, clock.Advance(TimeSpan.FromSeconds(20)))
            for (var person = 0; person < 50; person++)
                office.Read(Hinted(brands, "\"Windows\"", target: $"/story/{(round * 7919 + person * 104729) % 5000}"), person % 4 == 0 ? 5 : 1);
        Assert.Equal(0, office.Worst);
    }

    [Fact]
    public void The_same_office_on_a_site_whose_pictures_are_elsewhere_is_none_either()
    {
        var office = new Client(table, clock, Edge);
        for (var round = 0; round < 30; round++, clock.Advance(TimeSpan.FromSeconds(20)))
            for (var person = 0; person < 50; person++)
                office.Ask(Hinted("\"Chromium\";v=\"140\"", "\"Windows\"", target: $"/story/{(round * 7919 + person * 104729) % 5000}"));
        Assert.InRange(office.Worst, 1, 90);
    }

    [Fact]
    public void A_feed_reader_in_a_browser_is_none()
    {
        var reader = new Client(table, clock, Firefox);
        for (var hour = 0; hour < 24; hour++, clock.Advance(TimeSpan.FromMinutes(5)))
            for (var feed = 0; feed < 60; feed++)
            {
                reader.Ask(Https($"/category/{feed}/feed") with { FetchDest = "empty", Accept = "*/*" });
                reader.Ask(Http($"/category/{feed}.xml", "*/*"));
            }
        Assert.Equal(0, reader.Worst);
    }

    [Fact]
    public void A_page_that_asks_every_second_whether_there_is_news_is_none()
    {
        var person = new Client(table, clock, Firefox);
        for (var second = 0; second < 3600; second++, clock.Advance(TimeSpan.FromSeconds(1)))
            person.Ask(Http("/api/messages", "*/*", isFromPage: true));
        Assert.Equal(0, person.Worst);
    }

    /// <summary>Safari before 16.4, and every browser over http, on a site that has no referrer sent.</summary>
    [Fact]
    public void A_gallery_of_numbered_pictures_without_extensions_is_none()
    {
        var person = new Client(table, clock, OldSafari);
        for (var page = 0; page < 3; page++, clock.Advance(TimeSpan.FromSeconds(20)))
        {
            person.Ask(Http($"/album/{page}"));
            for (var picture = 0; picture < 100; picture++)
                person.Ask(Http($"/thumb/{page * 100 + picture}", "image/webp,image/avif,video/*;q=0.8,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5"));
        }
        Assert.Equal(0, person.Worst);
    }

    /// <summary>jQuery's <c>load</c> with <c>cache: false</c> asks for HTML, and counts up a number from the time.</summary>
    [Fact]
    public void A_page_whose_script_asks_for_a_piece_of_it_every_second_is_none()
    {
        var person = new Client(table, clock, OldSafari);
        for (var second = 0; second < 3600; second++, clock.Advance(TimeSpan.FromSeconds(1)))
            person.Ask(Http($"/board/part?_={1700000000000 + second}", "text/html, */*; q=0.01", isFromPage: true) with { IsFromScript = true });
        Assert.Equal(0, person.Worst);
    }

    [Fact]
    public void A_clock_that_is_set_back_makes_no_stretch_longer()
    {
        var person = new Client(table, clock, Firefox);
        person.Ask(Https("/0"));
        var past = new FakeTimeProvider(clock.GetUtcNow() - TimeSpan.FromDays(1));
        person = new Client(table, past, Firefox);
        for (var page = 0; page < 400; page++, past.Advance(TimeSpan.FromMinutes(2)))
            person.Ask(Https($"/story/{page * 7919 % 400}"));
        Assert.Equal(0, person.Worst);
    }

    [Fact]
    public void One_odd_browser_in_that_office_answers_for_itself_alone()
    {
        var office = new Client(table, clock, Edge);
        for (var round = 0; round < 30; round++, clock.Advance(TimeSpan.FromSeconds(20)))
            for (var person = 0; person < 50; person++)
            {
                var head = Hinted("\"Chromium\";v=\"140\"", person == 7 ? "\"Linux\"" : "\"Windows\"", target: $"/story/{(round * 7919 + person * 104729) % 5000}");
                Assert.InRange(office.Ask(head).Score, 0, person == 7 ? 50 : 90);
            }
    }

    [Fact]
    public void An_office_behind_a_proxy_that_removes_headers_is_none()
    {
        var office = new Client(table, clock, Edge);
        for (var round = 0; round < 30; round++, clock.Advance(TimeSpan.FromSeconds(20)))
            for (var person = 0; person < 50; person++)
                office.Read(Hinted("\"Chromium\";v=\"140\"", "\"Windows\"", target: $"/story/{(round * 7919 + person * 104729) % 5000}") with { HasEncoding = false }, 1);
        Assert.Equal(15, office.Worst);
    }

    /// <summary>
    /// One to 40 people with one browser at one address, who read, skim, open tabs, go on by page numbers; the first may have
    /// changed the user agent or have a browser that says less, and all may where their browsers ask for what pages load.
    /// </summary>
    [Fact]
    public void No_person_of_any_ordinary_visit_is_past_the_threshold()
    {
        var heads = new (string UserAgent, Func<string, RequestHead> Head)[]
        {
            (Chrome, ChromeHead), (Firefox, Https), (Safari, Https), (OldChrome, target => Http(target) with { IsHttps = true }), (Explorer, target => Http(target, "*/*")),
            (InApp, target => Http(target) with { IsHttps = true }), (Firefox, target => Http(target)), (WindowsChrome, target => Hinted("\"Chromium\";v=\"140\"", "\"Windows\"", target: target)),
        };
        var odd = new Func<RequestHead, RequestHead>[]
        {
            head => head, head => head with { Brands = "\"Chromium\";v=\"1\"" }, head => head with { FetchDest = null, Brands = null }, head => head with { HasEncoding = false }, head => head with { HasLanguage = false },
        };
        Gen.Select(Gen.Int[0, heads.Length - 1], Gen.Int[1, 40], Gen.Int[0, 6], Gen.Int[2, 40], Gen.Int[1, 60], Gen.Int[0, odd.Length - 1], Gen.Int[0, int.MaxValue]).Sample((way, people, parts, seconds, pages, oddity, seed) =>
        {
            var random = new Random(seed);
            var time = new FakeTimeProvider(clock.GetUtcNow());
            var client = new Client(new ConductTable(), time, heads[way].UserAgent);
            for (var page = 1; page <= pages; page++, time.Advance(TimeSpan.FromSeconds(seconds)))
                for (var person = 0; person < people; person++)
                    {
                    var head = heads[way].Head(people == 1 && seed % 2 == 0 ? $"/list/{page}" : $"/story/{random.Next(10_000)}");
                    client.Read(person == 0 || parts > 0 ? odd[oddity](head) : head, page == 1 ? parts * 5 : parts);
                }
            Assert.InRange(client.Worst, 0, SignTable.Threshold - 1);
        }, iter: 300);
    }

    [Fact]
    public void A_million_addresses_grow_nothing_and_do_not_push_out_who_is_busy()
    {
        var crawler = new Client(table, clock);
        for (var id = 0; id < 200; id++)
            crawler.Ask(ChromeHead($"/p/{id}"));
        var worst = crawler.Worst;
        var browser = BrowserClaim.Read(Chrome);
        Flood(0, 20_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Flood(20_000, 1_000_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(worst, crawler.Ask(ChromeHead("/p/200")).Score);

        void Flood(int from, int to)
        {
            for (var i = from; i < to; i++)
                table.Note(table.KeyOf("news.example", Address.FromIPv4((uint)i), browser), Signs.None, RequestKind.Page, "/", clock.GetUtcNow().ToUnixTimeSeconds());
        }
    }

    [Fact]
    public void One_subscriber_of_IPv6_is_one_client_and_two_browsers_are_two()
    {
        var browser = BrowserClaim.Read(Chrome);
        ulong Key(string address, BrowserClaim claim, string site = "a.example") => Address.TryParse(address, out var read) ? table.KeyOf(site, read, claim) : 0;
        Assert.Equal(Key("2001:db8::1", browser), Key("2001:db8::ffff:1", browser));
        Assert.NotEqual(Key("2001:db8::1", browser), Key("2001:db8:0:1::1", browser));
        Assert.NotEqual(Key("192.0.2.1", browser), Key("192.0.2.2", browser));
        Assert.NotEqual(Key("192.0.2.1", browser), Key("192.0.2.1", BrowserClaim.Read(Firefox)));
        Assert.NotEqual(Key("192.0.2.1", browser), Key("192.0.2.1", browser, "b.example"));
    }

    [Theory]
    [InlineData("/p/9", "/p/10", "CountsUp")]
    [InlineData("/p/19?x=1", "/p/20?x=1", "CountsUp")]
    [InlineData("/p/199/a", "/p/200/a", "CountsUp")]
    [InlineData("/p/10", "/p/10", "None")]
    [InlineData("/p/10", "/p/12", "Ascends")]
    [InlineData("/p/12", "/p/10", "None")]
    [InlineData("/a", "/b", "Ascends")]
    [InlineData("/a", "/ab", "Ascends")]
    [InlineData("/ab", "/a", "None")]
    [InlineData("/p/999999999999999999999", "/p/9999999999999999999990", "Ascends")]
    [InlineData("", "", "None")]
    public void Steps_between_paths(string previous, string next, string step) => Assert.Equal(step, PathSteps.Between(previous, next).ToString());
}
