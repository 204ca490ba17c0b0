using Gardu.Protocols.Signatures;

namespace Gardu.Protocols.Tests.Signatures;

public sealed class SignatureAgentTests
{
    static SignatureAgent? Of(string field, string component, string label = "sig1") => SignatureAgent.Of(
        MessageParts.OfRequest("GET", "https", "example.com", "/").With(SignatureAgent.Field, field), Signed.OfInput($"{label}=({component})"));

    [Theory]
    [InlineData("https://agent.example", "https://agent.example")]
    [InlineData("https://agent.example/", "https://agent.example")]
    [InlineData("HTTPS://Agent.Example", "https://agent.example")]
    [InlineData("https://agent.example:443", "https://agent.example")]
    [InlineData("https://agent.example:8443/", "https://agent.example:8443")]
    [InlineData("https://agent.example/#us", "https://agent.example")]
    [InlineData("https://[2001:DB8::1]", "https://[2001:db8::1]")]
    [InlineData("https://192.0.2.1", "https://192.0.2.1")]
    [InlineData("https://xn--mnchen-3ya.example", "https://xn--mnchen-3ya.example")]
    [InlineData("https://agent.example/keys", null)]
    [InlineData("https://agent.example//", null)]
    [InlineData("https://agent.example?x", null)]
    [InlineData("https://user@agent.example", null)]
    [InlineData("https://@agent.example", null)]
    [InlineData("https://agent.example.", null)]
    [InlineData("https://agent.example:99999", null)]
    [InlineData("https://ag%65nt.example", null)]
    [InlineData("https://agent example", null)]
    [InlineData("https://agent.example|x", null)]
    [InlineData("https:agent.example", null)]
    [InlineData("https:///agent.example", null)]
    [InlineData("https://", null)]
    [InlineData("//agent.example", null)]
    [InlineData("agent.example", null)]
    [InlineData("ftp://agent.example", null)]
    [InlineData("data:application/json,{}", null)]
    [InlineData("", null)]
    public void A_directory_is_named_by_its_origin(string text, string? identifier)
    {
        foreach (var agent in (SignatureAgent?[])[Of($"\"{text}\"", "\"signature-agent\""), Of($"a=\"{text}\", b=\"https://b.example\"", "\"@path\" \"signature-agent\";key=\"a\""), Of($"a=\"{text}\";type=directory", "\"signature-agent\";key=\"a\"")])
        {
            Assert.Equal(identifier, agent?.Identifier);
            Assert.Equal(identifier is null ? null : identifier + "/.well-known/http-message-signatures-directory", agent?.FetchUrl.AbsoluteUri);
            Assert.True(agent is null or { Type: SignatureAgentType.Directory, FetchUrl.Scheme: "https" });
        }
    }

    [Theory]
    [InlineData("https://agent.example/jwks.json", "https://agent.example/jwks.json")]
    [InlineData("https://Agent.example:443/a/./b/../%7ejwks%2ejson?x=1#f", "https://agent.example/a/~jwks.json")]
    [InlineData("https://agent.example", "https://agent.example/")]
    [InlineData("https://agent.example?x", "https://agent.example/")]
    [InlineData("https://agent.example/%2e%2e/a%2fb/..", "https://agent.example/")]
    [InlineData("https://agent.example/a/b/..", "https://agent.example/a/")]
    [InlineData("https://agent.example/a//b/", "https://agent.example/a//b/")]
    [InlineData("https://agent.example/%c3%a9", "https://agent.example/%C3%A9")]
    [InlineData("https://agent.example/%zz", null)]
    [InlineData("https://agent.example/%", null)]
    [InlineData("https://user:pass@agent.example/jwks.json", null)]
    public void Other_addresses_are_fetched_as_sent_and_named_in_one_spelling(string text, string? identifier)
    {
        foreach (var (type, expected) in (ReadOnlySpan<(string, SignatureAgentType)>)[("jwks_uri", SignatureAgentType.JwksUri), ("cimd", SignatureAgentType.Card)])
        {
            var agent = Of($"a=\"{text}\";type={type}", "\"signature-agent\";key=\"a\"");
            Assert.Equal(identifier, agent?.Identifier);
            Assert.Equal(identifier is null ? null : text.Split('#')[0], agent?.FetchUrl.OriginalString);
            Assert.True(agent is null || agent.Type == expected);
        }
    }

