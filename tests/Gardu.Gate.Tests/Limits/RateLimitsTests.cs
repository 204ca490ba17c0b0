using System.Globalization;
using Gardu.Agents.Addresses;
using Gardu.Gate.Limits;
using Gardu.Terms;
using Gardu.Terms.Compiled;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;
using Microsoft.Extensions.Time.Testing;

namespace Gardu.Gate.Tests.Limits;

public sealed class RateLimitsTests
{
    static readonly AgentIdentity Unknown = AgentIdentity.UnknownMachine("python-requests");

    readonly FakeTimeProvider clock = new();
    readonly RateLimits limits;

    public RateLimitsTests() => limits = new RateLimits(clock);

    [Fact]
    public void Unknown_machines_are_counted_by_network_a_24_of_IPv4_and_a_64_of_IPv6()
    {
        Assert.True(Take(Unknown, "192.0.2.1"));
        Assert.False(Take(Unknown, "192.0.2.254"));
        Assert.True(Take(Unknown, "192.0.3.1"));
        Assert.True(Take(Unknown, "2001:db8::1"));
        Assert.False(Take(Unknown, "2001:db8:0:0:ffff::2"));
        Assert.True(Take(Unknown, "2001:db8:0:1::1"));
    }

    [Fact]
    public void Who_claims_a_name_is_counted_by_its_own_address()
    {
        Assert.True(Take(Agent(Proof.Claimed), "192.0.2.1"));
        Assert.False(Take(Agent(Proof.Claimed), "192.0.2.1"));
        Assert.True(Take(Agent(Proof.Claimed), "192.0.2.2"));
    }

    [Fact]
    public void A_licensee_is_counted_as_one_whatever_it_signs_as()
    {
        Assert.True(Take(Agent(Proof.Signed) with { Licensee = "lic_1" }, "192.0.2.1"));
        Assert.False(Take(Agent(Proof.Credential) with { Agent = "lic_1", Licensee = "lic_1" }, "192.0.2.2"));
        Assert.True(Take(Agent(Proof.Signed), "192.0.2.1"));
    }

    [Fact]
    public void A_proven_agent_is_counted_by_its_name_wherever_it_comes_from_and_a_liar_cannot_use_it_up()
    {
        Assert.True(Take(Agent(Proof.Spoofed), "203.0.113.9"));
        Assert.True(Take(Agent(Proof.Address), "192.0.2.1"));
        Assert.False(Take(Agent(Proof.Address), "192.0.2.2"));
    }

    [Fact]
    public void A_window_slides()
    {
        Assert.True(Take(Unknown, "192.0.2.1"));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(Take(Unknown, "192.0.2.1"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(Take(Unknown, "192.0.2.1"));
    }

    /// <summary>Whoever has more addresses than there is room shares one window with all the others like it: memory is bounded, and the limit still is one.</summary>
    [Fact]
    public void Beyond_the_room_there_is_newcomers_share_a_window_until_others_are_idle()
    {
        for (var i = 0; i < RateLimits.WindowsMax; i++)
            Assert.True(Take(Agent(Proof.Claimed), Address.FromIPv4((uint)i + (20u << 24))));
        Assert.True(Take(Unknown, "192.0.2.1"));
        Assert.False(Take(Unknown, "192.0.3.1"));
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(Take(Unknown, "192.0.4.1"));
        Assert.True(Take(Unknown, "192.0.5.1"));
    }

    bool Take(AgentIdentity identity, string address) =>
        Take(identity, Address.TryParse(address, out var parsed) ? parsed : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"no address: {address}")));

    bool Take(AgentIdentity identity, Address address)
    {
        limits.Take("site", Minutely, identity, address, out var wait);
        return wait == TimeSpan.Zero;
    }

    static Clause Minutely { get; } = new("unknown-machines", new TermsValue(Verdict.Limit, Limit: new RateLimit(1, TimeSpan.FromMinutes(1))), Mode.Enforce);

    static AgentIdentity Agent(Proof proof) => new(RequesterKind.Agent, "Googlebot", "Google", Purpose.Search, proof);
}
