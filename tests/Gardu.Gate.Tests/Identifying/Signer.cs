using Gardu.Protocols.Signatures;

namespace Gardu.Gate.Tests.Identifying;

/// <summary>An agent that signs its requests.</summary>
sealed class Signer(SigningKey key, string agent)
{
    public static string Host => "a.example";

    /// <summary>The request's head as it goes over the wire.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="userAgent">What it calls itself.</param>
    /// <param name="covered">Components besides the host and the agent.</param>
    /// <param name="host">The host that is signed for.</param>
    /// <param name="age">How long ago it was signed; it lives for a minute.</param>
    /// <param name="nonce">A word used once.</param>
    /// <param name="isLegacy">The agent as a bare string.</param>
    /// <param name="change">What is done to the signature on its way.</param>
    public string Request(
        string path = "/", string userAgent = "AcmeBot/1.0", string[]? covered = null, string? host = null, TimeSpan age = default, string? nonce = null, bool isLegacy = false,
        Func<string, string>? change = null)
    {
        var field = isLegacy ? $"\"{agent}\"" : SignatureAgent.Member("sig1", agent);
        var message = MessageParts.OfRequest("GET", "http", host ?? Host, path).With(SignatureAgent.Field, field);
        SignatureComponent[] components =
        [
            new("@authority"), isLegacy ? new(SignatureAgent.Field) : SignatureComponent.Member(SignatureAgent.Field, "sig1"), .. (covered ?? []).Select(name => new SignatureComponent(name)),
        ];
        var created = DateTimeOffset.UtcNow - age;
        var signed = MessageSigner.Sign(key, message, "sig1", components, MessageSigner.Parameters(key, SignatureFields.AgentTag, created, created + TimeSpan.FromMinutes(1), nonce))!;
        var fields = $"Signature-Agent: {field}\r\nSignature-Input: {signed.InputField}\r\nSignature: {signed.SignatureField}\r\n";
        return $"GET {path} HTTP/1.1\r\nHost: {Host}\r\nUser-Agent: {userAgent}\r\nAccept: application/json\r\n{(change ?? (same => same))(fields)}Connection: close\r\n\r\n";
    }
}
