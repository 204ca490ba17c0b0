using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Gardu.Testing.Live;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gardu.EndToEnd;

/// <summary>Answers and requests that are made to be charged wrongly: nothing that is charged, and content that is not.</summary>
public sealed class ChargeEdgeTests : IDisposable
{
    const string Yaml = """
        plans:
          payg: {price: 0 USD/month, purposes: [ai-input, ai-train], agreement: none}
        sites:
          - {host: "*", origin: "ORIGIN", mode: enforce, terms: [{path: /, search: allow, ai-input: 0.01 USD, ai-train: 0.50 USD}]}
        """;

    readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    async Task<JsonElement> Say(params string[] arguments)
    {
        await using var command = GarduProcess.Launch(scratch.Folder, [.. arguments, "--json"]);
        Assert.True(await command.Process.WaitForExit() == 0, command.Process.Said);
        return JsonDocument.Parse(string.Join('\n', command.Process.Output)).RootElement;
    }

    /// <summary>A licensee with a dollar and a key for each of two purposes.</summary>
    async Task<(string Licensee, string Input, string Train)> Buyer(GarduProcess gardu)
    {
        var licensee = (await Say("licensee", "add", "--name", "Acme AI")).GetProperty("id").GetString()!;
        await Say("credit", "add", licensee, "1 USD");
        await Say("plan", "assign", licensee, "payg");
        var (input, train) = (await Key("ai-input"), await Key("ai-train"));
        await Eventually.True(async () => await ClientOf(gardu, train).StatusOf("/licensing/ledger/checkpoint") == 200, "the keys are known");
        return (licensee, input, train);

        async Task<string> Key(string purpose) => (await Say("key", "add", licensee, "--for", purpose)).GetProperty("secret").GetString()!;
    }

