using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Gardu.Testing.Live;

namespace Gardu.EndToEnd;

/// <summary>Selling over HTTP: the same as the commands, for whoever brings the operator's token.</summary>
public sealed class ApiTests : IDisposable
{
    const string Yaml = """
        plans:
          payg: {price: 0 USD/month, purposes: [ai-input, ai-train], agreement: none}
          formal: {price: 1 USD/month, purposes: [ai-input]}
        sites:
          - {host: "*", origin: "http://127.0.0.1:9", mode: enforce, terms: [{path: /, search: allow, ai-input: 0.01 USD, ai-train: refuse}]}
        """;

    static readonly string Committed = Path.GetFullPath(Path.Combine(Here(), "../../docs/reference/openapi.json"));

    readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    HttpClient Operator(GarduProcess gardu)
    {
        var client = new HttpClient { BaseAddress = new Uri(gardu.OperatorUrl, "/api/v1/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(scratch.PathOf("gardu-data/operator.token")).Trim());
        return client;
    }

    static async Task<JsonElement> Read(HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.OK)
    {
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == status, $"{answer.RequestMessage!.RequestUri}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    static async Task<JsonElement> Post(HttpClient client, string path, object body, HttpStatusCode status = HttpStatusCode.OK, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request, Stop);
        return await Read(answer, status);
    }

    static async Task<JsonElement> Get(HttpClient client, string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await client.GetAsync(path, Stop);
        return await Read(answer, status);
    }

    /// <summary>With GARDU_UPDATE=1 the description in the reference is written anew.</summary>
    [Fact]
    public async Task The_description_in_the_reference_is_what_the_gate_serves()
    {
        await using var gardu = await GarduProcess.Up(scratch, Yaml);
        using var client = Operator(gardu);
        var served = (await client.GetStringAsync("openapi.json", Stop)).TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("GARDU_UPDATE") == "1")
            await File.WriteAllTextAsync(Committed, served, Stop);
        Assert.Equal(served, await File.ReadAllTextAsync(Committed, Stop));
        var ids = JsonDocument.Parse(served).RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(operation => operation.Value.GetProperty("operationId").GetString()).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Superset(new HashSet<string?> { "licensee-add", "key-add", "agreement-accept", "plan-assign", "credit-add", "usage", "quote" }, ids.ToHashSet());
    }

    [Fact]
    public async Task What_is_sold_over_http_and_by_the_shell_is_one()
    {
        await using var gardu = await GarduProcess.Up(scratch, Yaml);
        using var client = Operator(gardu);
        var licensee = (await Post(client, "licensees", new { name = "Acme AI", email = "a@acme.example" })).GetProperty("id").GetString();
        var first = await Post(client, $"licensees/{licensee}/credit", new { amount = "25.00 USD", note = "@/etc/hostname" }, key: "\"order 7\"");
        Assert.Equal("25.000000", first.GetProperty("balance").GetString());
        Assert.Equal(first.GetRawText(), (await Post(client, $"licensees/{licensee}/credit", new { amount = "25.00 USD" }, key: "order 7")).GetRawText());
        await Post(client, $"licensees/{licensee}/credit", new { amount = "26.00 USD" }, HttpStatusCode.BadRequest, "order 7");
        await Post(client, "agreements", new { title = "Terms", versionName = "1", text = "You may read." });
        await Post(client, $"licensees/{licensee}/agreements", new { title = "Terms", by = "Ann", @for = new[] { "ai-input" }, noticeDays = 7 });
        await Post(client, $"licensees/{licensee}/plans", new { plan = "payg" });
        await Post(client, $"licensees/{licensee}/plans", new { plan = "formal", beside = true });
        await Post(client, $"licensees/{licensee}/keys", new { @for = "ai-input" });
        var quotes = await Get(client, $"licensees/{licensee}/quote?url=http://a.example/1&url=http://a.example/2&for=ai-input");
        Assert.Equal(["0.01 USD", "0.01 USD"], quotes.EnumerateArray().Select(quote => quote.GetProperty("price").GetString()));
        var credit = await Get(client, $"licensees/{licensee}/credit");
        Assert.Equal(("24.000000", "@/etc/hostname"), (credit.GetProperty("balances")[0].GetProperty("balance").GetString(), credit.GetProperty("postings")[0].GetProperty("note").GetString()));
        using (var patched = await client.PatchAsJsonAsync($"licensees/{licensee}/credit", new { floor = "-5 USD", limit = "100 USD" }, Stop))
            Assert.Equal("-5.000000", (await Read(patched)).GetProperty("balances")[0].GetProperty("floor").GetString());
        await using var shell = GarduProcess.Launch(scratch.Folder, ["licensee", "show", licensee!, "--json"]);
        Assert.Equal(0, await shell.Process.WaitForExit());
        Assert.Equal((await Get(client, $"licensees/{licensee}")).GetRawText(), JsonDocument.Parse(string.Join('\n', shell.Process.Output)).RootElement.GetRawText());
    }

    [Fact]
    public async Task What_cannot_be_done_is_a_clear_problem_and_changes_nothing()
    {
        await using var gardu = await GarduProcess.Up(scratch, Yaml);
        using var client = Operator(gardu);
        var licensee = (await Post(client, "licensees", new { name = "Acme AI" })).GetProperty("id").GetString();
        foreach (var amount in new object?[] { "1,00 USD", "1e3 USD", "-5 USD", new string('9', 400) + " USD", "5 ZZZZ", "5", "", 5, true, null, new { amount = 5 }, "0 USD" })
        {
            var problem = await Post(client, $"licensees/{licensee}/credit", new { amount }, HttpStatusCode.BadRequest);
            Assert.Equal("invalid-parameter", problem.GetProperty("reason").GetString());
        }
        await Post(client, $"licensees/{licensee}/credit", new { amount = "5 USD", data = "/tmp" }, HttpStatusCode.BadRequest);
        await Post(client, $"licensees/{licensee}/credit", new { amount = "5 USD", licensee }, HttpStatusCode.BadRequest); // given twice
        await Post(client, $"licensees/{licensee}/plans", new { plan = "none" }, HttpStatusCode.NotFound);
        await Post(client, $"licensees/{licensee}/plans", new { plan = "formal" }, HttpStatusCode.BadRequest); // no credit for its fee
        await Post(client, "agreements", new { title = "Terms", versionName = "1", file = "/etc/hostname" }, HttpStatusCode.BadRequest);
        foreach (var named in new[] { "gk_abcdefghijklmnop/usage", "lic_1/status", "lic_1/plans/gk_abcdefghijklmnop/end" })
        {
            var secret = await (named.EndsWith("usage", StringComparison.Ordinal) ? Get(client, $"licensees/{named}", HttpStatusCode.BadRequest) : Post(client, $"licensees/{named}", new { status = "gk_abcdefghijklmnop" }, HttpStatusCode.BadRequest));
            Assert.DoesNotContain("gk_abcdefgh", secret.GetRawText(), StringComparison.Ordinal);
        }
        Assert.Contains("licensee list", (await Get(client, "licensees/lic_none", HttpStatusCode.NotFound)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Array, (await Get(client, $"licensees/{licensee}/credit")).GetProperty("postings").ValueKind);
        Assert.Empty((await Get(client, $"licensees/{licensee}/credit")).GetProperty("postings").EnumerateArray());
        await Post(client, $"licensees/{licensee}/status", new { status = "suspended" });
        foreach (var (path, body) in new (string, object)[]
        {
            ("status", new { status = "bogus" }), ("status", new { status = new[] { "active", "closed" } }), ("plans", new { plan = "payg", now = "banana" }), ("plans", new { plan = "payg", now = 1 }),
            ("members", new { email = "ann@acme.example", role = "king" }), ("members", new { email = new string('a', 400) + "@acme.example" }), ("agreements", new { version = "Licence", by = "Ann" }), ("keys", new { @for = "anything" }),
        })
            await Post(client, $"licensees/{licensee}/{path}", body, HttpStatusCode.BadRequest);
        await Post(client, "agreements", new { title = "Terms", versionName = "1", text = "a\0b" }, HttpStatusCode.BadRequest);
        using (var patched = await client.PatchAsync($"licensees/{licensee}/credit", JsonContent.Create(new { floor = "-5 USD", limit = "much" }), Stop))
            await Read(patched, HttpStatusCode.BadRequest);
        var unchanged = await Get(client, $"licensees/{licensee}");
        Assert.Equal(("suspended", 0, 0, 0), (unchanged.GetProperty("status").GetString(), unchanged.GetProperty("plans").GetArrayLength(), unchanged.GetProperty("members").GetArrayLength(), unchanged.GetProperty("balances").GetArrayLength()));
        foreach (var body in new[] { "{\"amount\": \"5 USD\", \"note\": \"\\ud800\"}", "{\"\\ud800\": \"5 USD\"}", "{", "[]", "{\"amount\": \"5 USD\", \"amount\": \"6 USD\"}", "\"5 USD\"" })
        {
            using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
            using var answer = await client.PostAsync($"licensees/{licensee}/credit", content, Stop);
            await Read(answer, HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task Nobody_sells_without_the_token()
    {
        await using var gardu = await GarduProcess.Up(scratch, Yaml);
        using var client = Operator(gardu);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(scratch.PathOf("gardu-data/operator.token")));
        var token = client.DefaultRequestHeaders.Authorization!.Parameter!;
        foreach (var authorization in new[] { null, new AuthenticationHeaderValue("Bearer", token[..^1]), new AuthenticationHeaderValue("Bearer", ""), new AuthenticationHeaderValue("Basic", token) })
        {
            client.DefaultRequestHeaders.Authorization = authorization;
            await Get(client, "licensees", HttpStatusCode.Unauthorized);
            await Post(client, "licensees", new { name = "Mallory" }, HttpStatusCode.Unauthorized);
        }
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Empty((await Get(client, "licensees")).EnumerateArray());
        using var form = new StringContent("{\"name\": \"Mallory\"}"); // text/plain, as a web page may send it anywhere
        using var answer = await client.PostAsync("licensees", form, Stop);
        await Read(answer, HttpStatusCode.UnsupportedMediaType);
        await gardu.Stop();
        Assert.DoesNotContain(token, gardu.Errors, StringComparison.Ordinal);
    }
}