    [Theory]
    [InlineData("a=\"https://a.example\", b=\"https://b.example\"", "\"signature-agent\";key=\"b\"", "https://b.example")]
    [InlineData("sig1=\"https://a.example\", b=\"https://b.example\"", "\"signature-agent\";key=\"b\" \"signature-agent\";key=\"sig1\"", "https://a.example")] // encloses another signature
    [InlineData("a=\"https://a.example\", b=\"https://b.example\"", "\"signature-agent\";key=\"b\" \"signature-agent\";key=\"a\"", null)] // whose?
    [InlineData("a=\"https://a.example\"", "\"signature-agent\";key=\"b\"", null)]
    [InlineData("a=\"https://a.example\"", "\"signature-agent\"", null)]
    [InlineData("\"https://a.example\"", "\"signature-agent\";key=\"a\"", null)]
    [InlineData("a=\"https://a.example\"", "\"@authority\"", null)]
    [InlineData("a=\"https://a.example\"", "\"signature-agent\";key=\"a\";req", null)]
    [InlineData("a=\"https://a.example\"", "\"signature-agent\";bs", null)]
    [InlineData("a=\"https://a.example\";type=other", "\"signature-agent\";key=\"a\"", null)]
    [InlineData("a=\"https://a.example\";type", "\"signature-agent\";key=\"a\"", null)]
    [InlineData("a=https", "\"signature-agent\";key=\"a\"", null)]
    [InlineData("a=(\"https://a.example\")", "\"signature-agent\";key=\"a\"", null)]
    [InlineData("a", "\"signature-agent\";key=\"a\"", null)]
    [InlineData("a=\"https://a.example\",", "\"signature-agent\";key=\"a\"", null)]
    [InlineData("a=\"https://a.example\", a=\"https://c.example\"", "\"signature-agent\";key=\"a\"", "https://c.example")]
    public void It_is_the_agent_that_the_signature_covers(string field, string components, string? identifier) => Assert.Equal(identifier, Of(field, components)?.Identifier);

    [Theory]
    [InlineData("https://bot.example", "https://bot.example")]
    [InlineData("HTTPS://Bot.Example:443/", "https://bot.example")]
    [InlineData("https://bot.example/.well-known/http-message-signatures-directory", "https://bot.example")]
    [InlineData("https://bot.example/.well-known/http-message-signatures-directory?a", "https://bot.example/.well-known/http-message-signatures-directory")]
    [InlineData("https://bot.example/a/../%6Beys.json?x#y", "https://bot.example/keys.json")]
    [InlineData("bot.example", null)]
    [InlineData("ftp://bot.example", null)]
    public void An_address_is_one_identifier_however_it_is_written(string url, string? identifier)
    {
        Assert.Equal(identifier, SignatureAgent.IdentifierOf(url));
        if (identifier is not null && url.StartsWith("https://bot.example/", StringComparison.Ordinal))
            Assert.Equal(identifier, Of($"a=\"{url}\";type=jwks_uri", "\"signature-agent\";key=\"a\"")?.Identifier);
    }

    [Fact]
    public void A_plain_address_is_flagged_and_a_long_one_refused()
    {
        Assert.True(Of("a=\"http://agent.example:80\"", "\"signature-agent\";key=\"a\"") is { FetchUrl.Scheme: "http", Identifier: "http://agent.example" });
        string Long(int length) => $"a=\"{"https://agent.example/".PadRight(length, 'x')}\";type=cimd";
        Assert.NotNull(Of(Long(2048), "\"signature-agent\";key=\"a\""));
        Assert.Null(Of(Long(2049), "\"signature-agent\";key=\"a\""));
    }

    [Fact]
    public void Without_the_field_there_is_none() =>
        Assert.Null(SignatureAgent.Of(MessageParts.OfRequest("GET"), Signed.OfInput("a=(\"signature-agent\")")));
}
