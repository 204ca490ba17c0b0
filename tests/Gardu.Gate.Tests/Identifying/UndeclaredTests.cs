using System.Net;
using System.Text.Json;
using Gardu.Gate.Recording;
using Gardu.Gate.Sites;
using Gardu.Terms.Identities;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Tests.Identifying;

public sealed class UndeclaredTests : IDisposable
{
    const string Refusing = "mode: enforce\nterms: [{path: /, all: refuse}]";
    const string Cookie = "session=0123456789abcdef0123";
    const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0";

    readonly string folder = Directory.CreateTempSubdirectory("gardu-undeclared").FullName;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static Task<Origin> SettingCookies() => Origin.Start(context =>
    {
        if (context.Request.Path == "/enter")
            context.Response.Headers.SetCookie = Cookie + "; HttpOnly";
        return context.Response.WriteAsync("hello");
    });

    static Task<TestGate> Start(Origin origin, UndeclaredMode mode, string terms = Refusing, string? trusted = null) =>
        TestGate.Start(origin.Url, terms, trustedProxy: "127.0.0.1", trusted: trusted, undeclared: mode);

    /// <summary>curl over https with a browser's name, behind a trusted proxy: 110 points.</summary>
    static HttpClient Curl(TestGate gate, string userAgent = TestGate.Browser, string scheme = "https")
    {
        var client = gate.Client(userAgent);
        client.DefaultRequestHeaders.Add("Accept", "*/*");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        return client;
    }

    static async Task<JsonElement> Shown(TestGate gate)
    {
        using var client = new HttpClient { BaseAddress = gate.OperatorUrl };
        using var answer = JsonDocument.Parse(await client.GetStringAsync("/api/v1/undeclared", Stop));
        return answer.RootElement.Clone();
    }

