using System.Net;
using System.Text.Json;
using Gardu.Agents.Credentials;
using Gardu.Commerce.Licensees;
using Gardu.Terms;

namespace Gardu.Gate.Tests.Charging;

public sealed class QuotePageTests
{
    const string Page = "url=http://news.example/a";

    readonly KeySecret secret = KeySecret.New();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static async Task<(HttpStatusCode Status, string Detail)> Ask(TestGate gate, string query, string? authorization)
    {
        using var client = gate.Client("AcmeFetch/1.0");
        client.DefaultRequestHeaders.Host = "news.example";
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        if (authorization is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await client.GetAsync($"/licensing/quote?{query}", Stop);
        var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement;
        return (answer.StatusCode, said.ValueKind == JsonValueKind.Array ? said[0].GetProperty("answer").GetString()! : said.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_said_of_what_it_is()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, host: "news.example");
        var acme = new Licensee("lic_1", "Acme AI", null, default);
        gate.Keys = new IssuedKeys([new IssuedKey { Id = "key_1", Licensee = acme, Index = secret.Index, Hash = secret.Hash(), Purpose = Purpose.Search, Created = default }]);
        gate.Accounts = new AccountDirectory([new Account { Licensee = acme }]);
        Assert.Equal((HttpStatusCode.OK, "allowed-by-terms"), await Ask(gate, Page, $"Bearer {secret.Text}"));
        foreach (var authorization in (string?[])[null, "Bearer key_01a015b1e6407bbabc3e3fa05f5f5f5f"])
        {
            var (status, detail) = await Ask(gate, Page, authorization);
            Assert.Equal(HttpStatusCode.Unauthorized, status);
            Assert.Contains("prices to the licensee who would pay them", detail, StringComparison.Ordinal);
            Assert.Contains("Send your key, which begins with gk_ (key_… is only its id): Authorization: Bearer gk_…", detail, StringComparison.Ordinal);
        }
        foreach (var (query, said) in new (string, string)[]
        {
            ("", "No url is there"),
            (string.Join('&', Enumerable.Repeat(Page, 101)), "101 urls are asked about, and 100 are answered at a time."),
            ($"{Page}&url=archive", "The url with number 2 is no absolute http or https URL."),
            ("url=http://other.example/a", "The url with number 1 has a host of no site here."),
        })
        {
            var (status, detail) = await Ask(gate, query, $"Bearer {secret.Text}");
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.StartsWith(said, detail, StringComparison.Ordinal);
        }
    }
}
