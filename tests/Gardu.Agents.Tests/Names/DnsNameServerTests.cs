using System.Net;
using System.Net.Sockets;
using Gardu.Agents.Addresses;
using Gardu.Agents.Names;
using Gardu.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gardu.Agents.Tests.Names;

/// <summary>Against a real server on loopback that lies in every way it can.</summary>
public sealed class DnsNameServerTests : IDisposable
{
    const string Reverse = "1.2.0.192.in-addr.arpa";
    const string Host = "crawl-1.googlebot.com";
    static readonly TimeSpan Try = TimeSpan.FromMilliseconds(750);

    readonly LyingNameServer server = new();
    readonly FakeTimeProvider clock = new(TestData.Now);

    public void Dispose() => server.Dispose();

    static Address At(string text) => Address.TryParse(text, out var address) ? address : throw new FormatException(text);

    Task<IReadOnlyList<string>?> Names(string address = "192.0.2.1", CancellationToken? cancellation = null) =>
        new DnsNameServer(clock, server.EndPoint).NamesOfAsync(At(address), cancellation ?? TestContext.Current.CancellationToken);

    Task<IReadOnlyList<Address>?> Addresses(string name = Host, bool ipv6 = false) =>
        new DnsNameServer(clock, server.EndPoint).AddressesOfAsync(name, ipv6, TestContext.Current.CancellationToken);

