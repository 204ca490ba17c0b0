using System.Text;
using Gardu.Protocols.Signatures;
using Gardu.Protocols.StructuredFields;
using Gardu.Testing;

namespace Gardu.Protocols.Tests.Signatures;

/// <summary>No bytes make a reader throw, hang or contradict itself.</summary>
public sealed class SignatureFuzzTests
{
    const string Input = "sig1=(\"@authority\" \"@path\" \"@query-param\";name=\"a\" \"signature-agent\";key=\"sig1\" \"x\";bs \"priority\";sf \"@status\";req);created=1735689600;expires=4889289600;keyid=\"k\";alg=\"ed25519\";nonce=\"n\";tag=\"web-bot-auth\"";

    static readonly string Signature = $"sig1=:{Convert.ToBase64String(new byte[64])}:";

    [Fact]
    public void Fields_and_what_they_cover()
    {
        var read = 0;
        Fuzz.Run(20_000, [$"{Input}\n{Signature}\n/a?a=b%20c&d\nsig1=\"https://agent.example/x\";type=cimd", $"a=();tag=\"web-bot-auth\"\na=:AA==:\n*\n\"https://agent.example\"", $"s=(\"@target-uri\" \"@query\");tag=\"web-bot-auth\"\ns=:AA==:\nhttp://a/?b\n"], text =>
        {
            var parts = text.Split('\n');
            if (!SignatureFields.TryRead([parts[0]], [parts.ElementAtOrDefault(1)], SignatureFields.AgentTag, out var signatures))
                return;
            var message = MessageParts.OfRequest("GET", "https", "example.com", parts.ElementAtOrDefault(2)).With("x", text).With("priority", parts[0]).With("signature-agent", parts.ElementAtOrDefault(3));
            foreach (var signature in signatures)
            {
                read++;
                Assert.True(StructuredField.TryParseDictionary(signature.InputField, out var again));
                Assert.Equal(signature.InputField, again.ToString());
                Assert.Equal(NaiveSignatureBase.Of(message, signature), Signed.Base(message, signature));
                Assert.NotEqual(SignatureOutcome.Valid, SignatureCheck.Verify(message, signature, Signed.Ed25519, Signed.Now));
                _ = SignatureCheck.Check(signature, Signed.Now).Words();
                _ = SignatureAgent.Of(message, signature);
            }
        });
        Assert.True(read > 500, $"only {read} were read");
    }

    [Fact]
    public void Key_sets() => Fuzz.Run(5_000, Bytes($$"""{"keys":[{{Signed.Ed25519Jwk}},{{Signed.P256Jwk}},{{Signed.RsaJwk}}]}""", """{"keys":[{"kty":"OKP","nbf":1712793600,"exp":1715385600000.5}]}"""), json =>
    {
        if (!KeySet.TryParse(json, out var keys, out var error))
        {
            Assert.NotNull(error);
            return;
        }
        foreach (var key in keys!.Keys)
        {
            Assert.Same(keys.Keys.First(other => other.Thumbprint == key.Thumbprint), keys.Find(key.Thumbprint));
            Assert.False(key.Verify(json, json));
            _ = key.CountsAt(Signed.Now);
        }
    });

    [Fact]
    public void Cards() => Fuzz.Run(10_000,
        Bytes($$"""{"client_id":"https://a.example/c","client_name":"A\u00e9\ud83d\ude00","contacts":["x"],"jwks":{"keys":[{{Signed.Ed25519Jwk}}]},"web_bot_auth":{"rfc9309-compliance":true,"known-urls":["/"],"trigger":"fetcher"} }"""), json =>
        Assert.Equal(AgentCard.TryParse(json, "https://a.example/c", out var card, out var error), card is not null && error is null));

    [Fact]
    public void Agents() => Fuzz.Run(50_000,
        ["a=\"https://agent.example\"", "a=\"https://Agent.Example:8443/a/../%7eb?c#d\";type=jwks_uri", "a=\"http://[2001:db8::1]/x/./y\";type=cimd", "\"https://192.0.2.1/\"", "a=\"https://xn--mnchen-3ya.example/%c3%a9\";type=cimd"], text =>
    {
        var message = MessageParts.OfRequest("GET").With("signature-agent", text);
        var agent = SignatureAgent.Of(message, Signed.OfInput("a=(\"signature-agent\";key=\"a\")")) ?? SignatureAgent.Of(message, Signed.OfInput("a=(\"signature-agent\")"));
        if (agent is null)
            return;
        Assert.True(agent.FetchUrl.Scheme is "https" or "http");
        Assert.Equal("", agent.FetchUrl.UserInfo);
        Assert.Equal("", agent.FetchUrl.Fragment);
        // One spelling: the identifier of an identifier is the same.
        var same = SignatureAgent.Of(MessageParts.OfRequest("GET").With("signature-agent", agent.Type == SignatureAgentType.Directory ? $"a=\"{agent.Identifier}\"" : $"a=\"{agent.Identifier}\";type=cimd"), Signed.OfInput("a=(\"signature-agent\";key=\"a\")"));
        Assert.Equal(agent.Identifier, same?.Identifier);
        Assert.Equal(agent.Identifier.ToLowerInvariant().Split('/')[2], agent.Identifier.Split('/')[2]);
    });

    static byte[][] Bytes(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
