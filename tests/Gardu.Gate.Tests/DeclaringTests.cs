using System.IO.Compression;
using System.Text;
using Gardu.Gate.Declaring;
using Gardu.Protocols.Robots;
using Gardu.Protocols.Rsl;
using Gardu.Protocols.Signals;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Tests;

public sealed class DeclaringTests
{
    const string OriginRobots = "User-agent: *\nDisallow: /wp-admin/\n\nUser-agent: GPTBot\nAllow: /\n\nSitemap: https://a.example/sitemap.xml\n";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static Task<Origin> OriginWith(string robots) => OriginWith(() => (200, robots));

    static Task<Origin> OriginWith(Func<(int Status, string Body)> robots) => Origin.Start(context =>
    {
        var (status, body) = context.Request.Path == "/robots.txt" ? robots() : (200, "hello");
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    }, answersFetches: true);

    [Fact]
    public async Task Robots_txt_is_the_terms_and_then_the_origins_file_byte_for_byte()
    {
        await using var origin = await OriginWith(OriginRobots);
        await using var gate = await TestGate.Start(origin.Url);
        using var machine = gate.Client("GPTBot/1.3");
        using var answer = await machine.GetAsync("/robots.txt?x=1", Stop);
        var body = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Equal((200, "text/plain"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.EndsWith("\n" + OriginRobots, body, StringComparison.Ordinal);
        Assert.Contains($"License: {gate.Url.GetLeftPart(UriPartial.Authority)}/license.xml\n", body, StringComparison.Ordinal);
        var robots = RobotsTxt.Parse(Encoding.UTF8.GetBytes(body));
        Assert.False(robots.IsAllowed("GPTBot", "/a"));
        Assert.True(robots.IsAllowed("GPTBot", "/license.xml"));
        Assert.True(robots.IsAllowed("Googlebot", "/a"));
        Assert.False(robots.IsAllowed("Googlebot", "/wp-admin/"));
        Assert.False(robots.IsAllowed("Googlebot", "/members/"));
        Assert.True(answer.Headers.Contains("Gardu-Request"));
        Assert.Equal(200, (await gate.Store.WaitFor(record => record.Path == "/robots.txt?x=1")).Status);
    }

    [Fact]
    public async Task People_read_the_same_and_HEAD_tells_its_length()
    {
        await using var origin = await OriginWith(OriginRobots);
        await using var gate = await TestGate.Start(origin.Url);
        using var person = gate.Client(TestGate.Browser);
        var body = await person.GetByteArrayAsync("/robots.txt", Stop);
        using var head = await person.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/robots.txt"), Stop);
        Assert.Equal(body.Length, head.Content.Headers.ContentLength);
        Assert.Single(origin.Fetched, request => request.Target == "/robots.txt"); // a fresh copy is not asked for again
    }

    [Fact]
    public async Task The_licence_and_the_reservation_are_served()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        using var machine = gate.Client("ClaudeBot/1.0");
        using var rsl = await machine.GetAsync("/license.xml", Stop);
        Assert.Equal("application/rsl+xml", rsl.Content.Headers.ContentType!.MediaType);
        var document = await rsl.Content.ReadAsByteArrayAsync(Stop);
        Assert.Contains($"{gate.Url.GetLeftPart(UriPartial.Authority)}/licensing/", Encoding.UTF8.GetString(document), StringComparison.Ordinal);
        Assert.True(RslReader.TryParse(document, out _, out var error), error);
        Assert.Contains("tdm-reservation", await machine.GetStringAsync("/.well-known/tdmrep.json", Stop), StringComparison.Ordinal);
        Assert.Contains("Disallow: /\n", await machine.GetStringAsync("/ai.txt", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_declared_the_origin_answers()
    {
        await using var origin = await OriginWith(OriginRobots);
        await using var gate = await TestGate.Start(origin.Url, TestGate.Terms.Replace("enforce", "observe", StringComparison.Ordinal));
        using var machine = gate.Client("GPTBot/1.3");
        Assert.Equal(OriginRobots, await machine.GetStringAsync("/robots.txt", Stop));
        Assert.Equal("hello", await machine.GetStringAsync("/license.xml", Stop));
    }

    [Fact]
    public async Task An_origin_without_the_file_has_nothing_to_add()
    {
        await using var origin = await OriginWith(() => (404, "<h1>Allow: /</h1>"));
        await using var gate = await TestGate.Start(origin.Url);
        using var machine = gate.Client("GPTBot/1.3");
        var body = await machine.GetStringAsync("/robots.txt", Stop);
        Assert.DoesNotContain("h1", body, StringComparison.Ordinal);
        Assert.DoesNotContain("follows", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_origin_fails_the_terms_stand_alone_and_are_not_kept()
    {
        await using var origin = await OriginWith(() => (503, "down"));
        await using var gate = await TestGate.Start(origin.Url);
        using var machine = gate.Client("GPTBot/1.3");
        using var answer = await machine.GetAsync("/robots.txt", Stop);
        var body = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Contains("cannot be had", body, StringComparison.Ordinal);
        Assert.False(RobotsTxt.Parse(Encoding.UTF8.GetBytes(body)).IsAllowed("GPTBot", "/a"));
        Assert.Contains(gate.Log, line => line.Contains("it answers 503", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Allow: /members/\nUser-agent: x\nDisallow: /\n")] // names nobody: must not join the group above
    [InlineData("\uFEFFUser-agent: *\nDisallow: /b/\n")]
    public async Task Nothing_that_the_origin_writes_joins_a_group_of_the_terms(string robots)
    {
        await using var origin = await OriginWith(robots);
        await using var gate = await TestGate.Start(origin.Url);
        using var machine = gate.Client("GPTBot/1.3");
        var merged = RobotsTxt.Parse(await machine.GetByteArrayAsync("/robots.txt", Stop));
        Assert.False(merged.IsAllowed("AnyBot", "/members/"));
        Assert.Equal(RobotsTxt.Parse(Encoding.UTF8.GetBytes(robots)).IsAllowed("AnyBot", "/b/"), merged.IsAllowed("AnyBot", "/b/"));
    }

    [Theory]
    [InlineData(TestGate.Browser)]
    [InlineData("Googlebot/2.1")]
    public async Task The_origins_answers_carry_the_terms_whoever_asks(string userAgent)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        using var client = gate.Client(userAgent);
        using var answer = await client.GetAsync("/a.jpg", Stop);
        var home = gate.Url.GetLeftPart(UriPartial.Authority);
        Assert.Equal(
            ($"<{home}/license.xml>; rel=\"license\"; type=\"application/rsl+xml\"", "search=y, ai-use=n, train-ai=n", "1", home + "/licensing/", "noai, noimageai"),
            (Header(answer, "Link"), Header(answer, "Content-Usage"), Header(answer, "tdm-reservation"), Header(answer, "tdm-policy"), Header(answer, "X-Robots-Tag")));
        using var sitemap = await client.GetAsync("/sitemap.xml", Stop);
        Assert.Equal("search=y, ai-use=n, train-ai=n", Header(sitemap, "Content-Usage"));
        using var archive = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/Archive/1"), Stop);
        Assert.Equal(("search=y, ai-use=n, train-ai=y", null), (Header(archive, "Content-Usage"), Header(archive, "X-Robots-Tag")));
    }

    [Theory]
    [InlineData("GET", 304, true)]
    [InlineData("GET", 206, true)]
    [InlineData("GET", 404, false)]
    [InlineData("GET", 301, false)]
    [InlineData("POST", 200, false)]
    public async Task Only_good_answers_to_GET_and_HEAD_carry_them(string method, int status, bool carries)
    {
        await using var origin = await Origin.Start(context => { context.Response.StatusCode = status; return Task.CompletedTask; });
        await using var gate = await TestGate.Start(origin.Url);
        using var person = gate.Client(TestGate.Browser);
        using var answer = await person.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/a"), Stop);
        Assert.Equal((status, carries, carries), ((int)answer.StatusCode, Header(answer, "Link") is not null, Header(answer, "Content-Usage") is not null));
    }

    [Fact]
    public async Task A_site_in_observe_sends_the_origins_headers_alone()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, TestGate.Terms.Replace("enforce", "observe", StringComparison.Ordinal));
        using var person = gate.Client(TestGate.Browser);
        using var answer = await person.GetAsync("/a", Stop);
        Assert.DoesNotContain(answer.Headers, header => header.Key is "Link" or "Content-Usage" or "tdm-reservation" or "X-Robots-Tag");
        await Eventually.True(() => gate.Declarations.Changes.Count > 0);
        Assert.Equal([Declaration.Terms], gate.Declarations.Changes.Select(change => change.Name));
    }

    [Fact]
    public async Task The_stricter_of_the_origins_header_and_the_terms_goes_out_and_the_owner_hears_of_it()
    {
        await using var origin = await Origin.Start(context =>
        {
            context.Response.Headers.Link = "</style.css>; rel=preload";
            context.Response.Headers["Content-Usage"] = "train-ai=y, search=n, mine=y";
            context.Response.Headers["tdm-reservation"] = "0";
            context.Response.Headers["X-Robots-Tag"] = "noindex";
            return context.Response.WriteAsync("hello");
        });
        await using var gate = await TestGate.Start(origin.Url);
        using var person = gate.Client(TestGate.Browser);
        using var answer = await person.GetAsync("/a", Stop);
        var usage = UsagePreferences.Parse(Header(answer, "Content-Usage")!);
        Assert.Equal(["ai-use=False", "mine=True", "search=False", "train-ai=False"], usage.Select(entry => $"{entry.Key}={entry.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(("1", "noindex|noai, noimageai"), (Header(answer, "tdm-reservation"), Header(answer, "X-Robots-Tag")));
        Assert.StartsWith("</style.css>; rel=preload|<", Header(answer, "Link"), StringComparison.Ordinal);
        Assert.Contains(gate.Log, line => line.Contains("sends Content-Usage and tdm-reservation with less than the terms say", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_price_names_the_licence()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        using var machine = gate.Client("ChatGPT-User/1.0");
        using var answer = await machine.GetAsync("/a", Stop);
        Assert.Equal(402, (int)answer.StatusCode);
        Assert.Contains("rel=\"license\"", Header(answer, "Link"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_served_is_kept_with_its_bytes_once()
    {
        await using var origin = await OriginWith(OriginRobots);
        await using var gate = await TestGate.Start(origin.Url);
        using var machine = gate.Client("GPTBot/1.3");
        var served = await machine.GetByteArrayAsync("/robots.txt", Stop);
        await machine.GetByteArrayAsync("/robots.txt", Stop);
        var change = Assert.Single(gate.Declarations.Changes, change => change.Name == new Uri(gate.Url, "/robots.txt").AbsoluteUri);
        Assert.Equal(served, gate.Declarations.Read(change.Hash!));
        var terms = Assert.Single(gate.Declarations.Changes, change => change.Name == Declaration.Terms);
        Assert.StartsWith(gate.Snapshot.Value.Sites.Sites[0].Terms.Version, terms.Hash, StringComparison.Ordinal);
        gate.Swap(TestGate.SnapshotOf(origin.Url, TestGate.Terms.Replace("enforce", "observe", StringComparison.Ordinal)));
        Assert.Null(gate.Declarations.Changes.Last(change => change.Name == new Uri(gate.Url, "/robots.txt").AbsoluteUri).Hash);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(403)]
    public async Task After_a_restart_the_last_copy_of_the_origins_file_serves_while_the_origin_fails(int status)
    {
        var isUp = true;
        await using var origin = await OriginWith(() => isUp ? (200, OriginRobots) : (status, ""));
        var declarations = new MemoryDeclarations();
        await using (var gate = await TestGate.Start(origin.Url, declarations: declarations))
            await Eventually.True(() => declarations.Changes.Any(change => change.Name == Declaration.OriginRobots));
        isUp = false;
        await using var again = await TestGate.Start(origin.Url, declarations: declarations);
        using var machine = again.Client("GPTBot/1.3");
        Assert.EndsWith("\n" + OriginRobots, await machine.GetStringAsync("/robots.txt", Stop), StringComparison.Ordinal);
        await Eventually.True(() => again.Log.Any(line => line.Contains($"it answers {status}; the last copy is served", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_the_origin_packs_unasked_is_unpacked()
    {
        await using var origin = await Origin.Start(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(context.Response.Body, CompressionMode.Compress);
            await packed.WriteAsync(Encoding.UTF8.GetBytes(OriginRobots));
        }, answersFetches: true);
        await using var gate = await TestGate.Start(origin.Url);
        using var machine = gate.Client("GPTBot/1.3");
        Assert.EndsWith("\n" + OriginRobots, await machine.GetStringAsync("/robots.txt", Stop), StringComparison.Ordinal);
        Assert.Equal("identity", origin.Fetched.First().Headers.AcceptEncoding);
    }

    [Fact]
    public async Task Made_up_ports_do_not_keep_the_owners_own_address_out_of_the_history()
    {
        await using var origin = await OriginWith(OriginRobots);
        await using var gate = await TestGate.Start(origin.Url, host: "news.example");
        for (var port = 1; port <= 300; port++)
            await gate.Raw($"GET /robots.txt HTTP/1.1\r\nHost: news.example:{port}\r\nUser-Agent: x\r\nConnection: close\r\n\r\n");
        await gate.Raw("GET /ai.txt HTTP/1.1\r\nHost: news.example\r\nUser-Agent: x\r\nConnection: close\r\n\r\n");
        Assert.Contains(gate.Declarations.Changes, change => change.Name == "http://news.example/ai.txt");
        Assert.InRange(gate.Declarations.Changes.Count, 200, 270);
        Assert.Single(gate.Log, line => line.Contains("and no more are", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_history_that_cannot_be_written_stops_nobody_and_is_told()
    {
        await using var origin = await OriginWith(OriginRobots);
        await using var gate = await TestGate.Start(origin.Url, declarations: new MemoryDeclarations { Failing = "no room left" });
        using var machine = gate.Client("GPTBot/1.3");
        Assert.Contains("User-agent: GPTBot", await machine.GetStringAsync("/robots.txt", Stop), StringComparison.Ordinal);
        Assert.Contains(gate.Log, line => line.Contains("/robots.txt could not be kept in the history: no room left", StringComparison.Ordinal));
        gate.Declarations.Failing = null;
        await Eventually.True(() => gate.Declarations.Changes.Any(change => change.Name.EndsWith("/robots.txt", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/other.txt", true)]
    [InlineData("http://elsewhere.example/robots.txt", false)]
    public async Task The_origins_file_is_followed_within_the_site_alone(string location, bool isFollowed)
    {
        await using var origin = await Origin.Start(context =>
        {
            if (context.Request.Path == "/robots.txt")
                context.Response.Redirect(location);
            return context.Response.WriteAsync(context.Request.Path == "/other.txt" ? OriginRobots : "");
        }, answersFetches: true);
        await using var gate = await TestGate.Start(origin.Url);
        using var machine = gate.Client("GPTBot/1.3");
        Assert.Equal(isFollowed, (await machine.GetStringAsync("/robots.txt", Stop)).EndsWith(OriginRobots, StringComparison.Ordinal));
        Assert.Equal(!isFollowed, gate.Log.Any(line => line.Contains("which is not followed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Files_of_the_origin_that_say_something_else_are_named()
    {
        await using var origin = await Origin.Start(context => context.Response.WriteAsync(context.Request.Path.Value switch
        {
            "/license.xml" => "<rsl xmlns=\"https://rslstandard.org/rsl\"><content url=\"/\"><license><permits type=\"usage\">all</permits></license></content></rsl>",
            "/.well-known/tdmrep.json" => "[{\"location\": \"/\", \"tdm-reservation\": 1}]",
            _ => "",
        }), answersFetches: true);
        await using var gate = await TestGate.Start(origin.Url);
        await Eventually.True(() => gate.Log.Count(line => line.Contains("of its own that is not served", StringComparison.Ordinal)) >= 2);
        Assert.Contains(gate.Log, line => line.Contains("/license.xml of its own that is not served, since the terms are: ", StringComparison.Ordinal) && line.Contains("of ai-train on / it says allow, the terms say refuse", StringComparison.Ordinal));
        Assert.DoesNotContain(gate.Log, line => line.Contains("tdmrep.json of its own that is not served, since the terms are: of ai-train on / it", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "en", "Training of AI models</dt><dd>may not<")]
    [InlineData("fr, id-ID;q=0.8, en;q=0.5", "id", "Pelatihan model AI</dt><dd>tidak boleh<")]
    [InlineData("en-GB, id", "en", "AI answers and assistants that read a page when they are asked</dt><dd>may, for 0.002 USD for each request<")]
    [InlineData("id;q=0, *", "en", "On <code>/members/</code>")]
    [InlineData("=;,\u0001", "en", "overrides this page and every Disallow in robots.txt")]
    public async Task The_terms_are_told_in_words_in_the_language_of_the_reader(string? languages, string language, string said)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        using var person = gate.Client(TestGate.Browser);
        if (languages is not null)
            person.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", languages);
        using var answer = await person.GetAsync("/licensing/", Stop);
        var page = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Equal(language, Assert.Single(answer.Content.Headers.ContentLanguage));
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.Equal(page, await person.GetStringAsync("/licensing/" + language, Stop));
        Assert.Contains(gate.Declarations.Changes, change => change.Name.EndsWith("/licensing/" + language, StringComparison.Ordinal));
    }

    static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join('|', values) : null;

    [Fact]
    public async Task Another_method_is_the_origins_to_answer()
    {
        await using var origin = await OriginWith(OriginRobots);
        await using var gate = await TestGate.Start(origin.Url);
        using var person = gate.Client(TestGate.Browser);
        using var answer = await person.PostAsync("/license.xml", null, Stop);
        Assert.Equal("hello", await answer.Content.ReadAsStringAsync(Stop));
    }
}