    /// <summary>Lets both tries of a question run out.</summary>
    async Task<T> GivenUp<T>(Task<T> asking)
    {
        for (var tried = 0; tried < 2; tried++)
        {
            await server.NextAsync();
            Assert.False(asking.IsCompleted);
            clock.Advance(Try);
        }
        return await asking.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task One_that_is_shut_off_from_the_world_does_not_make_an_address_nameless()
    {
        Assert.Empty((await Names())!);
        server.IsShutOff = true;
        Assert.Null(await Names());
    }

    [Fact]
    public async Task It_finds_the_names_of_both_families()
    {
        const string reverse6 = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa";
        server.Answer(Reverse, DnsBytes.Ptr, DnsBytes.PtrRecord(Reverse, Host)).Answer(reverse6, DnsBytes.Ptr, DnsBytes.PtrRecord(reverse6, "six.example"));
        Assert.Equal([Host], await Names());
        Assert.Equal(["six.example"], await Names("2001:db8::1"));
    }

    [Fact]
    public async Task It_finds_the_addresses_of_either_family()
    {
        server.Answer(Host, DnsBytes.A, DnsBytes.AddressRecord(Host, "192.0.2.1"), DnsBytes.AddressRecord(Host, "192.0.2.2")).Answer(Host, DnsBytes.Aaaa, DnsBytes.AddressRecord(Host, "2001:db8::1"));
        Assert.Equal([At("192.0.2.1"), At("192.0.2.2")], await Addresses());
        Assert.Equal([At("2001:db8::1")], await Addresses(ipv6: true));
    }

    [Fact]
    public async Task What_is_not_there_is_nothing_rather_than_unknown()
    {
        Assert.Equal([], await Names());
        server.Answer(Reverse, DnsBytes.Ptr);
        Assert.Equal([], await Names());
        Assert.Equal([], await Addresses("no name"));
        Assert.Equal([$"12 {Reverse}", $"12 {Reverse}"], server.Asked);
    }

    [Theory]
    [InlineData(DnsBytes.ServerFailure)]
    [InlineData(DnsBytes.Refused)]
    [InlineData(0x8181)]
    public async Task A_failure_is_unknown_after_a_second_try(ushort flags)
    {
        server.Reply(Reverse, DnsBytes.Ptr, query => DnsBytes.Reply(query, flags));
        Assert.Null(await Names());
        Assert.Equal(2, server.Asked.Count);
    }

    [Fact]
    public async Task A_second_try_may_succeed()
    {
        var times = 0;
        server.Reply(Reverse, DnsBytes.Ptr, query => ++times == 1 ? DnsBytes.Reply(query, DnsBytes.ServerFailure) : DnsBytes.Reply(query, DnsBytes.Fine, DnsBytes.PtrRecord(Reverse, Host)));
        Assert.Equal([Host], await Names());
    }

    [Fact]
    public async Task No_answer_is_unknown_after_both_tries()
    {
        server.Swallow(Reverse, DnsBytes.Ptr);
        Assert.Null(await GivenUp(Names()));
    }

    public static TheoryData<string> Rubbish => ["", "00", "garbage garbage garbage garbage", "wrong id", "wrong question", "circle", "too long"];

    [Theory]
    [MemberData(nameof(Rubbish))]
    public async Task Rubbish_is_no_answer(string kind)
    {
        server.Reply(Reverse, DnsBytes.Ptr, query => kind switch
        {
            "wrong id" => DnsBytes.Message((ushort)(DnsBytes.IdOf(query) + 1), DnsBytes.Fine, query[12..], DnsBytes.PtrRecord(Reverse, Host)),
            "wrong question" => DnsBytes.Message(DnsBytes.IdOf(query), DnsBytes.Fine, DnsBytes.Question(Host, DnsBytes.Ptr), DnsBytes.PtrRecord(Host, Host)),
            "circle" => DnsBytes.Reply(query, DnsBytes.Fine, DnsBytes.Record([0xC0, (byte)query.Length], DnsBytes.Ptr, DnsBytes.Name(Host))),
            "too long" => DnsBytes.Reply(query, DnsBytes.Fine, DnsBytes.PtrRecord(Reverse, string.Concat(Enumerable.Repeat("abcdefghi.", 26)) + "example")),
            _ => [.. kind.Select(letter => (byte)letter)],
        });
        Assert.Null(await GivenUp(Names()));
    }

    [Fact]
    public async Task A_right_answer_behind_wrong_ones_counts()
    {
        using var resolver = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        resolver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var asking = new DnsNameServer(clock, (IPEndPoint)resolver.LocalEndPoint!).NamesOfAsync(At("192.0.2.1"), TestContext.Current.CancellationToken);
        var (query, client) = await Question(resolver);
        await resolver.SendToAsync(DnsBytes.Message((ushort)(DnsBytes.IdOf(query) ^ 1), DnsBytes.Fine, query[12..], DnsBytes.PtrRecord(Reverse, "evil.example")), client);
        await resolver.SendToAsync(DnsBytes.Reply(query, DnsBytes.Fine, DnsBytes.PtrRecord(Reverse, Host)), client);
        Assert.Equal([Host], await asking);
    }

    /// <summary>Who saw neither question nor port could still send to all ports; who is not the resolver is not heard at all.</summary>
    [Fact]
    public async Task Only_the_resolver_that_was_asked_is_heard()
    {
        using var resolver = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        resolver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        stranger.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var asking = new DnsNameServer(clock, (IPEndPoint)resolver.LocalEndPoint!).NamesOfAsync(At("192.0.2.1"), TestContext.Current.CancellationToken);
        var (query, client) = await Question(resolver);
        try
        {
            await stranger.SendToAsync(DnsBytes.Reply(query, DnsBytes.Fine, DnsBytes.PtrRecord(Reverse, "evil.example")), client);
        }
        catch (SocketException) // told at once that nobody listens to it
        {
        }
        await resolver.SendToAsync(DnsBytes.Reply(query, DnsBytes.Fine, DnsBytes.PtrRecord(Reverse, Host)), client);
        Assert.Equal([Host], await asking);
    }

    static async Task<(byte[] Query, EndPoint Client)> Question(Socket resolver)
    {
        var buffer = new byte[512];
        var received = await resolver.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), TestContext.Current.CancellationToken);
        return (buffer[..received.ReceivedBytes], received.RemoteEndPoint);
    }

    [Fact]
    public async Task A_truncated_answer_is_asked_for_again_over_tcp_and_only_its_first_names_are_looked_at()
    {
        byte[][] records = [.. Enumerable.Range(0, 1000).Select(number => DnsBytes.PtrRecord(Reverse, $"n{number}.example"))];
        server.Reply(Reverse, DnsBytes.Ptr, query => DnsBytes.Reply(query, DnsBytes.Truncated)).Reply(Reverse, DnsBytes.Ptr, query => DnsBytes.Reply(query, DnsBytes.Fine, records), overTcp: true);
        Assert.Equal(Enumerable.Range(0, 16).Select(number => $"n{number}.example"), await Names());
        Assert.Equal([$"12 {Reverse}", $"tcp 12 {Reverse}"], server.Asked);
    }

    [Fact]
    public async Task Of_many_addresses_the_first_64_are_looked_at()
    {
        byte[][] records = [.. Enumerable.Range(0, 1200).Select(number => DnsBytes.AddressRecord(Host, $"198.51.{number / 256}.{number % 256}"))];
        server.Reply(Host, DnsBytes.A, query => DnsBytes.Reply(query, DnsBytes.Truncated)).Reply(Host, DnsBytes.A, query => DnsBytes.Reply(query, DnsBytes.Fine, records), overTcp: true);
        Assert.Equal(64, (await Addresses())!.Count);
    }

    [Theory]
    [InlineData("truncated again")]
    [InlineData("closed")]
    [InlineData("garbage")]
    public async Task What_fails_over_tcp_is_unknown(string kind)
    {
        server.Reply(Reverse, DnsBytes.Ptr, query => DnsBytes.Reply(query, DnsBytes.Truncated)).Reply(Reverse, DnsBytes.Ptr, query => kind switch
        {
            "truncated again" => DnsBytes.Reply(query, DnsBytes.Truncated),
            "closed" => null,
            _ => [1, 2, 3],
        }, overTcp: true);
        Assert.Null(await Names());
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_unknown()
    {
        server.Dispose();
        Assert.Null(await Names());
    }

    [Fact]
    public async Task A_question_can_be_called_off()
    {
        using var stop = new CancellationTokenSource();
        server.Swallow(Reverse, DnsBytes.Ptr);
        var asking = Names(cancellation: stop.Token);
        await server.NextAsync();
        await stop.CancelAsync();
        Assert.Null(await asking);
        Assert.Null(await Names(cancellation: stop.Token));
        Assert.Single(server.Asked);
    }

    [Fact]
    public void The_systems_resolvers_are_those_of_its_configuration()
    {
        Assert.SkipUnless(File.Exists("/etc/resolv.conf"), "there is no /etc/resolv.conf");
        var named = File.ReadLines("/etc/resolv.conf").Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).Where(words => words is ["nameserver", ..]).Select(words => IPAddress.Parse(words[1])).Distinct();
        Assert.Equal(named, new SystemNameServers(clock).Current.Select(end => end.Address));
    }
}
