using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Gardu.Testing.Live;
using Microsoft.AspNetCore.Http;

namespace Gardu.EndToEnd;

/// <summary>Buying, from the outside: what answers say was charged, and what the shell adds up.</summary>
public sealed class ChargeTests : IDisposable
{
    const string Plans = """
        plans:
          payg: {price: 0 USD/month, purposes: [ai-input, ai-train], agreement: none}
          small: {price: 5 USD/month, included: 2 requests, unit-price: 0.50 USD, cap: 3 requests, purposes: [ai-input], agreement: none}
          formal: {price: contract, purposes: [ai-input]}
          slow: {price: 0 USD/month, limit: 2/h, purposes: [ai-input], agreement: none}

        """;

    readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    Task<GarduProcess> Up(Uri origin) => GarduProcess.Up(scratch, Plans + $$"""
        sites:
          - {host: "*", origin: "{{origin}}", mode: enforce, x-rate-limit: on, terms: [{path: /, search: allow, ai-input: 0.01 USD, ai-train: refuse}]}
        """);

    async Task<JsonElement> Say(params string[] arguments)
    {
        await using var command = GarduProcess.Launch(scratch.Folder, [.. arguments, "--json"]);
        Assert.True(await command.Process.WaitForExit() == 0, command.Process.Said);
        return JsonDocument.Parse(string.Join('\n', command.Process.Output)).RootElement;
    }

    async Task<string> Fails(params string[] arguments)
    {
        await using var command = GarduProcess.Launch(scratch.Folder, arguments);
        Assert.Equal(2, await command.Process.WaitForExit());
        return command.Process.Said;
    }

    async Task<(string Licensee, HttpClient Client)> Buyer(GarduProcess gardu, string? plan, string? credit)
    {
        var licensee = (await Say("licensee", "add", "--name", "Acme AI")).GetProperty("id").GetString()!;
        if (credit is not null)
            await Say("credit", "add", licensee, credit);
        if (plan is not null)
            await Say("plan", "assign", licensee, plan);
        var secret = (await Say("key", "add", licensee, "--for", "ai-input")).GetProperty("secret").GetString()!;
        var client = gardu.Client("AcmeFetch/1.0");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        await Eventually.True(async () => await client.StatusOf("/licensing/ledger/checkpoint") == 200, "the key is known");
        return (licensee, client);
    }

    static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    static async Task<(int Status, string? Charged, string? Balance)> Get(HttpClient client, string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        change?.Invoke(request);
        using var answer = await client.SendAsync(request, Stop);
        return ((int)answer.StatusCode, Header(answer, "crawler-charged"), Header(answer, "Gardu-Balance"));
    }

    async Task<(long Charges, string Balance)> Usage(string licensee)
    {
        var usage = await Say("usage", licensee);
        return (usage.GetProperty("charges").GetInt64(), usage.GetProperty("balances")[0].GetProperty("balance").GetString()!);
    }

