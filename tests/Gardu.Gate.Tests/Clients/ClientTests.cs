using System.Net;
using CsCheck;
using Gardu.Agents.Addresses;
using Gardu.Gate.Clients;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Tests.Clients;

public sealed class ClientTests
{
    static readonly AddressRange[] Proxies = [Range("10.0.0.0/8"), Range("2001:db8:ffff::/48")];

    [Theory]
    [InlineData("203.0.113.5", null, "203.0.113.5")]
    [InlineData("203.0.113.5", "198.51.100.1", "203.0.113.5")] // no trusted proxy says so
    [InlineData("10.0.0.1", null, "10.0.0.1")]
    [InlineData("10.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.1", "192.0.2.66, 198.51.100.1", "198.51.100.1")] // whatever the client itself put in front
    [InlineData("10.0.0.1", "198.51.100.1, 10.9.9.9", "198.51.100.1")]
    [InlineData("10.0.0.1", "198.51.100.1:4711", "198.51.100.1")]
    [InlineData("10.0.0.1", "[2001:db8::7]:4711", "2001:db8::7")]
    [InlineData("10.0.0.1", "2001:db8::7", "2001:db8::7")]
    [InlineData("10.0.0.1", "198.51.100.1, unknown", "10.0.0.1")]
    [InlineData("10.0.0.1", "198.51.100.1, , 10.9.9.9", "10.9.9.9")]
    [InlineData("2001:db8:ffff::1", "198.51.100.1", "198.51.100.1")]
    [InlineData("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1")]
    public void The_client_is_the_last_that_no_trusted_proxy_answers_for(string peer, string? forwardedFor, string expected) =>
        Assert.Equal(expected, ClientOf(peer, forwardedFor).Address.ToString());

    [Fact]
    public void A_list_in_several_lines_is_one_list()
    {
        var context = ContextOf("10.0.0.1", null);
        context.Request.Headers["X-Forwarded-For"] = new[] { "192.0.2.66", "198.51.100.1, 10.1.1.1", "10.2.2.2" };
        Assert.Equal("198.51.100.1", Client.Of(context, Proxies).Address.ToString());
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("Via")]
    [InlineData("Forwarded")]
    public void Headers_of_a_proxy_that_nobody_declared_are_noticed(string header)
    {
        var context = ContextOf("203.0.113.5", null);
        Assert.False(Client.Of(context, Proxies).IsThroughUndeclaredProxy);
        context.Request.Headers[header] = "1.1 cache";
        Assert.True(Client.Of(context, Proxies).IsThroughUndeclaredProxy);
        context.Connection.RemoteIpAddress = IPAddress.Parse("10.0.0.1");
        Assert.False(Client.Of(context, Proxies).IsThroughUndeclaredProxy);
    }

    [Theory]
    [InlineData("10.0.0.1", "https", "https")]
    [InlineData("10.0.0.1", "gopher", "http")]
    [InlineData("203.0.113.5", "https", "http")]
    public void The_scheme_is_the_one_a_trusted_proxy_names(string peer, string named, string expected)
    {
        var context = ContextOf(peer, null);
        context.Request.Headers["X-Forwarded-Proto"] = named;
        Assert.Equal(expected, Client.Of(context, Proxies).Scheme);
    }

    /// <summary>Whatever a client writes into the header, a peer that is no trusted proxy is the client, and reading never throws.</summary>
    [Fact]
    public void No_header_changes_who_an_untrusted_peer_is() =>
        Gen.OneOf(Gen.Const("10.0.0.1"), Gen.Const("["), Gen.Const("]"), Gen.Const(","), Gen.Const(":"), Gen.Const("::1"), Gen.Const("%"), Gen.String[Gen.Char[' ', '~'], 0, 8])
            .Array[0, 40].Sample(parts =>
            {
                var header = string.Concat(parts);
                Assert.Equal("203.0.113.5", ClientOf("203.0.113.5", header).Address.ToString());
                _ = ClientOf("10.0.0.1", header); // a trusted proxy may say what it likes
            }, iter: 5_000);

    static Client ClientOf(string peer, string? forwardedFor) => Client.Of(ContextOf(peer, forwardedFor), Proxies);

    static DefaultHttpContext ContextOf(string peer, string? forwardedFor)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(peer) } };
        context.Request.Scheme = "http";
        if (forwardedFor is not null)
            context.Request.Headers["X-Forwarded-For"] = forwardedFor;
        return context;
    }

    static AddressRange Range(string text) => AddressRange.TryParse(text, out var range) ? range : throw new FormatException(text);
}
