using System.Text;
using Gardu.Protocols.Signatures;

namespace Gardu.Protocols.Tests.Signatures;

/// <summary>Signatures that others made: RFC 9421 appendix B.2, the drafts of Web Bot Auth, and signed prices.</summary>
public sealed class SignatureVectorTests
{
    const string RequestDigest = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";

    const string Nonce1 = "n9p433xm+NJ3ph3upfBIGmsuwHw387YV7Q/F+6BSpGCVjYCqQw6rznNA8PVVLySrAWsv0hQtFioQb6E1YsauiA==";

    static MessageParts Request() => MessageParts.OfRequest("POST", "https", "example.com", "/foo?param=Value&Pet=dog")
        .With("Host", "example.com").With("Date", "Tue, 20 Apr 2021 02:07:55 GMT").With("Content-Type", "application/json").With("Content-Digest", RequestDigest).With("Content-Length", "18");

    static MessageParts Response() => MessageParts.OfResponse(200, Request())
        .With("Date", "Tue, 20 Apr 2021 02:07:56 GMT").With("Content-Type", "application/json").With("Content-Length", "23")
        .With("Content-Digest", "sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:");

    public static TheoryData<string, string, string> OfRfc9421 => new()
    {
        {
            "()", ";keyid=\"test-key-rsa-pss\";nonce=\"b3k2pp5k7z-50gnwp.yemd\"",
            "d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q=="
        },
        {
            "(\"@authority\" \"content-digest\" \"@query-param\";name=\"Pet\")", ";keyid=\"test-key-rsa-pss\";tag=\"header-example\"",
            "LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMkSowOB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh62s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0rQl3/XaVe4bXTugEjHSw=="
        },
        {
            "(\"date\" \"@method\" \"@path\" \"@query\" \"@authority\" \"content-type\" \"content-digest\" \"content-length\")", ";keyid=\"test-key-rsa-pss\"",
            "bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA=="
        },
        {
            "(\"@status\" \"content-type\" \"content-digest\" \"content-length\")", ";keyid=\"test-key-ecc-p256\"",
            "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw=="
        },
    };

    [Theory] // RFC 9421 B.2.1 to B.2.4
    [MemberData(nameof(OfRfc9421))]
    public void The_signatures_of_the_rfc_verify_and_no_other_body_does(string components, string parameters, string octets)
    {
        var signature = Signed.Read($"s={components};created=1618884473{parameters}", $"s=:{octets}:");
        var key = Signed.Keys(Signed.RsaJwk, Signed.P256Jwk).Find(signature.KeyId!)!;
        MessageParts Message() => components.Contains("@status", StringComparison.Ordinal) ? Response() : Request();
        Assert.Equal(SignatureOutcome.Valid, SignatureCheck.Verify(Message(), signature, key, Signed.Now));
        if (signature.Components.Count > 0)
            Assert.Equal(SignatureOutcome.DoesNotVerify, SignatureCheck.Verify(Message().With("content-digest", "sha-512=:AAAA:"), signature, key, Signed.Now));
    }

