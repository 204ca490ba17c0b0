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
}
