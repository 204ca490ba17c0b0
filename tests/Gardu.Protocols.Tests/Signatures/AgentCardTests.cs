using System.Text;
using Gardu.Protocols.Signatures;

namespace Gardu.Protocols.Tests.Signatures;

public sealed class AgentCardTests
{
    const string Url = "https://agent.example/card.json";

    static string? Error(string json, string url = Url)
    {
        Assert.Equal(AgentCard.TryParse(Encoding.UTF8.GetBytes(json), url, out var card, out var error), card is not null);
        Assert.Equal(card is null, error is not null);
        return error;
    }

    [Fact]
    public void Every_member_is_read()
    {
        var json = $$"""
            {
              "client_id": "{{Url}}", "client_name": "Agent", "client_uri": "https://agent.example", "logo_uri": "https://agent.example/logo.png", "contacts": ["mailto:bot@agent.example"],
              "jwks": {"keys": [{{Signed.Ed25519Jwk}}]}, "grant_types": ["x"],
              "web_bot_auth": {
                "expected-user-agent": "Agent/1.0", "rfc9309-product-token": "Agent", "rfc9309-compliance": true, "trigger": "crawler", "purpose": "search", "targeted-content": "news",
                "rate-control": "429", "rate-expectation": "1/s", "known-urls": ["/robots.txt", "/feed"], "ips_uri": "https://agent.example/ips.json", "other": 1
              }
            }
            """;
        Assert.True(AgentCard.TryParse(Encoding.UTF8.GetBytes(json), Url, out var card, out _));
        Assert.Equal((Url, "Agent", "https://agent.example", "https://agent.example/logo.png", "mailto:bot@agent.example", null), (card!.ClientId, card.ClientName, card.ClientUri, card.LogoUri, Assert.Single(card.Contacts), card.JwksUri));
        Assert.Equal(Signed.Thumbprint, Assert.Single(card.Keys!.Keys).Thumbprint);
        Assert.Equal(("Agent/1.0", "Agent", true, "crawler", "search", "news"), (card.ExpectedUserAgent, card.ProductToken, card.FollowsRobots, card.Trigger, card.Purpose, card.TargetedContent));
        Assert.Equal(("429", "1/s", "/feed", "https://agent.example/ips.json"), (card.RateControl, card.RateExpectation, card.KnownUrls[1], card.IpsUri));
    }

    [Fact]
    public void Its_address_is_enough()
    {
        Assert.True(AgentCard.TryParse(Encoding.UTF8.GetBytes($$"""{"client_id":"{{Url}}","jwks_uri":"https://agent.example/jwks.json"}"""), Url, out var card, out _));
        Assert.Equal(("https://agent.example/jwks.json", null, null, false, 0), (card!.JwksUri!.OriginalString, card.Keys, card.ProductToken, card.FollowsRobots, card.Contacts.Count));
        Assert.Null(Error($$"""{"client_id":"{{Url}}"}"""));
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("[]", "no object")]
    [InlineData("{}", "client_id is not the card's own address")]
    [InlineData("""{"client_id":"https://agent.example/Card.json"}""", "client_id is not the card's own address")]
    [InlineData("""{"client_id":"https://AGENT.example/card.json"}""", "client_id is not the card's own address")]
    [InlineData("""{"client_id":1}""", "client_id is not text of at most 2048 characters")]
    [InlineData("""{"client_id":"https://agent.example/card.json","client_id":"https://agent.example/card.json"}""", "no JSON")]
    [InlineData("""{"client_id":"https://agent.example/card.json","jwks_uri":"https://x.example","jwks":{"keys":[]}}""", "both jwks and jwks_uri")]
    [InlineData("""{"client_id":"https://agent.example/card.json","jwks_uri":"file:///etc/passwd"}""", "jwks_uri is not an https address")]
    [InlineData("""{"client_id":"https://agent.example/card.json","jwks":[]}""", "jwks: no array \"keys\"")]
    [InlineData("""{"client_id":"https://agent.example/card.json","contacts":"x"}""", "contacts is not a list of at most 64 texts")]
    [InlineData("""{"client_id":"https://agent.example/card.json","contacts":[1]}""", "contacts is not a list of at most 64 texts")]
    [InlineData("""{"client_id":"https://agent.example/card.json","web_bot_auth":1}""", "web_bot_auth is not an object")]
    [InlineData("""{"client_id":"https://agent.example/card.json","web_bot_auth":{"rfc9309-compliance":"yes"}}""", "rfc9309-compliance is not true or false")]
    [InlineData("""{"client_id":"https://agent.example/card.json","web_bot_auth":{"purpose":["x"]}}""", "purpose is not text of at most 2048 characters")]
    [InlineData("""{"client_id":"https://agent.example/card.json","client_name":"\ud800"}""", "no JSON")]
    public void What_is_no_card_is_told(string json, string error) => Assert.Equal(error, Error(json));

    [Fact]
    public void Too_much_is_not_read()
    {
        string With(string member) => $$"""{"client_id":"{{Url}}",{{member}}}""";
        Assert.Null(Error(With($"\"client_name\":\"{new string('x', AgentCard.TextLengthMax)}\"")));
        Assert.NotNull(Error(With($"\"client_name\":\"{new string('x', AgentCard.TextLengthMax + 1)}\"")));
        Assert.Null(Error(With($"\"contacts\":[{string.Join(',', Enumerable.Repeat("\"x\"", AgentCard.EntriesMax))}]")));
        Assert.NotNull(Error(With($"\"contacts\":[{string.Join(',', Enumerable.Repeat("\"x\"", AgentCard.EntriesMax + 1))}]")));
        Assert.Equal("more than 65536 bytes", Error(new string(' ', AgentCard.BytesMax + 1)));
    }
}