    [Fact] // RFC 9421 B.2.6
    public void The_ed25519_signature_of_the_rfc_is_read_and_made()
    {
        const string octets = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
        var signature = Signed.Read("sig-b26=(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"", $"sig-b26=:{octets}:");
        Assert.Equal(
            """
            "date": Tue, 20 Apr 2021 02:07:55 GMT
            "@method": POST
            "@path": /foo
            "@authority": example.com
            "content-type": application/json
            "content-length": 18
            "@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"
            """, Signed.Base(Request(), signature));
        Assert.Equal(SignatureOutcome.Valid, SignatureCheck.Verify(Request(), signature, Signed.Ed25519, Signed.Now));
        using var key = Signed.Key();
        Assert.Equal($"sig-b26=:{octets}:", MessageSigner.Sign(key, Request(), "sig-b26", signature.Components, signature.Parameters)!.SignatureField);
    }

    [Theory] // the dictionary form, the older bare string, none at all, and signed prices in both forms
    [InlineData("agent2=\"https://signature-agent.test\"", "sig2=(\"@authority\" \"signature-agent\";key=\"agent2\");created=1735689600;keyid=\"" + Signed.Thumbprint + "\";alg=\"ed25519\";expires=4889289600;nonce=\"" + Nonce1 + "\";tag=\"web-bot-auth\"",
        "sig2=:RdNFx5Bj6au3YgAMQL/RzmUlZE8QZLIaXGRpw985hWnwPfMxT228NMk6ehRS1PSl4e8PhbNZACSanGdhEwYCCg==:", true)]
    [InlineData("\"https://signature-agent.test\"", "sig2=(\"@authority\" \"signature-agent\");created=1735689600;keyid=\"" + Signed.Thumbprint + "\";alg=\"ed25519\";expires=1735693200;nonce=\"e8N7S2MFd/qrd6T2R3tdfAuuANngKI7LFtKYI/vowzk4lAZYadIX6wW25MwG7DCT9RUKAJ0qVkU0mEeLElW1qg==\";tag=\"web-bot-auth\"",
        "sig2=:jdq0SqOwHdyHr9+r5jw3iYZH6aNGKijYp/EstF4RQTQdi5N5YYKrD+mCT1HA1nZDsi6nJKuHxUi/5Syp3rLWBA==:", true)]
    [InlineData(null, "sig1=(\"@authority\");created=1735689600;keyid=\"" + Signed.Thumbprint + "\";alg=\"ed25519\";expires=4889289600;nonce=\"zIW8+cdmA3vdYagbxojpONwa/l0EKJ/O3/wD486VvsQjO/RxPaSt6ZxvQaMcQzNnqKN/mQ6hpGiFro2L2qkz5A==\";tag=\"web-bot-auth\"",
        "sig1=:QKN4fTdIYfh82fvoZCQiQA1weuozfCS/Led2zTMbewMMqH8PI2Wsy/5c4ao6B6D09nraNQdBNOADg8aM1MqfCg==:", false)]
    [InlineData("\"https://signature-agent.test\"", "sig1=(\"@authority\" \"signature-agent\" \"crawler-exact-price\");created=1735689600;expires=4889289600;keyid=\"" + Signed.Thumbprint + "\";tag=\"web-bot-auth\"",
        "sig1=:nz3QTN014Q7ysc5KqnO+mlw5YYTeJ5N0+XUqEKbzjW5xGF7ml+pDoWle+s7WUn576FZtfUVGzXLE9M3T8+b4Cg==:", true)]
    [InlineData("sig1=\"https://signature-agent.test\"", "sig1=(\"@authority\" \"signature-agent\";key=\"sig1\" \"crawler-max-price\");created=1735689600;expires=4889289600;keyid=\"" + Signed.Thumbprint + "\";tag=\"web-bot-auth\"",
        "sig1=:YIFpWME3mmMjNfXQRJAPcFBRZX2xGq+5dH3od1YhWfAwH9g/2OujiMkbQ6k4JOEbt0x9Bs9+30e81lh2VTczDw==:", true)]
    public void Agents_of_every_draft_are_told(string? agent, string input, string octets, bool isNamed)
    {
        var message = MessageParts.OfRequest("GET", "https", "example.com", "/").With("crawler-exact-price", "USD 0.01").With("crawler-max-price", "USD 0.05");
        if (agent is not null)
            message.With("signature-agent", agent);
        Assert.True(SignatureFields.Mention([input], SignatureFields.AgentTag));
        Assert.True(SignatureFields.TryRead([input], [octets], SignatureFields.AgentTag, out var signatures));
        var signature = Assert.Single(signatures);
        Assert.Equal(Signed.Thumbprint, signature.KeyId);
        Assert.Equal(SignatureOutcome.Valid, SignatureCheck.Verify(message, signature, Signed.Ed25519, Signed.Now));
        Assert.Equal(isNamed ? SignatureOutcome.Valid : SignatureOutcome.AgentNotCovered, SignatureCheck.Check(signature, Signed.Now));
        Assert.Equal(isNamed ? "https://signature-agent.test" : null, SignatureAgent.Of(message, signature)?.Identifier);

        Assert.Equal(signature.Covers("crawler-exact-price") ? SignatureOutcome.DoesNotVerify : SignatureOutcome.Valid,
            SignatureCheck.Verify(message.With("crawler-exact-price", "USD 0.00"), signature, Signed.Ed25519, Signed.Now));
        Assert.Equal(SignatureOutcome.DoesNotVerify,
            SignatureCheck.Verify(MessageParts.OfRequest("GET", "https", "example.org", "/").With("crawler-exact-price", "USD 0.01").With("crawler-max-price", "USD 0.05").With("signature-agent", agent ?? ""), signature, Signed.Ed25519, Signed.Now));
    }

    [Fact]
    public void Their_times_are_kept()
    {
        var old = Signed.OfInput("s=(\"@authority\" \"signature-agent\");created=1735689600;keyid=\"k\";expires=1735693200;tag=\"web-bot-auth\"");
        Assert.Equal(SignatureOutcome.Expired, SignatureCheck.Check(old, DateTimeOffset.FromUnixTimeSeconds(1735693200)));
        Assert.Equal(SignatureOutcome.Valid, SignatureCheck.Check(old, DateTimeOffset.FromUnixTimeSeconds(1735693199)));
    }

    [Fact]
    public void A_signed_directory_proves_its_host_and_its_body()
    {
        var body = Encoding.UTF8.GetBytes($$"""{"keys":[{{Signed.Ed25519Jwk}}]}""");
        Assert.True(KeySet.TryParse(body, out var keys, out _));
        MessageParts Directory(string host) => MessageParts.OfResponse(200, MessageParts.RequestFor("GET", new Uri($"https://{host}{KeyDirectory.Path}")))
            .With("Content-Digest", "sha-256=:CADMT2aBdV/rqQr/NIru64ERQkCobVvllA4V0fLFDu0=:")
            .With("Signature-Input", $"binding=(\"@authority\";req \"content-digest\");created=1735689600;expires=4889289600;keyid=\"{Signed.Thumbprint}\";tag=\"http-message-signatures-directory\"")
            .With("Signature", "binding=:l6P8R67tm3kujAxbHWio7ll01qrEZ0dKD/WWlGhNYEmTnFZM8Wt0VQ9zqGfvo7T/UMkBxsigzChM1Gpz7gOVBg==:");
        Assert.Equal(SignatureOutcome.Valid, KeyDirectory.CheckProof(Directory("signature-agent.test"), body, keys!, Signed.Now));
        Assert.Equal(SignatureOutcome.DoesNotVerify, KeyDirectory.CheckProof(Directory("other.test"), body, keys!, Signed.Now));
        Assert.Equal(SignatureOutcome.OtherBody, KeyDirectory.CheckProof(Directory("signature-agent.test"), [.. body, (byte)' '], keys!, Signed.Now));
        Assert.Equal(SignatureOutcome.CreatedInFuture, KeyDirectory.CheckProof(Directory("signature-agent.test"), body, keys!, DateTimeOffset.FromUnixTimeSeconds(1735689539)));
        Assert.Null(KeyDirectory.CheckProof(MessageParts.OfResponse(200, Request()), body, keys!, Signed.Now));
        using var key = Signed.Key();
        Assert.Equal(body, KeyDirectory.Write([key]));
        Assert.Equal("sha-256=:CADMT2aBdV/rqQr/NIru64ERQkCobVvllA4V0fLFDu0=:", ContentDigest.Of(body));
    }
}
