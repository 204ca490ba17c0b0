using System.Globalization;
using Gardu.Agents.Addresses;
using Gardu.Agents.Signatures;
using Gardu.Protocols.Signatures;
using Microsoft.Extensions.Time.Testing;

namespace Gardu.Agents.Tests.Signatures;

public sealed class AgentSignaturesTests : IDisposable
{
    const string Honest = "https://bot.example";

    readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    readonly SigningKey key = SigningKey.Create();
    readonly DirectoryServer server = new();
    readonly DirectoryFetch fetch;
    readonly AgentSignatures signatures;

    public AgentSignaturesTests()
    {
        fetch = new DirectoryFetch(() => [AddressRange.TryParse("127.0.0.0/8", out var loopback) ? loopback : default], clock);
        signatures = new AgentSignatures(new KeyDirectories(fetch, clock), clock, noncesMax: 4);
    }

    public void Dispose()
    {
        fetch.Dispose();
        server.Dispose();
        key.Dispose();
    }

    [Fact]
    public async Task Whoever_signs_fast_and_ahead_of_time_makes_no_agent_of_the_owners_look_as_if_it_had_signed_before()
    {
        server.Answer = () => DirectoryServer.Ok(DirectoryServer.Keys(key));
        var stranger = $"http://127.0.0.1:{server.Port}";
        Assert.Equal(SignatureState.Verified, await Send(Honest, "once"));
        for (var i = 0; i < 20; i++)
            Assert.Equal(SignatureState.Verified, await Send(stranger, string.Create(CultureInfo.InvariantCulture, $"n{i}"), TimeSpan.FromSeconds(30 + i)));
        Assert.Equal(SignatureState.Invalid, await Send(Honest, "once"));
        Assert.Equal(SignatureState.Verified, await Send(Honest, "twice"));
    }

    /// <summary>The owner gives the keys of one agent; all others are strangers.</summary>
    async Task<SignatureState> Send(string agent, string nonce, TimeSpan ahead = default)
    {
        Assert.True(KeySet.TryParse(KeyDirectory.Write([key]), out var keys, out _));
        var message = MessageParts.OfRequest("GET", "https", "news.example", "/").With("signature-agent", $"sig1=\"{agent}\"");
        var now = clock.GetUtcNow();
        var signature = MessageSigner.Sign(key, message, "sig1", [new SignatureComponent("@authority"), SignatureComponent.Member("signature-agent", "sig1")],
            MessageSigner.Parameters(key, SignatureFields.AgentTag, now + ahead, now + TimeSpan.FromMinutes(10), nonce));
        message.With("signature-input", signature!.InputField).With("signature", signature.SignatureField);
        var pinned = new Dictionary<string, KeySet> { [Honest] = keys! };
        return (await signatures.VerifyAsync(message, Address.FromIPv4(0xCB00_7107), pinned, [], now)).State;
    }
}