    [Fact]
    public async Task Shown_a_suspect_stays_a_person_in_every_respect_and_is_counted()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await Start(origin, UndeclaredMode.Show);
        using var curl = Curl(gate);
        for (var i = 0; i < 3; i++)
        {
            var answer = await curl.GetAsync("/a", Stop);
            Assert.Equal((HttpStatusCode.OK, "hello"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop)));
            Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Gardu", StringComparison.Ordinal));
        }
        await Eventually.True(() => gate.Store.People == 3);
        Assert.Equal(3, gate.Store.Minutes.Sum(minute => minute.Suspected));
        Assert.Empty(gate.Store.Records);
        var shown = await Shown(gate);
        var client = Assert.Single(shown.GetProperty("clients").EnumerateArray());
        Assert.Equal((100, "203.0.113.0/24", "show", 110, 3L), (shown.GetProperty("threshold").GetInt32(), client.GetProperty("network").GetString(),
            client.GetProperty("mode").GetString(), client.GetProperty("score").GetInt32(), client.GetProperty("requests").GetInt64()));
        Assert.Equal((TestGate.Browser, false), (client.GetProperty("userAgent").GetString(), client.GetProperty("protected").GetBoolean()));
        Assert.Equal(["no-accept-language", "no-accept-encoding", "accepts-anything", "no-fetch-metadata", "no-client-hints"],
            client.GetProperty("signs").EnumerateArray().Select(sign => sign.GetProperty("name").GetString()));
        using var metrics = new HttpClient { BaseAddress = gate.OperatorUrl };
        Assert.Contains("gardu_people_suspected_total", await metrics.GetStringAsync("/metrics", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decided_it_is_an_unknown_machine_with_its_signs_on_record()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await Start(origin, UndeclaredMode.Decide);
        using var curl = Curl(gate);
        Assert.Equal(HttpStatusCode.Forbidden, (await curl.GetAsync("/a", Stop)).StatusCode);
        var record = await gate.Store.WaitFor(_ => true);
        Assert.Equal((RequesterKind.UnknownMachine, "(undeclared)", ProofReasons.UndeclaredMachine, "203.0.113.0/24"),
            (record.Identity.Kind, record.Identity.Agent, record.Identity.Grounds, record.Address));
        Assert.Equal("110 points, threshold 100: no Accept-Language (30), no Accept-Encoding (15), Accept of a page does not name HTML (15), no Sec-Fetch headers over https (25), no Sec-CH-UA of a Chromium over https (25)", record.Identity.Detail);
        Assert.Equal("decide", Assert.Single((await Shown(gate)).GetProperty("clients").EnumerateArray()).GetProperty("mode").GetString());
        Assert.Empty(origin.Seen);
        Assert.Equal(0, gate.Store.People);
    }

    [Fact]
    public async Task Decided_it_is_limited_like_any_unknown_machine_and_a_site_that_observes_refuses_nobody()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await Start(origin, UndeclaredMode.Decide, "mode: enforce\nunknown-machines: limit 2/h");
        await using var observing = await Start(origin, UndeclaredMode.Decide, Refusing.Replace("enforce", "observe", StringComparison.Ordinal));
        using (var curl = Curl(gate))
            foreach (var status in (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests])
                Assert.Equal(status, (await curl.GetAsync("/a", Stop)).StatusCode);
        using (var curl = Curl(observing))
            Assert.Equal(HttpStatusCode.OK, (await curl.GetAsync("/a", Stop)).StatusCode);
        Assert.Equal("refused-by-terms", (await observing.Store.WaitFor(_ => true)).Reason);
    }

    [Fact]
    public async Task A_cookie_that_the_origin_set_protects_and_an_invented_one_does_not()
    {
        await using var origin = await SettingCookies();
        await using var gate = await Start(origin, UndeclaredMode.Decide);
        using var curl = Curl(gate);
        async Task<HttpStatusCode> With(string cookie)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/a");
            request.Headers.Add("Cookie", cookie);
            return (await curl.SendAsync(request, Stop)).StatusCode;
        }

        Assert.Equal(HttpStatusCode.Forbidden, await With(Cookie));
        using var person = gate.Client(TestGate.Browser);
        await person.GetAsync("/enter", Stop);
        Assert.Equal(HttpStatusCode.OK, await With("theme=dark; " + Cookie));
        Assert.True(Assert.Single((await Shown(gate)).GetProperty("clients").EnumerateArray()).GetProperty("protected").GetBoolean());
        Assert.Equal(HttpStatusCode.Forbidden, await With(Cookie + "x"));
    }

    [Fact]
    public async Task A_cookie_never_protects_a_claim_or_a_credential()
    {
        await using var origin = await SettingCookies();
        await using var gate = await Start(origin, UndeclaredMode.Show);
        using var person = gate.Client(TestGate.Browser);
        await person.GetAsync("/enter", Stop);
        foreach (var userAgent in (string[])["GPTBot/1.2", "python-requests/2"])
        {
            using var claiming = Curl(gate, userAgent);
            claiming.DefaultRequestHeaders.Add("Cookie", Cookie);
            Assert.Equal(HttpStatusCode.Forbidden, (await claiming.GetAsync("/a", Stop)).StatusCode);
        }
        using var key = Curl(gate);
        key.DefaultRequestHeaders.Add("Cookie", Cookie);
        key.DefaultRequestHeaders.Add("Gardu-Key", "gk_00000000000000000000000000000000");
        Assert.Equal(HttpStatusCode.Unauthorized, (await key.GetAsync("/a", Stop)).StatusCode);
        using var signed = Curl(gate);
        signed.DefaultRequestHeaders.Add("Cookie", Cookie);
        signed.DefaultRequestHeaders.TryAddWithoutValidation("Signature-Input", "sig=(;tag=\"web-bot-auth\"");
        Assert.NotEqual(HttpStatusCode.OK, (await signed.GetAsync("/a", Stop)).StatusCode);
    }

    [Fact]
    public async Task A_signature_that_cannot_be_checked_hides_nobody()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await Start(origin, UndeclaredMode.Decide);
        using var curl = Curl(gate);
        curl.DefaultRequestHeaders.TryAddWithoutValidation("Signature-Agent", "\"https://nobody.invalid\"");
        curl.DefaultRequestHeaders.TryAddWithoutValidation("Signature-Input", "sig=(\"@authority\" \"signature-agent\");created=1;expires=9999999999;keyid=\"x\";tag=\"web-bot-auth\"");
        curl.DefaultRequestHeaders.TryAddWithoutValidation("Signature", "sig=:AAAA:");
        Assert.NotEqual(HttpStatusCode.OK, (await curl.GetAsync("/a", Stop)).StatusCode);
    }

    [Fact]
    public async Task Trusted_addresses_are_not_looked_at()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await Start(origin, UndeclaredMode.Decide, trusted: "203.0.113.9");
        using var curl = Curl(gate);
        Assert.Equal(HttpStatusCode.OK, (await curl.GetAsync("/a", Stop)).StatusCode);
        Assert.Empty((await Shown(gate)).GetProperty("clients").EnumerateArray());
    }

    [Fact]
    public async Task A_crawler_is_found_by_its_conduct_where_its_address_is_its_own()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await Start(origin, UndeclaredMode.Decide);
        await using var behindAnUnknownProxy = await TestGate.Start(origin.Url, Refusing, undeclared: UndeclaredMode.Decide);
        Assert.Equal((30, 31), await Crawl(gate));
        Assert.Equal((50, 0), await Crawl(behindAnUnknownProxy));

        static async Task<(int Passed, int FirstRefused)> Crawl(TestGate gate)
        {
            using var crawler = Curl(gate, Firefox, "http"); // 60 points of its headers
            var (passed, first) = (0, 0);
            for (var id = 0; id < 50; id++)
                if ((await crawler.GetAsync($"/p/{id}", Stop)).IsSuccessStatusCode)
                    passed++;
                else if (first == 0)
                    first = id + 1;
            return (passed, first);
        }
    }

    [Fact]
    public async Task A_cdns_word_counts_from_a_trusted_proxy_alone()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await Start(origin, UndeclaredMode.Decide);
        await using var trustingNobody = await TestGate.Start(origin.Url, Refusing, undeclared: UndeclaredMode.Decide);
        foreach (var (at, status) in (IEnumerable<(TestGate, HttpStatusCode)>)[(gate, HttpStatusCode.Forbidden), (trustingNobody, HttpStatusCode.OK)])
        {
            using var client = Curl(at, scheme: "http");
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/a", Stop)).StatusCode);
            client.DefaultRequestHeaders.Add("cf-bot-score", "1");
            Assert.Equal(status, (await client.GetAsync("/a", Stop)).StatusCode);
        }
    }

    /// <summary>95 points without the order: this shows that the server keeps it, in both versions of HTTP.</summary>
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task The_order_of_fetch_metadata_is_seen(string version)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, Refusing, certificate: TestCertificate.Make(folder, "a.example"), undeclared: UndeclaredMode.Decide);
        using var client = gate.Client(TestGate.Browser);
        Assert.Equal(HttpStatusCode.OK, await With("Site", "Mode", "User", "Dest"));
        Assert.Equal(HttpStatusCode.Forbidden, await With("Dest", "Mode", "Site"));
        Assert.Equal(HttpStatusCode.OK, await With("Site", "Mode", "Dest"));

        async Task<HttpStatusCode> With(params string[] order)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/a") { Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            foreach (var name in order)
                request.Headers.Add("Sec-Fetch-" + name, name == "Dest" ? "document" : "none");
            return (await client.SendAsync(request, Stop)).StatusCode;
        }
    }

    [Fact]
    public void So_many_suspects_are_kept_and_no_more()
    {
        var suspects = new Gardu.Gate.Identifying.Suspects();
        var site = TestGate.SnapshotOf(new Uri("http://127.0.0.1:1"), Refusing).Sites.Sites[0];
        for (var client = 0UL; client < 1_000; client++)
            suspects.Note(client, site, default, false, new string('x', 10_000), "203.0.113.0/24", DateTimeOffset.UnixEpoch.AddSeconds(client));
        var list = suspects.List();
        Assert.Equal(Gardu.Gate.Identifying.Suspects.SuspectsMax, list.Count);
        Assert.Equal((999, 800), (list[0].LastSeen.ToUnixTimeSeconds(), list[^1].LastSeen.ToUnixTimeSeconds()));
        Assert.All(list, suspect => Assert.Equal(UsageRecord.UserAgentLengthMax, suspect.UserAgent.Length));
    }

    [Fact]
    public async Task Whom_the_cdn_doubts_in_a_crowd_answers_for_its_own_pace_alone()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await Start(origin, UndeclaredMode.Decide);
        using var crowd = Curl(gate, scheme: "http");
        crowd.DefaultRequestHeaders.Remove("Accept");
        crowd.DefaultRequestHeaders.Add("Accept", "text/html,*/*;q=0.8");
        crowd.DefaultRequestHeaders.Add("Accept-Language", "en");
        crowd.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        for (var page = 0; page < 400; page++)
            Assert.Equal(HttpStatusCode.OK, (await crowd.GetAsync($"/story/{page * 7919 % 5000}", Stop)).StatusCode);
        crowd.DefaultRequestHeaders.Add("cf-bot-score", "20");
        for (var page = 0; page < 10; page++)
            Assert.Equal(HttpStatusCode.OK, (await crowd.GetAsync($"/story/{page * 7919 % 5000}", Stop)).StatusCode);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
