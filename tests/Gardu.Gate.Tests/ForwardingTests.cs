using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Tests;

public sealed class ForwardingTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_origins_answer_reaches_a_person_unchanged()
    {
        await using var origin = await Origin.Start(context =>
        {
            context.Response.Headers["X-Own"] = "kept";
            context.Response.Headers.ETag = "\"v1\"";
            context.Response.Headers.Append("Set-Cookie", "a=1; Path=/");
            context.Response.Headers.Append("Set-Cookie", "b=2; Path=/");
            return context.Response.WriteAsync("hello");
        });
        await using var gate = await TestGate.Start(origin.Url);
        using var client = gate.Client(TestGate.Browser);
        using var answer = await client.GetAsync("/page?x=1", Stop);
        Assert.Equal("hello", await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal("kept", Assert.Single(answer.Headers.GetValues("X-Own")));
        Assert.Equal(["a=1; Path=/", "b=2; Path=/"], answer.Headers.GetValues("Set-Cookie"));
        Assert.False(answer.Headers.Contains("Gardu-Request"));
        Assert.Equal("/page?x=1", Assert.Single(origin.Seen).Target);
    }

    [Theory]
    [InlineData("/a//b/./c/../d;x=1?q=%2F%zz&r=%E3%83%84")]
    [InlineData("/%61%2e%2e%2fb")]
    [InlineData("/?")]
    public async Task The_target_reaches_the_origin_byte_for_byte(string target)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        Assert.Equal(200, await gate.StatusOf(target, TestGate.Browser));
        Assert.Equal(target, Assert.Single(origin.Seen).Target);
    }

    [Fact]
    public async Task The_host_is_kept_and_forwarded_headers_of_strangers_are_written_anew()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        await gate.Raw($"GET / HTTP/1.1\r\nHost: news.example\r\nUser-Agent: {TestGate.Browser}\r\nX-Forwarded-For: 203.0.113.9\r\n"
            + "X-Forwarded-Proto: https\r\nX-Forwarded-Prefix: /evil\r\nForwarded: for=1.2.3.4\r\nX-Real-IP: 1.2.3.4\r\nConnection: close\r\n\r\n");
        var headers = Assert.Single(origin.Seen).Headers;
        Assert.Equal("news.example", headers.Host);
        Assert.Equal("127.0.0.1", headers["X-Forwarded-For"]);
        Assert.Equal("http", headers["X-Forwarded-Proto"]);
        Assert.Equal("news.example", headers["X-Forwarded-Host"]);
        Assert.False(headers.ContainsKey("X-Forwarded-Prefix"));
        Assert.False(headers.ContainsKey("Forwarded"));
        Assert.False(headers.ContainsKey("X-Real-IP"));
        await Eventually.True(() => gate.Log.Any(line => line.Contains("trusted-proxies", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_trusted_proxy_is_believed()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, trustedProxy: "127.0.0.0/8");
        await gate.Raw("GET / HTTP/1.1\r\nHost: news.example\r\nUser-Agent: GPTBot\r\nX-Forwarded-For: 198.51.100.1, 203.0.113.9\r\n"
            + "X-Forwarded-Proto: https\r\nConnection: close\r\n\r\n");
        await gate.Raw($"GET / HTTP/1.1\r\nHost: news.example\r\nUser-Agent: {TestGate.Browser}\r\nX-Forwarded-For: 203.0.113.9\r\n"
            + "X-Forwarded-Proto: https\r\nConnection: close\r\n\r\n");
        Assert.Equal("203.0.113.0/24", (await gate.Store.WaitFor(_ => true)).Address);
        var headers = Assert.Single(origin.Seen).Headers;
        Assert.Equal("203.0.113.9, 127.0.0.1", headers["X-Forwarded-For"]);
        Assert.Equal("https", headers["X-Forwarded-Proto"]);
        Assert.DoesNotContain(gate.Log, line => line.Contains("trusted-proxies", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_trusted_proxy_says_besides_is_kept()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, trustedProxy: "127.0.0.0/8");
        await gate.Raw($"GET / HTTP/1.1\r\nHost: inner.example\r\nUser-Agent: {TestGate.Browser}\r\nX-Forwarded-Host: outer.example\r\nX-Forwarded-Port: 8443\r\nX-Real-IP: 203.0.113.9\r\nConnection: close\r\n\r\n");
        var headers = Assert.Single(origin.Seen).Headers;
        string[] names = ["X-Forwarded-Host", "X-Forwarded-Port", "X-Real-IP", "X-Forwarded-For"];
        Assert.Equal(["outer.example", "8443", "203.0.113.9", "127.0.0.1"], names.Select(name => headers[name].ToString()));
    }

    [Theory]
    [InlineData("X_Forwarded_For: 8.8.8.8")]
    [InlineData("x-forwarded_proto: https")]
    [InlineData("X-Original-URL: /members/")]
    [InlineData("X-Rewrite-Url: /members/")]
    public async Task What_an_origin_may_take_for_a_proxys_word_is_removed(string header)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        await gate.Raw($"GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: {TestGate.Browser}\r\n{header}\r\nConnection: close\r\n\r\n");
        Assert.DoesNotContain(Assert.Single(origin.Seen).Headers, entry => entry.Value == header.Split(": ")[1]);
    }

    [Fact]
    public async Task What_belongs_to_a_connection_by_its_own_word_stays_there()
    {
        await using var origin = await Origin.Start(context =>
        {
            context.Response.Headers.Connection = "X-Hop";
            context.Response.Headers["X-Hop"] = "1";
            context.Response.Headers["X-Kept"] = "1";
            return context.Response.WriteAsync("hello");
        });
        await using var gate = await TestGate.Start(origin.Url);
        var answer = await gate.Raw($"GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: {TestGate.Browser}\r\nConnection: X-Secret, Host\r\nX-Secret: 1\r\nX-Kept: 1\r\n\r\n"
            + $"GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: {TestGate.Browser}\r\nConnection: close\r\n\r\n");
        var headers = origin.Seen.First().Headers;
        Assert.Equal(("a", "", "1"), (headers.Host.ToString(), headers["X-Secret"].ToString(), headers["X-Kept"].ToString()));
        Assert.Contains("X-Kept: 1", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Hop", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Octets_of_headers_pass_both_ways_as_they_are()
    {
        const string latin = "a\u00f1o \u00c5\u00bc"; // a Latin-1 letter, and UTF-8 as octets
        await using var origin = await Origin.Start(
            context =>
            {
                context.Response.Headers.ContentDisposition = $"attachment; filename=\"{latin}\"";
                context.Response.Headers.Location = "/caf\u00c3\u00a9";
                return context.Response.WriteAsync("hello");
            },
            latinHeaders: true);
        await using var gate = await TestGate.Start(origin.Url);
        var answer = await gate.Raw($"GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: {TestGate.Browser}\r\nCookie: name={latin}\r\nReferer: http://a/{latin}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains($"filename=\"{latin}\"", answer, StringComparison.Ordinal);
        Assert.Contains("Location: /caf\u00c3\u00a9\r\n", answer, StringComparison.Ordinal);
        var headers = Assert.Single(origin.Seen).Headers;
        Assert.Equal(($"name={latin}", $"http://a/{latin}"), (headers.Cookie.ToString(), headers.Referer.ToString()));
    }

    [Theory]
    [InlineData("news.example", "xn--mller-kva.example", 421)]
    [InlineData("xn--mller-kva.example", "xn--mller-kva.example", 200)]
    [InlineData("xn--mller-kva.example", "XN--MLLER-KVA.example.:80", 200)]
    [InlineData("*", "xn--zz.h.example", 200)]
    [InlineData("*.h.example", "xn--zz.h.example:8402", 200)]
    [InlineData("*", "a_b-c.example", 200)]
    [InlineData("[::1]", "[::1]:80", 200)]
    public async Task A_host_is_found_and_kept_as_it_is_written(string site, string host, int status)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, host: site);
        var answer = await gate.Raw($"GET / HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {TestGate.Browser}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        if (status == 200)
            Assert.Equal(host, Assert.Single(origin.Seen).Headers.Host.ToString());
    }

    [Theory]
    [InlineData("Bearer  gk_x", "")]
    [InlineData("Bearer\tgk_x", "")]
    [InlineData("License\tabc", "")]
    [InlineData("License", "")]
    [InlineData("payment", "")]
    [InlineData("Basic abc\r\nAuthorization: Bearer gk_secret", "Basic abc")]
    [InlineData("Bearer gk_secret\r\nAuthorization: Basic abc", "Basic abc")]
    [InlineData("Licensed abc", "Licensed abc")]
    [InlineData("Bearer abc gk_", "Bearer abc gk_")]
    public async Task Of_several_credentials_or_odd_spellings_only_the_gates_own_are_left_out(string authorization, string passed)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, TestGate.Observed);
        await gate.Raw($"GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: {TestGate.Browser}\r\nAuthorization: {authorization}\r\nConnection: close\r\n\r\n");
        Assert.Equal(passed, Assert.Single(origin.Seen).Headers.Authorization.ToString());
    }

    [Theory]
    [InlineData("Bearer gk_abc", false)]
    [InlineData("License abc", false)]
    [InlineData("Payment abc", false)]
    [InlineData("Bearer abc", true)]
    [InlineData("Basic YTpi", true)]
    public async Task Credentials_of_the_gates_own_do_not_reach_the_origin_and_others_do(string authorization, bool passes)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, TestGate.Observed);
        using var client = gate.Client(TestGate.Browser);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await client.GetAsync("/", Stop);
        Assert.Equal(passes ? authorization : "", Assert.Single(origin.Seen).Headers.Authorization.ToString());
    }

    [Fact]
    public async Task Head_ranges_and_conditions_work_through_the_gate()
    {
        var bytes = RandomNumberGenerator.GetBytes(10_000);
        await using var origin = await Origin.Start(context =>
            Results.Bytes(bytes, "application/octet-stream", enableRangeProcessing: true, entityTag: new("\"v1\"")).ExecuteAsync(context));
        await using var gate = await TestGate.Start(origin.Url);
        using var client = gate.Client(TestGate.Browser);

        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/f"), Stop);
        Assert.Equal(10_000, head.Content.Headers.ContentLength);

        using var part = new HttpRequestMessage(HttpMethod.Get, "/f") { Headers = { Range = new RangeHeaderValue(100, 199) } };
        using var partial = await client.SendAsync(part, Stop);
        Assert.Equal(HttpStatusCode.PartialContent, partial.StatusCode);
        Assert.Equal(bytes[100..200], await partial.Content.ReadAsByteArrayAsync(Stop));

        using var again = new HttpRequestMessage(HttpMethod.Get, "/f") { Headers = { IfNoneMatch = { new EntityTagHeaderValue("\"v1\"") } } };
        using var unchanged = await client.SendAsync(again, Stop);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task An_upload_streams_to_the_origin_without_being_held()
    {
        const int size = 64 * 1024 * 1024;
        await using var origin = await Origin.Start(async context =>
        {
            var hash = await SHA256.HashDataAsync(context.Request.Body, context.RequestAborted);
            await context.Response.WriteAsync(Convert.ToHexString(hash));
        });
        await using var gate = await TestGate.Start(origin.Url);
        using var client = gate.Client(TestGate.Browser);
        var bytes = RandomNumberGenerator.GetBytes(size);
        using var answer = await client.PostAsync("/upload", new ByteArrayContent(bytes), Stop);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(bytes)), await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Expect_100_continue_is_answered_only_when_the_body_is_wanted()
    {
        await using var origin = await Origin.Start(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync(await reader.ReadToEndAsync());
        });
        await using var gate = await TestGate.Start(origin.Url);
        using var client = gate.Client(TestGate.Browser);
        client.DefaultRequestHeaders.ExpectContinue = true;
        using var answer = await client.PostAsync("/", new StringContent("body"), Stop);
        Assert.Equal("body", await answer.Content.ReadAsStringAsync(Stop));

        var refused = await gate.Raw("POST / HTTP/1.1\r\nHost: a\r\nUser-Agent: GPTBot\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 403", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_sent_events_arrive_one_by_one()
    {
        var proceed = new SemaphoreSlim(0);
        await using var origin = await Origin.Start(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            for (var i = 0; i < 3; i++)
            {
                await context.Response.WriteAsync($"data: {i}\n\n");
                await context.Response.Body.FlushAsync();
                await proceed.WaitAsync(context.RequestAborted);
            }
        });
        await using var gate = await TestGate.Start(origin.Url);
        foreach (var userAgent in new[] { TestGate.Browser, "Googlebot/2.1" })
        {
            using var client = gate.Client(userAgent);
            using var stream = new StreamReader(await client.GetStreamAsync("/events", Stop));
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal($"data: {i}", await stream.ReadLineAsync(Stop));
                Assert.Equal("", await stream.ReadLineAsync(Stop));
                proceed.Release();
            }
        }
        Assert.Equal(27, (await gate.Store.WaitFor(record => record.Identity.Agent == "Googlebot")).Bytes);
    }

    [Fact]
    public async Task WebSockets_pass_both_ways()
    {
        await using var origin = await Origin.Start(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[1024];
            var received = await socket.ReceiveAsync(buffer, context.RequestAborted);
            await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Text, true, context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        });
        await using var gate = await TestGate.Start(origin.Url);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("User-Agent", TestGate.Browser);
        await socket.ConnectAsync(new UriBuilder(gate.Url) { Scheme = "ws" }.Uri, Stop);
        await socket.SendAsync(Encoding.UTF8.GetBytes("echo"), WebSocketMessageType.Text, true, Stop);
        var buffer = new byte[1024];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), Stop);
        Assert.Equal("echo", Encoding.UTF8.GetString(buffer, 0, received.Count));
    }

    [Fact]
    public async Task An_origin_that_is_down_gives_a_clean_502_to_people_and_machines()
    {
        var gone = await Origin.Hello();
        await gone.DisposeAsync();
        await using var gate = await TestGate.Start(gone.Url);
        foreach (var userAgent in new[] { TestGate.Browser, "Googlebot/2.1" })
        {
            using var client = gate.Client(userAgent);
            using var answer = await client.GetAsync("/", Stop);
            Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
            Assert.Contains("does not answer", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
        Assert.Equal(502, (await gate.Store.WaitFor(_ => true)).Status);
    }

    [Fact]
    public async Task A_slow_origin_gives_a_clean_504()
    {
        await using var origin = await Origin.Start(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var gate = await TestGate.Start(origin.Url, timeout: TimeSpan.FromMilliseconds(300));
        using var client = gate.Client(TestGate.Browser);
        using var answer = await client.GetAsync("/", Stop);
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Contains("took too long", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_origin_that_breaks_off_breaks_off_for_the_client_too()
    {
        await using var origin = await Origin.Start(async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        await using var gate = await TestGate.Start(origin.Url);
        using var client = gate.Client(TestGate.Browser);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetStringAsync("/", Stop));
    }

    [Fact]
    public async Task The_record_says_what_was_sent_and_not_what_was_promised()
    {
        var arrived = new TaskCompletionSource();
        await using var origin = await Origin.Start(async context =>
        {
            context.Response.Headers["Gardu-Request"] = "req_fake";
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            await arrived.Task;
            context.Abort();
        });
        await using var gate = await TestGate.Start(origin.Url);
        using var client = gate.Client("Googlebot/2.1");
        using var answer = await client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, Stop);
        await using var body = await answer.Content.ReadAsStreamAsync(Stop);
        await body.ReadExactlyAsync(new byte[4], Stop);
        arrived.SetResult();
        await Assert.ThrowsAnyAsync<IOException>(async () => await body.ReadExactlyAsync(new byte[4], Stop));
        var record = await gate.Store.WaitFor(_ => true);
        Assert.Equal((200, 4), (record.Status, record.Bytes));
        Assert.Equal(record.Id.ToString(), Assert.Single(answer.Headers.GetValues("Gardu-Request")));
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_the_clients_fault()
    {
        await using var origin = await Origin.Start(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            await context.Response.WriteAsync("hello");
        });
        await using var gate = await TestGate.Start(origin.Url);
        var answer = await gate.Raw($"POST / HTTP/1.1\r\nHost: a\r\nUser-Agent: {TestGate.Browser}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nbody\r\n0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(gate.Log, line => line.Contains("failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_machines_WebSocket_is_recorded_with_the_status_it_was_given()
    {
        await using var origin = await Origin.Start(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.ReceiveAsync(new byte[16], context.RequestAborted);
        });
        await using var gate = await TestGate.Start(origin.Url);
        using (var socket = new ClientWebSocket())
        {
            socket.Options.SetRequestHeader("User-Agent", "Googlebot/2.1");
            await socket.ConnectAsync(new UriBuilder(gate.Url) { Scheme = "ws" }.Uri, Stop);
            socket.Abort();
        }
        Assert.Equal(101, (await gate.Store.WaitFor(_ => true)).Status);
    }
}
