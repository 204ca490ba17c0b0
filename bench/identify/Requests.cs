using System.Globalization;
using System.Security.Cryptography;
using Gardu.Protocols.Signatures;
using Gardu.Protocols.StructuredFields;

namespace IdentifyBench;

/// <summary>Requests of an agent that signs, no two alike: each has a nonce, and comes from an address of its own where it says so.</summary>
sealed class Requests(SigningKey key, string authority)
{
    /// <summary>The URL under which the gate knows the agent.</summary>
    public const string Agent = "https://bot.example";

    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    static readonly SignatureComponent[] Covered = [new("@authority", FieldParameters.None), SignatureComponent.Member("signature-agent", "sig1")];

    int made;

    /// <summary>Says a name, and proves nothing.</summary>
    public string Claimed(string userAgent) => Text($"User-Agent: {userAgent}\r\nX-Forwarded-For: {Address(made++)}\r\n");

    /// <summary>Signed by the agent.</summary>
    public string Signed() => Text($"User-Agent: Bot/1.0\r\nX-Forwarded-For: {Address(made++)}\r\n{Signature(isForged: false)}");

    /// <summary>With everything right but the signature's last octets, so that it takes the whole check to see it.</summary>
    /// <param name="isScattered">Each from another network; else all from one.</param>
    public string Forged(bool isScattered) => Text($"User-Agent: GPTBot/1.3\r\nX-Forwarded-For: {Address(isScattered ? made++ : 0)}\r\n{Signature(isForged: true)}");

    string Text(string fields) => $"GET / HTTP/1.1\r\nHost: {authority}\r\n{fields}\r\n";

    string Signature(bool isForged)
    {
        var now = TimeProvider.System.GetUtcNow();
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var signed = MessageSigner.Sign(key, new Message(authority), "sig1", Covered, MessageSigner.Parameters(key, SignatureFields.AgentTag, now, now + Lifetime, nonce))!; // the message has both components
        var octets = signed.Octets.ToArray();
        if (isForged)
            octets[0] ^= 1; // of R, so that S stays in range and nothing is refused early
        return $"Signature-Agent: sig1=\"{Agent}\"\r\nSignature-Input: {signed.InputField}\r\nSignature: sig1=:{Convert.ToBase64String(octets)}:\r\n";
    }

    /// <summary>A public address, in another /24 for each number.</summary>
    static string Address(int number) => string.Create(CultureInfo.InvariantCulture, $"{20 + (number >> 16) % 100}.{number >> 8 & 255}.{number & 255}.7");

    sealed class Message(string authority) : SignedMessage
    {
        public override string? Method => "GET";

        public override string? Scheme => "http";

        public override string? Authority => authority;

        public override string? RequestTarget => "/";

        public override IReadOnlyList<string?>? Field(string name) => name == "signature-agent" ? [$"sig1=\"{Agent}\""] : null;
    }
}
