using System.Net;
using System.Text.Json;
using Gardu.Agents.Addresses;
using Gardu.Gate.Recording;
using Gardu.Protocols.Signatures;
using Gardu.Terms.Identities;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Tests.Identifying;

public sealed class SignedAgentTests : IDisposable
{
    const string Agent = "https://bot.example";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    readonly SigningKey key = SigningKey.Create();

    public void Dispose() => key.Dispose();

    Signer Signer => new(key, Agent);

    GateSnapshot Pin(GateSnapshot snapshot)
    {
        Assert.True(KeySet.TryParse(KeyDirectory.Write([key]), out var keys, out _));
        return snapshot with { PinnedKeys = new Dictionary<string, KeySet> { [Agent] = keys! } };
    }

    static async Task<(string Answer, UsageRecord Record)> Send(TestGate gate, string request)
    {
        var before = gate.Store.Records.Count;
        var answer = await gate.Raw(request);
        await gate.Store.WaitFor(_ => gate.Store.Records.Count > before);
        return (answer, gate.Store.Records[^1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_signature_says_who_it_is_and_an_agent_of_no_known_purpose_is_decided_as_the_strictest_of_AI(bool isLegacy)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, with: Pin);
        var (answer, record) = await Send(gate, Signer.Request("/a?b=c", isLegacy: isLegacy, covered: ["@path", "@query", "@method"]));
        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal); // ai-train: refuse
        Assert.DoesNotContain("Accept-Signature", answer, StringComparison.Ordinal);
        Assert.Equal((Agent, Proof.Signed, ProofReasons.SignatureVerified, null), (record.Identity.Agent, record.Identity.Proof, record.Identity.Grounds, record.Identity.Purpose));
        Assert.Equal("AcmeBot/1.0", record.UserAgent);
        Assert.Equal(RequesterKind.Agent, record.Identity.Kind);
    }

