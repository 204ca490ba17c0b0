using System.Net;
using Gardu.Agents.Credentials;
using Gardu.Gate.Recording;
using Gardu.Terms;
using Gardu.Terms.Identities;

namespace Gardu.Gate.Tests.Identifying;

public sealed class CredentialTests
{
    static readonly Licensee Acme = new("lic_1", "Acme AI", null, default);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    readonly KeySecret secret = KeySecret.New();

    IssuedKey Key(Purpose? purpose = Purpose.Search, string[]? sites = null, DateTimeOffset? expires = null) => new()
    {
        Id = "key_1", Licensee = Acme, Index = secret.Index, Hash = secret.Hash(), Purpose = purpose, Sites = sites ?? [], Created = default, Expires = expires,
    };

    static async Task<(HttpResponseMessage Answer, UsageRecord Record)> Ask(
        TestGate gate, string path = "/", string userAgent = "python-requests/2", string? authorization = null, string? key = null)
    {
        using var client = gate.Client(userAgent);
        if (authorization is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        if (key is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Gardu-Key", key);
        var before = gate.Store.Records.Count;
        var answer = await client.GetAsync(path, Stop);
        await gate.Store.WaitFor(_ => gate.Store.Records.Count > before);
        return (answer, gate.Store.Records[^1]);
    }

    [Theory]
    [InlineData(TestGate.Browser)]
    [InlineData("GPTBot/1.2")]
    [InlineData("python-requests/2")]
    public async Task A_key_says_whose_request_it_is_and_what_for_whatever_the_user_agent(string userAgent)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        gate.Keys = new IssuedKeys([Key()]);
        var (answer, record) = await Ask(gate, userAgent: userAgent, authorization: $"Bearer {secret.Text}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(new AgentIdentity(RequesterKind.Agent, "lic_1", "Acme AI", Purpose.Search, Proof.Credential, ProofReasons.KeyAccepted) { Licensee = "lic_1", Key = "key_1" }, record.Identity);
        Assert.Equal("", Assert.Single(origin.Seen).Headers.Authorization.ToString());
    }

    [Fact]
    public async Task Its_own_header_leaves_Authorization_to_the_origin_and_never_reaches_it()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        gate.Keys = new IssuedKeys([Key()]);
        var (answer, record) = await Ask(gate, authorization: "Basic YTpi", key: secret.Text);
        Assert.Equal((HttpStatusCode.OK, Proof.Credential), (answer.StatusCode, record.Identity.Proof));
        var seen = Assert.Single(origin.Seen).Headers;
        Assert.Equal("Basic YTpi", seen.Authorization.ToString());
        Assert.False(seen.ContainsKey("Gardu-Key"));
    }

    [Fact]
    public async Task A_key_without_a_purpose_is_decided_as_the_strictest_of_AI()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        gate.Keys = new IssuedKeys([Key(purpose: null)]);
        var (answer, record) = await Ask(gate, key: secret.Text);
        Assert.Equal((HttpStatusCode.Forbidden, "/ ai-train"), (answer.StatusCode, record.Rule));
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("revoked")]
    [InlineData("unknown")]
    [InlineData("no key at all")]
    [InlineData("two keys")]
    public async Task One_that_does_not_hold_is_401_on_every_path_but_the_free_ones(string fault)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        gate.Keys = new IssuedKeys(fault switch
        {
            "expired" => [Key(expires: DateTimeOffset.UtcNow.AddSeconds(-1))],
            "revoked" => [Key() with { Revoked = DateTimeOffset.UtcNow }],
            "unknown" => [],
            _ => [Key()],
        });
        var sent = fault == "no key at all" ? "gk_nonsense" : secret.Text;
        var second = fault == "two keys" ? KeySecret.New().Text : null;
        foreach (var userAgent in (string[])[TestGate.Browser, "Googlebot/2.1"])
        {
            var (answer, record) = await Ask(gate, "/Archive/", userAgent, $"Bearer {sent}", second);
            Assert.Equal((HttpStatusCode.Unauthorized, "credential-invalid"), (answer.StatusCode, record.Reason));
            Assert.Equal("Bearer realm=\"gardu\", error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString());
        }
        Assert.Empty(origin.Seen);
        Assert.Equal(HttpStatusCode.OK, (await Ask(gate, "/.well-known/security.txt", "Googlebot/2.1", $"Bearer {sent}", second)).Answer.StatusCode);
    }

    [Fact]
    public async Task One_for_another_site_is_403()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, host: "127.0.0.1");
        gate.Keys = new IssuedKeys([Key(sites: ["other.example"])]);
        var (answer, record) = await Ask(gate, key: secret.Text);
        Assert.Equal((HttpStatusCode.Forbidden, "credential-out-of-scope"), (answer.StatusCode, record.Reason));
        gate.Keys = new IssuedKeys([Key(sites: ["other.example", "127.0.0.1"])]);
        Assert.Equal(HttpStatusCode.OK, (await Ask(gate, key: secret.Text)).Answer.StatusCode);
    }

    [Fact]
    public async Task A_licence_that_nobody_issued_is_401_as_RSL_says()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        var (answer, record) = await Ask(gate, userAgent: "GPTBot/1.2", authorization: "License abc");
        Assert.Equal((HttpStatusCode.Unauthorized, "licence-invalid"), (answer.StatusCode, record.Reason));
        Assert.StartsWith("License error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Contains("rel=\"license\"", Assert.Single(answer.Headers.GetValues("Link")), StringComparison.Ordinal);
    }
}