    static Task Answer(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        switch (request.Path.Value)
        {
            case "/tagged":
                response.Headers.ETag = "W/\"one\"";
                if (request.Headers.IfNoneMatch == "W/\"one\"")
                {
                    response.StatusCode = StatusCodes.Status304NotModified;
                    return Task.CompletedTask;
                }
                return response.WriteAsync("tagged");
            case "/dated":
                response.Headers.LastModified = "Mon, 23 Nov 2026 12:00:00 GMT";
                response.ContentLength = 5;
                return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.WriteAsync("dated");
            case "/clock":
                return response.WriteAsync(DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture));
            case "/posts":
                response.ContentType = "application/json";
                return response.WriteAsync($$"""{"data": [{"id": 1}, {"id": {{request.Query["last"]}}}, {"text": "nameless"}]}""");
            case "/text/page":
                response.ContentType = "text/html";
                return response.WriteAsync($"<style>p {{}}</style><p>{new string('a', 1_500)}   <b>b</b></p><script>alert(1)</script>");
            case "/empty":
                response.ContentLength = 0;
                return Task.CompletedTask;
            case "/gone":
                response.StatusCode = StatusCodes.Status404NotFound;
                return response.WriteAsync("gone");
            case "/broken":
                response.Headers.ETag = "\"broken\"";
                response.ContentLength = 100_000;
                return BreakOff(context);
            default:
                return response.WriteAsync("plain " + request.Path);
        }
    }

    static async Task BreakOff(HttpContext context)
    {
        await context.Response.WriteAsync("half");
        await context.Response.Body.FlushAsync();
        await Task.Delay(200); // or the system may drop with the connection what it has not sent
        context.Abort();
    }

    [Fact]
    public async Task Content_is_charged_once_to_the_unit_and_what_is_no_content_is_not()
    {
        await using var origin = await Origin.Start(Answer);
        await using var gardu = await Up(origin.Url);
        var (licensee, client) = await Buyer(gardu, "payg", "0.05 USD");
        using var first = await client.GetAsync("/tagged", Stop);
        Assert.Equal(("USD 0.01", "USD 0.04", true, true), (Header(first, "crawler-charged"), Header(first, "Gardu-Balance"), first.Headers.CacheControl!.Private, first.Headers.CacheControl.NoCache));
        using var again = await client.GetAsync("/tagged", Stop);
        Assert.Equal(("USD 0", Header(first, "Gardu-Charge")), (Header(again, "crawler-charged"), Header(again, "Gardu-Charge")));
        Assert.Equal((304, null, null), await Get(client, "/tagged", request => request.Headers.TryAddWithoutValidation("If-None-Match", "W/\"one\"")));
        Assert.Equal((200, "USD 0.01", "USD 0.03"), await Get(client, "/dated"));
        Assert.Equal((200, "USD 0", "USD 0.03"), await Get(client, "/dated"));
        Assert.Equal((200, "USD 0.01", "USD 0.02"), await Get(client, "/plain"));
        Assert.Equal((200, "USD 0", "USD 0.02"), await Get(client, "/plain", request => request.Headers.Range = new RangeHeaderValue(0, 1)));
        Assert.Equal((200, null, null), await Get(client, "/empty"));
        Assert.Equal((404, null, null), await Get(client, "/gone"));
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/dated"), Stop);
        Assert.Equal((HttpStatusCode.OK, null), (head.StatusCode, Header(head, "crawler-charged")));
        Assert.Equal((200, "USD 0.01", "USD 0.01"), await Get(client, "/clock"));
        Assert.Equal((200, "USD 0.01", "USD 0.00"), await Get(client, "/clock"));
        using var refused = await client.GetAsync("/clock", Stop);
        Assert.Equal((HttpStatusCode.PaymentRequired, "USD 0.01"), (refused.StatusCode, Header(refused, "crawler-price")));
        Assert.Equal("USD 0.00", Header(refused, "Gardu-Balance"));
        Assert.Contains("credit-used-up", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal((200, "USD 0", "USD 0.00"), await Get(client, "/tagged")); // it was paid for
        Assert.Equal((5, "0.000000"), await Usage(licensee));
        await Say("credit", "add", licensee, "1 USD");
        await Eventually.True(async () => (await Get(client, "/clock")).Status == 200, "credit counts");
        await gardu.Stop();
        var records = await Fsck();
        Assert.Contains("whole:", records, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_origin_breaks_off_is_taken_back()
    {
        await using var origin = await Origin.Start(Answer);
        await using var gardu = await Up(origin.Url);
        var (licensee, client) = await Buyer(gardu, "payg", "0.05 USD");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetAsync("/broken", Stop));
        await Eventually.True(async () => await Usage(licensee) == (0, "0.050000"), "the charge is taken back");
        using var shown = new HttpClient();
        var record = JsonDocument.Parse(await shown.GetStringAsync(new Uri(gardu.OperatorUrl, "/api/v1/usage"), Stop)).RootElement.GetProperty("records").EnumerateArray().Single(row => row.GetProperty("path").GetString() == "/broken");
        Assert.Equal(("0.010000", "requests", "terms", JsonValueKind.String), (record.GetProperty("charge").GetProperty("amount").GetString(), record.GetProperty("charge").GetProperty("unit").GetString(),
            record.GetProperty("charge").GetProperty("by").GetString(), record.GetProperty("charge").GetProperty("voided").ValueKind));
        Assert.Equal(record.GetProperty("charge").GetProperty("voided").GetString(), (await Say("explain", record.GetProperty("id").GetString()!)).GetProperty("charge").GetProperty("voided").GetString());
        await gardu.Stop();
        Assert.Contains("whole:", await Fsck(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_includes_sells_beyond_and_ends()
    {
        await using var origin = await Origin.Start(Answer);
        await using var gardu = await Up(origin.Url);
        var (licensee, client) = await Buyer(gardu, null, "5.75 USD");
        Assert.Contains("less credit than the fee", await Fails("plan", "assign", (await Say("licensee", "add", "--name", "Poor")).GetProperty("id").GetString()!, "small"), StringComparison.Ordinal);
        Assert.Equal(402, (await Get(client, "/a")).Status);
        await Say("plan", "assign", licensee, "small");
        Assert.Contains("already", await Fails("plan", "assign", licensee, "small"), StringComparison.Ordinal);
        await Eventually.True(async () => (await Get(client, "/a")).Status == 200, "the plan counts");
        Assert.Equal((200, "USD 0.00", "USD 0.75"), await Get(client, "/b"));
        Assert.Equal((200, "USD 0.50", "USD 0.25"), await Get(client, "/c"));
        using var beyond = await client.GetAsync("/d", Stop);
        Assert.Equal(HttpStatusCode.TooManyRequests, beyond.StatusCode);
        Assert.True(beyond.Headers.RetryAfter!.Delta > TimeSpan.FromDays(27));
        Assert.Matches("^\"quota\";q=3;w=2[0-9]{6}$", Header(beyond, "RateLimit-Policy")!);
        Assert.Equal($"\"quota\";r=0;t={beyond.Headers.RetryAfter.Delta!.Value.TotalSeconds}", Header(beyond, "RateLimit"));
        using var within = await client.GetAsync("/a", Stop);
        Assert.StartsWith("\"quota\";r=0;t=2", Header(within, "RateLimit")!, StringComparison.Ordinal);
        Assert.Equal(200, (await Get(client, "/a")).Status); // bought already
        var usage = await Say("usage", licensee);
        Assert.Equal((3, 3, 3), (usage.GetProperty("charges").GetInt32(), usage.GetProperty("plans")[0].GetProperty("used").GetInt32(), usage.GetProperty("plans")[0].GetProperty("cap").GetInt32()));
    }

    [Fact]
    public async Task Nothing_is_sold_without_the_agreement_and_one_that_names_it_lifts_a_refusal()
    {
        await using var origin = await Origin.Start(Answer);
        await using var gardu = await Up(origin.Url);
        var (licensee, client) = await Buyer(gardu, "formal", "1 USD");
        using (var refused = await client.GetAsync("/a", Stop))
            Assert.Contains("agreement-required", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        scratch.Write("licence.txt", "You may ground answers on it.");
        await Say("agreement", "add", "licence.txt", "--title", "News licence", "--version-name", "1");
        await Say("agreement", "accept", licensee, "News licence", "--by", "Ann Lee", "--price", "0.002 USD");
        await Eventually.True(async () => await Get(client, "/a") is (200, "USD 0.002", _), "the agreement counts");

        using var trainer = gardu.Client("AcmeFetch/1.0");
        trainer.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await Say("key", "add", licensee, "--for", "ai-train")).GetProperty("secret").GetString()!);
        await Eventually.True(async () => await trainer.StatusOf("/a") == 403, "the other key is known");
        await Say("agreement", "accept", licensee, "News licence", "--by", "Ann Lee", "--for", "ai-train", "--path", "/archive/", "--price", "0.1 USD");
        await Eventually.True(async () => await Get(trainer, "/archive/1") is (200, "USD 0.10", _), "the refusal is lifted there");
        Assert.Equal(403, (await Get(trainer, "/a")).Status);
        Assert.Equal(403, (await Get(trainer, "/archive/../a")).Status);
        var quote = await Say("quote", "--as", licensee, "--for", "ai-train", "http://any.example/archive/1", "http://any.example/a");
        Assert.Equal(quote.ToString().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal),
            (await trainer.GetStringAsync("/licensing/quote?url=http://any.example/archive/1&url=http://any.example/a", Stop)).Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(400, (await Get(trainer, "/licensing/quote?url=archive")).Status);
        Assert.Equal(401, await gardu.Client("curl/8.5.0").StatusOf("/licensing/quote?url=http://any.example/a"));
        Assert.Equal(("charged", "0.10 USD", "agreement", "refused-by-terms"), (quote[0].GetProperty("answer").GetString(), quote[0].GetProperty("price").GetString(), quote[0].GetProperty("by").GetString(), quote[1].GetProperty("answer").GetString()));
    }

    [Fact]
    public async Task A_licensee_is_limited_by_its_plan_its_own_limit_and_how_it_stands()
    {
        await using var origin = await Origin.Start(Answer);
        await using var gardu = await Up(origin.Url);
        var (slow, client) = await Buyer(gardu, "slow", "1 USD");
        foreach (var (path, status, left) in ((string, int, int)[])[("/a", 200, 1), ("/b", 200, 0), ("/c", 429, 0)])
        {
            using var answer = await client.GetAsync(path, Stop);
            Assert.Equal((status, "\"rate\";q=2;w=3600", "2", left.ToString(CultureInfo.InvariantCulture)),
                ((int)answer.StatusCode, Header(answer, "RateLimit-Policy"), Header(answer, "x-rate-limit-limit"), Header(answer, "x-rate-limit-remaining")));
            Assert.Matches($"^\"rate\";r={left};t=3[0-9]{{3}}$", Header(answer, "RateLimit")!);
            Assert.InRange(long.Parse(Header(answer, "x-rate-limit-reset")!, CultureInfo.InvariantCulture) - DateTimeOffset.UtcNow.ToUnixTimeSeconds(), 3000, 3600);
            Assert.Equal(status == 429, answer.Headers.RetryAfter is not null);
        }
        await Say("licensee", "status", slow, "suspended", "--reason", "the invoice is open");
        await Eventually.True(async () => (await Get(client, "/a")).Status == 403, "it is suspended");

        var (careful, buyer) = await Buyer(gardu, "payg", "1 USD");
        await Say("credit", "set", careful, "--limit", "0.01 USD");
        await Eventually.True(async () => (await Get(buyer, "/clock")).Status is 200 or 402, "it is served");
        await Eventually.True(async () => (await Get(buyer, "/clock")).Status == 402, "its own limit holds");
        Assert.Contains("no licensee", await Fails("credit", "add", "lic_none", "1 USD"), StringComparison.Ordinal);
        foreach (var wrong in (string[])["1,00 USD", "1e3 USD", "-5 USD", "5", "5 usd", "0 USD", new string('9', 400) + " USD"])
            Assert.Contains("is not an amount", await Fails("credit", "add", careful, "--", wrong), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_purchase_that_the_client_names_is_made_once_and_is_no_other()
    {
        await using var origin = await Origin.Start(Answer);
        await using var gardu = await Up(origin.Url);
        var (licensee, client) = await Buyer(gardu, "payg", "0.05 USD");
        async Task<(int, string?)> Send(HttpMethod method, string path, string key, string? body = null)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body) };
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            using var answer = await client.SendAsync(request, Stop);
            return ((int)answer.StatusCode, Header(answer, "crawler-charged"));
        }
        Assert.Equal((200, "USD 0.01"), await Send(HttpMethod.Get, "/plain", "one"));
        Assert.Equal((200, "USD 0"), await Send(HttpMethod.Get, "/plain", "one"));
        Assert.Equal((422, null), await Send(HttpMethod.Get, "/clock", "one"));
        Assert.Equal((200, "USD 0.01"), await Send(HttpMethod.Post, "/search", "two", "what?"));
        Assert.Equal((200, "USD 0"), await Send(HttpMethod.Post, "/search", "two", "what?"));
        Assert.Equal((422, null), await Send(HttpMethod.Post, "/search", "two", "who?"));
        Assert.Equal((400, null), await Send(HttpMethod.Get, "/clock", new string('k', 256)));
        // Without a name each is another purchase; one that the origin does not do is taken back.
        using (var answer = await client.PostAsync("/search", new StringContent("what?"), Stop))
            Assert.Equal("USD 0.01", Header(answer, "crawler-charged"));
        using (var answer = await client.PostAsync("/gone", new StringContent("what?"), Stop))
            Assert.Equal((HttpStatusCode.NotFound, null), (answer.StatusCode, Header(answer, "crawler-charged")));
        Assert.Equal((3, "0.020000"), await Usage(licensee));
    }

    [Fact]
    public async Task A_purchase_that_is_under_way_is_not_made_again_meanwhile()
    {
        var (asked, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var origin = await Origin.Start(async context =>
        {
            if (context.Request.Path == "/slow" && asked.TrySetResult())
                await go.Task;
            await Answer(context);
        });
        await using var gardu = await Up(origin.Url);
        var (licensee, client) = await Buyer(gardu, "payg", "0.05 USD");
        Task<(int, string?, string?)> Buy() => Get(client, "/slow", request => request.Headers.TryAddWithoutValidation("Idempotency-Key", "\"one\""));
        var first = Buy();
        await asked.Task.WaitAsync(Stop);
        Assert.Equal((409, null, null), await Buy());
        Assert.Equal((200, "USD 0.01", "USD 0.04"), await Get(client, "/slow")); // without the name it is another purchase
        go.SetResult();
        Assert.Equal((200, "USD 0.01", "USD 0.03"), await first);
        Assert.Equal((200, "USD 0", "USD 0.03"), await Buy());
        Assert.Equal((2, "0.030000"), await Usage(licensee));
    }

    [Fact]
    public async Task A_licensee_that_is_erased_while_it_reads_buys_nothing_more_and_its_entries_stay_whole()
    {
        await using var origin = await Origin.Start(Answer);
        await using var gardu = await Up(origin.Url);
        var (licensee, client) = await Buyer(gardu, "payg", "100 USD");
        var (reading, bought) = (true, 0);
        var buyers = Enumerable.Range(0, 4).Select(async buyer =>
        {
            for (var i = 0; Volatile.Read(ref reading); i++)
            {
                var (status, _, _) = await Get(client, $"/{buyer}/{i}");
                Assert.True(status is 200 or 401, $"an erased licensee got {status}");
                Interlocked.Add(ref bought, status == 200 ? 1 : 0);
            }
        }).ToArray();
        await Eventually.True(() => Volatile.Read(ref bought) > 50, "it buys");
        await Say("ledger", "erase", "--licensee", licensee, "--yes");
        await Eventually.True(async () => (await Get(client, "/plain")).Status == 401, "its key holds no longer");
        var before = Volatile.Read(ref bought);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => Assert.Equal(401, (await Get(client, $"/late/{i}")).Status)));
        Volatile.Write(ref reading, false);
        await Task.WhenAll(buyers);
        Assert.InRange(Volatile.Read(ref bought), before, before + buyers.Length); // those under way
        await gardu.Stop();
        Assert.Contains("whole:", await Fsck(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_are_charged_once_by_their_id_and_text_by_its_size()
    {
        await using var origin = await Origin.Start(Answer);
        await using var gardu = await GarduProcess.Up(scratch, Plans + $$"""
            sites:
              - host: "*"
                origin: "{{origin.Url}}"
                mode: enforce
                records: {at: "$.data[*]", id: "$.data[*].id"}
                terms: [{path: /posts, ai-input: 0.01 USD per record}, {path: /text/, ai-input: 0.1 USD per kB}, {path: /plain, ai-input: 0.01 USD per record}]
            """);
        var (licensee, client) = await Buyer(gardu, "payg", "1 USD");
        Assert.Equal((200, "USD 0.03", "USD 0.97"), await Get(client, "/posts?last=2"));
        Assert.Equal((200, "USD 0", "USD 0.97"), await Get(client, "/posts?last=2"));
        Assert.Equal((200, "USD 0.02", "USD 0.95"), await Get(client, "/posts?last=3")); // the first is known, the nameless one is not
        Assert.Equal((200, "USD 0.20", "USD 0.75"), await Get(client, "/text/page"));
        using var plain = await client.GetAsync("/plain", Stop);
        Assert.Equal(HttpStatusCode.BadGateway, plain.StatusCode);
        Assert.Contains("cannot-be-metered", await plain.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        var (_, poor) = await Buyer(gardu, "payg", "0.02 USD");
        using (var dear = await poor.GetAsync("/posts?last=2", Stop))
            Assert.Equal((HttpStatusCode.PaymentRequired, "USD 0.03", "USD 0.02"), (dear.StatusCode, Header(dear, "crawler-price"), Header(dear, "Gardu-Balance"))); // what all of it costs
        var lines = (await Say("usage", licensee)).GetProperty("lines").EnumerateArray().Select(line => (line.GetProperty("unit").GetString(), line.GetProperty("units").GetInt32()));
        Assert.Equal([("kB", 2), ("records", 5)], lines.Order());
    }

    async Task<string> Fsck()
    {
        await using var command = GarduProcess.Launch(scratch.Folder, ["ledger", "fsck"]);
        await command.Process.WaitForExit();
        return command.Process.Said;
    }
}