    [Theory]
    [InlineData("https://chatgpt.com", "ChatGPT Agent")]
    [InlineData("https://agent.bot.goog", "Google-Agent")]
    [InlineData("https://assistbot.duckduckgo.com", "DuckAssistBot")]
    public async Task An_agent_of_the_catalogue_is_known_by_the_address_that_its_signatures_name(string signer, string agent)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, with: snapshot => snapshot with { PinnedKeys = new Dictionary<string, KeySet> { [signer] = Pin(snapshot).PinnedKeys[Agent] } });
        var (_, record) = await Send(gate, new Signer(key, signer).Request(userAgent: TestGate.Browser, isLegacy: true));
        Assert.Equal((agent, Proof.Signed), (record.Identity.Agent, record.Identity.Proof));
        Assert.NotNull(record.Identity.Operator);
    }

    [Fact]
    public async Task A_browsers_user_agent_that_signs_is_a_machine_and_one_whose_signature_fails_is_a_person()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, with: Pin);
        var (answer, record) = await Send(gate, Signer.Request(userAgent: TestGate.Browser));
        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
        Assert.Equal(Proof.Signed, record.Identity.Proof);
        Assert.StartsWith("HTTP/1.1 200", await gate.Raw(Signer.Request(userAgent: TestGate.Browser, host: "b.example")), StringComparison.Ordinal);
        await Eventually.True(() => gate.Store.People == 1);
        Assert.Single(gate.Store.Records);
    }

    [Theory]
    [InlineData("other host", "does not verify")]
    [InlineData("other path", "does not verify")]
    [InlineData("expired", "is expired")]
    [InlineData("future", "was created in the future")]
    [InlineData("changed", "does not verify")]
    [InlineData("truncated", "does not verify")]
    [InlineData("no agent", "covers no Signature-Agent that can be read")]
    [InlineData("other key", "is by a key that its directory does not have")]
    public async Task One_that_fails_leaves_the_weaker_proof_and_says_why(string fault, string said)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, with: Pin);
        using var stranger = SigningKey.Create();
        string[] path = ["@path"];
        var request = fault switch
        {
            "other host" => Signer.Request(host: "b.example", userAgent: "GPTBot/1.2"),
            "other path" => Signer.Request("/a", covered: path, userAgent: "GPTBot/1.2").Replace("GET /a ", "GET /b ", StringComparison.Ordinal),
            "expired" => Signer.Request(age: TimeSpan.FromMinutes(2), userAgent: "GPTBot/1.2"),
            "future" => Signer.Request(age: TimeSpan.FromMinutes(-2), userAgent: "GPTBot/1.2"),
            "changed" => Signer.Request(userAgent: "GPTBot/1.2", change: fields => fields.Replace("tag=\"web-bot-auth\"", "x;tag=\"web-bot-auth\"", StringComparison.Ordinal)),
            "truncated" => Signer.Request(userAgent: "GPTBot/1.2", change: fields => fields[..(fields.LastIndexOf("==:", StringComparison.Ordinal) - 40)] + ":\r\n"),
            "no agent" => Signer.Request(userAgent: "GPTBot/1.2", change: fields => fields[fields.IndexOf("Signature-Input", StringComparison.Ordinal)..]),
            _ => new Signer(stranger, Agent).Request(userAgent: "GPTBot/1.2"),
        };
        var (answer, record) = await Send(gate, request);
        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
        Assert.Contains("Accept-Signature: sig1=(\"@authority\"", answer, StringComparison.Ordinal);
        Assert.Equal(("GPTBot", Proof.Claimed), (record.Identity.Agent, record.Identity.Proof));
        Assert.Equal(fault == "no agent" ? "signature-unverified" : "signature-invalid", record.Identity.Grounds!.Code);
        Assert.Equal(said, record.Identity.Detail);
        using var problem = JsonDocument.Parse(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        Assert.Equal(said, problem.RootElement.GetProperty("signature").GetString());
    }

    [Fact]
    public async Task A_word_used_once_is_used_once_and_a_signature_without_one_counts_until_it_ends()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, TestGate.Observed, with: Pin);
        var once = Signer.Request(nonce: "abc");
        Assert.Equal(Proof.Signed, (await Send(gate, once)).Record.Identity.Proof);
        var (_, replayed) = await Send(gate, once.Replace("GET / ", "GET /b ", StringComparison.Ordinal));
        Assert.Equal((Proof.None, "was used already"), (replayed.Identity.Proof, replayed.Identity.Detail));
        var again = Signer.Request();
        Assert.Equal(Proof.Signed, (await Send(gate, again)).Record.Identity.Proof);
        Assert.Equal(Proof.Signed, (await Send(gate, again.Replace("GET / ", "GET /b ", StringComparison.Ordinal))).Record.Identity.Proof);
    }

    [Theory]
    [InlineData("Signature-Input: sig1=(\"@authority\";tag=\"web-bot-auth\"\r\nSignature: sig1=:AAAA:\r\n")]
    [InlineData("Signature-Input: sig1=(\"@authority\");tag=\"web-bot-auth\"\r\nSignature: sig1=(\r\n")]
    [InlineData("Signature-Input: sig1=(\"@authority\");tag=\"web-bot-auth\"\r\nSignature: sig1=\"abc\"\r\n")]
    [InlineData("Signature-Input: sig1=(1 2);tag=\"web-bot-auth\"\r\nSignature: sig1=:AAAA:\r\n")]
    public async Task What_cannot_be_read_is_400_where_terms_are_in_force_and_passes_where_they_are_looked_at(string fields)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, with: Pin);
        var request = $"GET /Archive/ HTTP/1.1\r\nHost: a.example\r\nUser-Agent: {TestGate.Browser}\r\n{fields}Connection: close\r\n\r\n";
        var (answer, record) = await Send(gate, request);
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Equal(("signature-malformed", AgentIdentity.BadProof), (record.Reason, record.Identity.Agent));
        await using var observing = await TestGate.Start(origin.Url, TestGate.Observed, with: Pin);
        Assert.StartsWith("HTTP/1.1 200", await observing.Raw(request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Signature: keyId=\"https://social.example/users/a#main-key\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date\",signature=\"AbC==\"\r\n")]
    [InlineData("Signature-Input: sig1=(\"@authority\");created=1;keyid=\"x\"\r\nSignature: sig1=:AAAA:\r\n")]
    [InlineData("Signature-Input: this is no field at all\r\nSignature: neither\r\n")]
    public async Task Every_other_signature_passes_untouched_and_means_nothing(string fields)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, with: Pin);
        Assert.StartsWith("HTTP/1.1 200", await gate.Raw($"GET / HTTP/1.1\r\nHost: a.example\r\nUser-Agent: Googlebot/2.1\r\n{fields}Connection: close\r\n\r\n"), StringComparison.Ordinal);
        var seen = Assert.Single(origin.Seen);
        foreach (var line in fields.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
            Assert.Equal(line.Split(": ", 2)[1], seen.Headers[line.Split(": ", 2)[0]].ToString());
        Assert.Null((await gate.Store.WaitFor(_ => true)).Identity.Detail);
    }

    [Fact]
    public async Task Keys_are_fetched_from_named_private_networks_and_from_no_others()
    {
        await using var directory = await Origin.Start(context =>
        {
            context.Response.ContentType = KeyDirectory.MediaType;
            return context.Request.Path == KeyDirectory.Path ? context.Response.Body.WriteAsync(KeyDirectory.Write([key])).AsTask() : Results.NotFound().ExecuteAsync(context);
        }, answersFetches: true);
        await using var origin = await Origin.Hello();
        var signer = new Signer(key, directory.Url.GetLeftPart(UriPartial.Authority));
        await using var closed = await TestGate.Start(origin.Url);
        var (_, refused) = await Send(closed, signer.Request());
        Assert.Equal(("signature-unverified", "could not be checked: its key directory has no public address"), (refused.Identity.Grounds?.Code, refused.Identity.Detail));
        Assert.Empty(directory.Fetched);
        Assert.True(AddressRange.TryParse("127.0.0.0/8", out var loopback));
        await using var open = await TestGate.Start(origin.Url, with: snapshot => snapshot with { PrivateNetworks = [loopback] });
        for (var i = 0; i < 3; i++)
            Assert.Equal((directory.Url.GetLeftPart(UriPartial.Authority), Proof.Signed), (await Send(open, signer.Request())).Record.Identity is var who ? (who.Agent, who.Proof) : default);
        Assert.Single(directory.Fetched);
    }

    [Fact]
    public async Task The_gates_own_directory_is_served_signed_where_the_origin_has_none()
    {
        await using var origin = await Origin.Start(context => context.Request.Host.Host == "own.example" ? Results.Text("its own").ExecuteAsync(context) : Results.NotFound().ExecuteAsync(context));
        await using var gate = await TestGate.Start(origin.Url, signingKey: key.ToBytes());
        using var client = gate.Client(TestGate.Browser);
        using var answer = await client.GetAsync(KeyDirectory.Path, Stop);
        var body = await answer.Content.ReadAsByteArrayAsync(Stop);
        Assert.Equal((HttpStatusCode.OK, "OK", KeyDirectory.MediaType), (answer.StatusCode, answer.ReasonPhrase, answer.Content.Headers.ContentType?.MediaType));
        Assert.True(KeySet.TryParse(body, out var keys, out _));
        Assert.Equal(key.Thumbprint, Assert.Single(keys!.Keys).Thumbprint);
        var message = MessageParts.OfResponse(200, MessageParts.RequestFor("GET", new Uri(gate.Url, KeyDirectory.Path)));
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
            message.With(name, [.. values]);
        Assert.Equal(SignatureOutcome.Valid, KeyDirectory.CheckProof(message, body, keys, DateTimeOffset.UtcNow));

        using var theirs = new HttpRequestMessage(HttpMethod.Get, KeyDirectory.Path) { Headers = { Host = "own.example" } };
        using var passed = await client.SendAsync(theirs, Stop);
        Assert.Equal("its own", await passed.Content.ReadAsStringAsync(Stop));
        await using var observing = await TestGate.Start(origin.Url, TestGate.Observed, signingKey: key.ToBytes());
        using var looking = observing.Client(TestGate.Browser);
        Assert.Equal(HttpStatusCode.NotFound, (await looking.GetAsync(KeyDirectory.Path, Stop)).StatusCode);
    }
}
