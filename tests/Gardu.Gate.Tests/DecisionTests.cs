using System.Net;
using System.Text.Json;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;

namespace Gardu.Gate.Tests;

public sealed class DecisionTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refusal_is_a_page_with_the_contact_or_a_problem_by_accept()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        using var client = gate.Client("GPTBot/1.2");

        using var page = await client.GetAsync("/", Stop);
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.True(page.Headers.CacheControl?.NoStore);
        var text = await page.Content.ReadAsStringAsync(Stop);
        Assert.Contains("licensing@news.example", text, StringComparison.Ordinal);
        Assert.Contains("/licensing/reasons/refused-by-terms", text, StringComparison.Ordinal);

        client.DefaultRequestHeaders.Accept.ParseAdd("application/problem+json");
        using var answer = await client.GetAsync("/", Stop);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync(Stop));
        Assert.Equal(403, problem.RootElement.GetProperty("status").GetInt32());
        Assert.Equal("refused-by-terms", problem.RootElement.GetProperty("reason").GetString());
        Assert.Equal($"{gate.Url}licensing/reasons/refused-by-terms", problem.RootElement.GetProperty("help").GetString());
        Assert.Equal(problem.RootElement.GetProperty("help").GetString(), problem.RootElement.GetProperty("type").GetString());
        Assert.Equal(Assert.Single(answer.Headers.GetValues("Gardu-Request")), problem.RootElement.GetProperty("request").GetString());
        Assert.Empty(origin.Seen);
    }

    [Fact]
    public async Task Every_refusal_links_a_page_that_is_there()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        using var client = gate.Client("GPTBot/1.2");
        foreach (var reason in Terms.Decisions.ReasonCodes.Every)
            Assert.Contains(reason.Code, await client.GetStringAsync($"/licensing/reasons/{reason.Code}", Stop), StringComparison.Ordinal);
        Assert.Contains("refused-by-terms", await client.GetStringAsync("/licensing/reasons/", Stop), StringComparison.Ordinal);
        using var missing = await client.GetAsync("/licensing/nothing", Stop);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_price_that_nothing_pays_is_402_with_the_price()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        using var client = gate.Client("ChatGPT-User/1.0");
        using var answer = await client.GetAsync("/", Stop);
        Assert.Equal(HttpStatusCode.PaymentRequired, answer.StatusCode);
        Assert.Equal("USD 0.002", Assert.Single(answer.Headers.GetValues("crawler-price")));
        var record = await gate.Store.WaitFor(_ => true);
        Assert.Equal((Verdict.Charge, "payment-required", 402, "/ ai-input"), (record.Decision, record.Reason, record.Status, record.Rule));
    }

    [Fact]
    public async Task A_limit_lets_so_many_through_at_once_and_then_says_when_to_come_back()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, TestGate.Terms + "\nunknown-machines: limit 3/h");
        using var client = gate.Client("python-requests/2.32");
        for (var i = 0; i < 3; i++)
            Assert.Equal("hello", await client.GetStringAsync("/", Stop));
        using var answer = await client.GetAsync("/", Stop);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 3000, 3600);
        Assert.Equal(3, origin.Seen.Count);
    }

    [Fact]
    public async Task Observe_changes_nothing_and_records_what_would_have_been()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, TestGate.Terms.Replace("enforce", "observe", StringComparison.Ordinal));
        using var client = gate.Client("GPTBot/1.2");
        using var answer = await client.GetAsync("/", Stop);
        Assert.Equal("hello", await answer.Content.ReadAsStringAsync(Stop));
        Assert.False(answer.Headers.Contains("Gardu-Decision"));
        var record = await gate.Store.WaitFor(_ => true);
        Assert.Equal((Verdict.Refuse, 200, "refused-by-terms"), (record.Decision, record.Status, record.Reason));
    }

    [Fact]
    public async Task Warn_says_what_would_have_been_to_the_machine()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, TestGate.Terms.Replace("enforce", "warn", StringComparison.Ordinal));
        using var client = gate.Client("GPTBot/1.2");
        using var answer = await client.GetAsync("/", Stop);
        Assert.Equal("hello", await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal("would=refuse; reason=refused-by-terms", Assert.Single(answer.Headers.GetValues("Gardu-Decision")));
    }

    [Theory]
    [InlineData("/members/a")]
    [InlineData("//members/a")]
    [InlineData("/./members/a")]
    [InlineData("/x/../members/a")]
    [InlineData("/x/%2e%2e/members/a")]
    [InlineData("/x/%2E./members/a")]
    [InlineData("/%6dembers/a")]
    [InlineData("/members%2Fa")]
    [InlineData("/x%2F..%2Fmembers/a")]
    [InlineData("/x/%252e%252e/members/a")]
    [InlineData("/MEMBERS/a")]
    [InlineData("/Members;x=1/a")]
    [InlineData("/x/..;/members/a")]
    [InlineData("/x;/../members/a")]
    [InlineData("/x\\..\\members/a")]
    [InlineData("/x/%5c../members/a")]
    [InlineData("/robots.txt/../members/a")]
    [InlineData("/licensing%2f../members/a")]
    [InlineData("/.well-known/..%2fmembers/a")]
    [InlineData("http://a.example/members/a")]
    [InlineData("http://a.example//members/a")]
    public async Task No_spelling_of_a_path_leads_round_a_rule(string target)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        Assert.Equal(403, await gate.StatusOf(target, "Googlebot/2.1"));
        Assert.Empty(origin.Seen);
        await gate.StatusOf(target, TestGate.Browser);
        Assert.Single(origin.Seen);
    }

    [Theory]
    [InlineData("/Archive/a", 200)]
    [InlineData("/archive/a", 403)]
    [InlineData("/Archive/../a", 403)]
    public async Task A_rule_that_allows_is_read_with_its_case(string target, int status)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        Assert.Equal(status, await gate.StatusOf(target, "GPTBot"));
    }

    [Theory]
    [InlineData("/members/x#y")]
    [InlineData("/x#y")]
    public async Task An_unreadable_path_does_not_lead_round_a_rule_that_is_enforced_on_a_site_that_is_not(string target)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, "mode: observe\nterms: [{path: /members/, all: refuse, mode: enforce}]");
        Assert.Equal(400, await gate.StatusOf(target, "GPTBot"));
        Assert.Empty(origin.Seen);
    }

    [Fact]
    public async Task Gardus_own_pages_are_answered_and_recorded_like_everything_a_machine_asks_for()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        using var client = gate.Client("GPTBot/1.2");
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        using var page = await client.GetAsync("/licensing/", Stop);
        using var missing = await client.GetAsync("/licensing/nothing?x", Stop);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (page.StatusCode, missing.StatusCode));
        using var problem = JsonDocument.Parse(await missing.Content.ReadAsStreamAsync(Stop));
        Assert.Equal("not-found", problem.RootElement.GetProperty("reason").GetString());
        foreach (var answer in new[] { page, missing })
        {
            var id = Assert.Single(answer.Headers.GetValues("Gardu-Request"));
            var record = await gate.Store.WaitFor(record => record.Id.ToString() == id);
            Assert.Equal(("free-path", (int)answer.StatusCode, answer.Content.Headers.ContentLength), (record.Reason, record.Status, record.Bytes));
        }
        Assert.Empty(origin.Seen);
    }

    [Fact]
    public async Task What_is_no_path_is_400_in_every_mode_and_recorded()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, "mode: observe");
        Assert.Equal(400, await gate.StatusOf("*", "GPTBot", "OPTIONS"));
        Assert.Equal(("*", "malformed-request", 400), await gate.Store.WaitFor(_ => true) is var record ? (record.Path, record.Reason, record.Status) : default);
        Assert.Equal(400, await gate.StatusOf("*", TestGate.Browser, "OPTIONS"));
        Assert.Empty(origin.Seen);
    }

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("application/json, text/html", true)]
    [InlineData("text/html, application/json", false)]
    [InlineData("text/html;q=0.5, application/problem+json", true)]
    [InlineData("application/json;q=0.1, text/html", false)]
    [InlineData("application/json;q=0, */*", false)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false)]
    [InlineData("json", false)]
    [InlineData("application/json;q=x", true)]
    [InlineData("", false)]
    public async Task Accept_says_whether_a_refusal_is_a_problem_or_a_page(string accept, bool isProblem)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        var answer = await gate.Raw($"GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: GPTBot\r\nAccept: {accept}\r\nConnection: close\r\n\r\n");
        Assert.Contains(isProblem ? "application/problem+json" : "text/html", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1:1", 200)]
    [InlineData("[::1]", 200)]
    [InlineData("evil.example", 421)]
    [InlineData("127.0.0.1.evil.example", 421)]
    [InlineData("xn--zz.example", 421)]
    public async Task The_operators_listener_answers_no_name_that_a_web_page_could_lead_here(string host, int status)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        using var client = new HttpClient { BaseAddress = gate.OperatorUrl };
        foreach (var path in new[] { "/live", "/metrics", "/api/v1/usage" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
            using var answer = await client.SendAsync(request, Stop);
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task Two_hosts_in_one_request_are_refused()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        var answer = await gate.Raw("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Empty(origin.Seen);
    }

    [Fact]
    public async Task A_host_that_no_site_names_is_421()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, host: "news.example");
        Assert.Equal(421, await gate.StatusOf("/", TestGate.Browser));
        Assert.Empty(origin.Seen);
    }

    [Theory]
    [InlineData("/robots.txt")]
    [InlineData("/.well-known/security.txt")]
    [InlineData("/sitemap_index.xml")]
    public async Task What_a_machine_needs_in_order_to_obey_is_free(string path)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, "mode: enforce\nterms: [{path: /, all: refuse}]\nunknown-machines: refuse");
        Assert.Equal(200, await gate.StatusOf(path, "GPTBot"));
        Assert.Equal(200, await gate.StatusOf(path, "AcmeBot/1.0"));
        Assert.Equal("free-path", (await gate.Store.WaitFor(_ => true)).Reason);
    }

    [Fact]
    public async Task A_control_token_as_a_user_agent_is_spoofed()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        Assert.Equal(403, await gate.StatusOf("/", "Google-Extended"));
        Assert.Equal(Proof.Spoofed, (await gate.Store.WaitFor(_ => true)).Identity.Proof);
    }

    [Fact]
    public async Task People_are_counted_and_never_recorded()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, "mode: enforce\nterms: [{path: /, all: refuse}]\nunknown-machines: refuse");
        using var client = gate.Client(TestGate.Browser);
        for (var i = 0; i < 5; i++)
            Assert.Equal("hello", await client.GetStringAsync("/", Stop));
        await Eventually.True(() => gate.Store.People == 5);
        Assert.Equal(25, gate.Store.Minutes.Sum(minute => minute.Bytes));
        Assert.Empty(gate.Store.Records);
    }

    [Fact]
    public async Task Visitors_that_an_operators_site_sent_are_counted_for_it()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        using var client = gate.Client(TestGate.Browser);
        client.DefaultRequestHeaders.Referrer = new Uri("https://chatgpt.com/c/1");
        foreach (var path in new[] { "/article", "/", "/style.css" })
            Assert.Equal("hello", await client.GetStringAsync(path, Stop));
        await Eventually.True(() => gate.Store.People == 3);
        Assert.Equal(2, gate.Store.Minutes.Sum(minute => minute.Referrals.GetValueOrDefault("OpenAI")));
    }

    [Fact]
    public async Task A_trusted_address_is_never_a_machine()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, trusted: "127.0.0.1");
        Assert.Equal(200, await gate.StatusOf("/members/a", "GPTBot"));
    }

    [Fact]
    public async Task Heads_that_are_too_large_or_too_many_are_refused()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        var large = await gate.Raw($"GET / HTTP/1.1\r\nHost: a\r\nX-Large: {new string('x', 40_000)}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 431", large, StringComparison.Ordinal);
        var many = await gate.Raw($"GET / HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: a\r\n"))}\r\n");
        Assert.StartsWith("HTTP/1.1 431", many, StringComparison.Ordinal);
        Assert.Empty(origin.Seen);
    }

    [Fact]
    public async Task While_the_store_fails_people_and_free_traffic_go_on_and_charged_traffic_gets_503()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        gate.Store.Failing = "disk full";
        Assert.Equal(200, await gate.StatusOf("/", "Googlebot"));
        using var client = new HttpClient { BaseAddress = gate.OperatorUrl };
        var reason = "";
        await Eventually.True(() =>
        {
            using var ready = client.Send(new HttpRequestMessage(HttpMethod.Get, "/ready"), Stop);
            using var reader = new StreamReader(ready.Content.ReadAsStream(Stop));
            reason = reader.ReadToEnd();
            return ready.StatusCode == HttpStatusCode.ServiceUnavailable;
        });
        Assert.Contains("disk full", reason, StringComparison.Ordinal);
        Assert.Equal(503, await gate.StatusOf("/", "ChatGPT-User"));
        Assert.Equal(403, await gate.StatusOf("/", "GPTBot"));
        Assert.Equal(200, await gate.StatusOf("/", "Googlebot"));
        Assert.Equal(200, await gate.StatusOf("/", TestGate.Browser));

        gate.Store.Failing = null;
        await Eventually.True(() => gate.Store.Records.Count == 4);
        Assert.Equal(402, await gate.StatusOf("/", "ChatGPT-User"));
    }

    [Fact]
    public async Task A_fault_of_the_gates_own_is_a_clean_page_and_a_line_in_the_log_with_the_same_id()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        gate.Snapshot.Swap(gate.Snapshot.Value with { TrustedProxies = null! }); // which no configuration can bring about
        using var client = gate.Client("Googlebot/2.1");
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        client.DefaultRequestHeaders.Host = "news.example";
        using var answer = await client.GetAsync("/", Stop);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync(Stop));
        Assert.Equal("http://news.example/licensing/reasons/internal-error", problem.RootElement.GetProperty("help").GetString());
        var request = problem.RootElement.GetProperty("request").GetString()!;
        Assert.Contains(gate.Log, line => line.Contains(request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_operators_problems_have_a_reason_and_its_page()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        using var client = new HttpClient { BaseAddress = gate.OperatorUrl };
        foreach (var query in new[] { "limit=0", "limit=1001", "limit=abc", "after=x", "after=-1" })
        {
            using var answer = await client.GetAsync($"/api/v1/usage?{query}", Stop);
            Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync(Stop));
            Assert.Equal("invalid-parameter", problem.RootElement.GetProperty("reason").GetString());
            Assert.Contains("invalid-parameter", await client.GetStringAsync(problem.RootElement.GetProperty("help").GetString(), Stop), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_records_can_be_paged_through()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        for (var i = 0; i < 5; i++)
            await gate.StatusOf($"/{i}", "GPTBot");
        await Eventually.True(() => gate.Store.Records.Count == 5);
        using var client = new HttpClient { BaseAddress = gate.OperatorUrl };
        var paths = new List<string?>();
        for (var after = "0"; ;)
        {
            using var page = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/usage?limit=2&after={after}", Stop));
            var records = page.RootElement.GetProperty("records");
            if (records.GetArrayLength() == 0)
                break;
            paths.AddRange(records.EnumerateArray().Select(record => record.GetProperty("path").GetString()));
            after = page.RootElement.GetProperty("next").GetString()!;
        }
        Assert.Equal(["/0", "/1", "/2", "/3", "/4"], paths);
    }
}