    static HttpClient ClientOf(GarduProcess gardu, string key)
    {
        var client = gardu.Client("AcmeFetch/1.0");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    async Task<string> BalanceOf(string licensee) => (await Say("credit", "list", licensee)).GetProperty("balances")[0].GetProperty("balance").GetString()!;

    static async Task Answer(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
        {
            response.Headers.Upgrade = "websocket";
            await using var both = await upgrade.UpgradeAsync();
            await both.WriteAsync("content"u8.ToArray());
            return;
        }
        if (int.TryParse(request.Path.Value!.TrimStart('/'), out var status))
        {
            response.StatusCode = status;
            response.ContentType = "text/event-stream";
            return;
        }
        if (request.Path.Value.EndsWith("tagged", StringComparison.Ordinal))
            response.Headers.ETag = "\"one\"";
        if (request.Path.StartsWithSegments("/empty"))
            await response.Body.FlushAsync(); // chunked: its head has no length
        else
            await response.WriteAsync("content");
    }

    [Theory]
    [InlineData("/404")] // an event stream that is none
    [InlineData("/204")]
    [InlineData("/304")]
    [InlineData("/302")]
    [InlineData("/empty")]
    [InlineData("/empty/tagged")]
    public async Task What_has_nothing_in_it_is_not_charged_though_its_head_does_not_say_so(string path)
    {
        await using var origin = await Origin.Start(Answer);
        await using var gardu = await GarduProcess.Up(scratch, Yaml.Replace("ORIGIN", origin.Url.ToString(), StringComparison.Ordinal));
        var (licensee, key, _) = await Buyer(gardu);
        using var client = ClientOf(gardu, key);
        await client.StatusOf(path);
        await Eventually.True(async () => await BalanceOf(licensee) == "1.000000", "nothing is charged for it");
        Assert.Equal(200, await client.StatusOf("/tagged"));
        Assert.Equal("0.990000", await BalanceOf(licensee));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("OPTIONS")]
    public async Task A_connection_that_becomes_another_protocols_is_charged_by_whatever_method_it_is_asked_for(string method)
    {
        await using var origin = await Origin.Start(Answer);
        await using var gardu = await GarduProcess.Up(scratch, Yaml.Replace("ORIGIN", origin.Url.ToString(), StringComparison.Ordinal));
        var (licensee, key, _) = await Buyer(gardu);
        using var client = new TcpClient();
        await client.ConnectAsync(gardu.Url.Host, gardu.Url.Port, Stop);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{method} /feed HTTP/1.1\r\nHost: any.example\r\nAuthorization: Bearer {key}\r\n"
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"), Stop);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answer = await reader.ReadToEndAsync(Stop);
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        Assert.EndsWith("content", answer, StringComparison.Ordinal);
        Assert.Equal("0.990000", await BalanceOf(licensee));
    }

    [Fact]
    public async Task A_client_that_hangs_up_before_its_content_is_counted_pays_nothing_and_is_no_failure_of_the_origin()
    {
        var asked = new TaskCompletionSource();
        await using var origin = await Origin.Start(async context =>
        {
            await context.Response.WriteAsync("half"); // no validator: it has to come whole
            await context.Response.Body.FlushAsync();
            if (context.Request.Path == "/page")
                asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var gardu = await GarduProcess.Up(scratch, Yaml.Replace("ORIGIN", origin.Url.ToString(), StringComparison.Ordinal));
        var (licensee, key, _) = await Buyer(gardu);
        using var client = ClientOf(gardu, key);
        using var hangUp = new CancellationTokenSource();
        var getting = client.GetAsync("/page", hangUp.Token);
        await asked.Task.WaitAsync(Stop);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => getting);
        await Eventually.True(async () => (await gardu.Usage()).Any(entry => entry.Path == "/page"), "it is recorded");
        Assert.Equal(499, (await gardu.Usage()).Single(entry => entry.Path == "/page").Status);
        Assert.Equal("1.000000", await BalanceOf(licensee));
    }

    [Fact]
    public async Task What_was_named_for_a_cheap_purpose_is_not_paid_for_a_dear_one()
    {
        await using var origin = await Origin.Start(Answer);
        await using var gardu = await GarduProcess.Up(scratch, Yaml.Replace("ORIGIN", origin.Url.ToString(), StringComparison.Ordinal));
        var (licensee, input, train) = await Buyer(gardu);
        async Task<int> Buy(string key)
        {
            using var client = ClientOf(gardu, key);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/page");
            request.Headers.TryAddWithoutValidation("Idempotency-Key", "one");
            using var answer = await client.SendAsync(request, Stop);
            return (int)answer.StatusCode;
        }
        Assert.Equal((200, 200, 422), (await Buy(input), await Buy(input), await Buy(train)));
        Assert.Equal("0.990000", await BalanceOf(licensee));
    }

    [Fact]
    public async Task What_is_named_is_free_again_without_credit_and_changed_content_is_another_purchase()
    {
        var version = "\"one\"";
        await using var origin = await Origin.Start(async context =>
        {
            context.Response.Headers.ETag = version;
            await context.Response.WriteAsync("content");
        });
        await using var gardu = await GarduProcess.Up(scratch, Yaml.Replace("ORIGIN", origin.Url.ToString(), StringComparison.Ordinal));
        var (licensee, _, train) = await Buyer(gardu);
        async Task<int> Buy(string path, string name)
        {
            using var client = ClientOf(gardu, train);
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Idempotency-Key", name);
            using var answer = await client.SendAsync(request, Stop);
            return (int)answer.StatusCode;
        }
        Assert.Equal((200, 200), (await Buy("/a", "one"), await Buy("/b", "\"two\"")));
        Assert.Equal("0.000000", await BalanceOf(licensee));
        Assert.Equal((200, 200, 402), (await Buy("/a", "one"), await Buy("/b", "two"), await Buy("/c", "three")));
        version = "\"two\"";
        Assert.Equal(422, await Buy("/a", "one"));
        Assert.Equal("0.000000", await BalanceOf(licensee));
    }

    [Theory]
    [InlineData("POST /page HTTP/1.1\r\nIdempotency-Key: one\r\nTransfer-Encoding: chunked\r\n", "no length\r\n", 400)]
    [InlineData("head /page HTTP/1.1\r\n", "", 400)]
    [InlineData("GET /tagged HTTP/1.1\r\nRange: bytes=0-1,3-4\r\nIf-Range: \"one\"\r\n", "", 200)] // the whole
    [InlineData("GET /tagged HTTP/1.1\r\nRange: bytes=0-1\r\nIf-Range: \"one\"\r\n", "", 206)]
    public async Task Odd_requests_get_a_clear_answer(string head, string body, int expected)
    {
        await using var origin = await Origin.Start(async context =>
        {
            if (!context.Request.Headers.ContainsKey("Range"))
            {
                await Answer(context);
                return;
            }
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.Headers.ETag = "\"one\"";
            context.Response.Headers.ContentRange = "bytes 0-1/7";
            await context.Response.WriteAsync("co");
        });
        await using var gardu = await GarduProcess.Up(scratch, Yaml.Replace("ORIGIN", origin.Url.ToString(), StringComparison.Ordinal));
        var (licensee, key, _) = await Buyer(gardu);
        using var client = new TcpClient();
        await client.ConnectAsync(gardu.Url.Host, gardu.Url.Port, Stop);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}Host: any.example\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n\r\n{body}"), Stop);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.StartsWith($"HTTP/1.1 {expected} ", await reader.ReadToEndAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(expected < 300 ? "0.990000" : "1.000000", await BalanceOf(licensee));
    }

    [Fact]
    public async Task An_origin_that_falls_silent_while_its_answer_is_counted_is_given_up()
    {
        await using var origin = await Origin.Start(async context =>
        {
            await context.Response.WriteAsync("half"); // no validator: it has to come whole
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var gardu = await GarduProcess.Up(scratch, Yaml.Replace("ORIGIN", origin.Url + "\", timeout: \"1 s", StringComparison.Ordinal));
        var (licensee, key, _) = await Buyer(gardu);
        using var client = ClientOf(gardu, key);
        Assert.Equal(504, await client.StatusOf("/page"));
        Assert.Equal("1.000000", await BalanceOf(licensee));
    }

    [Theory]
    [InlineData(0, "1.000000")] // the origin's failure
    [InlineData(6, "0.990000")] // nobody read, and the origin had enough
    public async Task Who_keeps_the_origin_waiting_until_it_breaks_off_has_bought(int seconds, string balance)
    {
        var breakOff = new TaskCompletionSource();
        await using var origin = await Origin.Start(async context =>
        {
            context.Response.Headers.ETag = "\"one\"";
            var part = new byte[1024 * 1024];
            await context.Response.Body.WriteAsync(part);
            var writing = seconds == 0 ? Task.CompletedTask : Task.Run(async () =>
            {
                while (!breakOff.Task.IsCompleted)
                    await context.Response.Body.WriteAsync(part, context.RequestAborted);
            });
            await breakOff.Task;
            context.Abort();
            await writing.ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var gardu = await GarduProcess.Up(scratch, Yaml.Replace("ORIGIN", origin.Url.ToString(), StringComparison.Ordinal));
        var (licensee, key, _) = await Buyer(gardu);
        using var client = ClientOf(gardu, key);
        using var answer = await client.GetAsync("/page", HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Task.Delay(TimeSpan.FromSeconds(seconds), Stop);
        breakOff.SetResult();
        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsByteArrayAsync(Stop));
        await Eventually.True(async () => (await gardu.Usage()).Any(entry => entry.Path == "/page"), "it is recorded");
        await Eventually.True(async () => await BalanceOf(licensee) == balance, "it is charged as it should be");
    }
}
