using Gardu.Agents.Addresses;
using Gardu.Agents.Names;
using Gardu.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gardu.Agents.Tests.Names;

/// <summary>The whole way: a real name server on loopback, the client, and what is kept.</summary>
public sealed class AddressNamesTests : IDisposable
{
    const string Reverse = "1.2.0.192.in-addr.arpa";
    const string Host = "crawl-1.googlebot.com";
    static readonly string[] Google = ["googlebot.com"];
    static readonly string[] Bing = ["search.msn.com"];
    static readonly TimeSpan Long = TimeSpan.FromHours(1);

    readonly LyingNameServer server = new();
    readonly FakeTimeProvider clock = new(TestData.Now);
    readonly AddressNames names;

    public AddressNamesTests() => names = new AddressNames(new DnsNameServer(clock, server.EndPoint), [.. Google, .. Bing], clock);

    public void Dispose()
    {
        names.Dispose();
        server.Dispose();
    }

    static Address At(string text) => Address.TryParse(text, out var address) ? address : throw new FormatException(text);

    async Task<NameProof> Confirm(string address = "192.0.2.1", string[]? suffixes = null) => await names.ConfirmAsync(At(address), suffixes ?? Google, Long);

    LyingNameServer Points(params string[] hosts) => server.Answer(Reverse, DnsBytes.Ptr, [.. hosts.Select(host => DnsBytes.PtrRecord(Reverse, host))]);

    LyingNameServer Leads(string host, params string[] addresses) => server.Answer(host, DnsBytes.A, [.. addresses.Select(address => DnsBytes.AddressRecord(host, address))]);

    [Fact]
    public async Task A_name_that_leads_back_confirms()
    {
        Points(Host);
        Leads(Host, "192.0.2.9", "192.0.2.1");
        Assert.Null(names.Known(At("192.0.2.1"), Google));
        Assert.Equal(NameProof.Confirmed, await Confirm());
        Assert.Equal(NameProof.Confirmed, names.Known(At("192.0.2.1"), Google));
        Assert.Equal(NameProof.Refuted, names.Known(At("192.0.2.1"), Bing));
        Assert.Equal([$"12 {Reverse}", $"1 {Host}"], server.Asked);
    }

    [Fact]
    public async Task An_ipv6_address_is_confirmed_by_ipv6_addresses()
    {
        const string reverse = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa";
        server.Answer(reverse, DnsBytes.Ptr, DnsBytes.PtrRecord(reverse, Host)).Answer(Host, DnsBytes.Aaaa, DnsBytes.AddressRecord(Host, "2001:db8::1"));
        Assert.Equal(NameProof.Confirmed, await Confirm("2001:db8::1"));
    }

    [Theory]
    [InlineData("evilgooglebot.com")]
    [InlineData("crawl-1.googlebot.com.evil.example")]
    [InlineData("googlebot.com.evil.example")]
    [InlineData("1-2-3-4.gae.googleusercontent.com")]
    [InlineData("host.stranger.example")]
    public async Task Another_name_refutes_and_its_zone_is_never_asked(string host)
    {
        Points(host);
        Leads(host, "192.0.2.1");
        Assert.Equal(NameProof.Refuted, await Confirm());
        Assert.Equal([$"12 {Reverse}"], server.Asked);
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_refutes()
    {
        Points(Host);
        Leads(Host, "192.0.2.2", "198.51.100.1");
        Assert.Equal(NameProof.Refuted, await Confirm());
    }

    [Fact]
    public async Task A_name_with_addresses_of_the_other_family_alone_refutes()
    {
        Points(Host);
        server.Answer(Host, DnsBytes.Aaaa, DnsBytes.AddressRecord(Host, "::ffff:192.0.2.1"));
        Assert.Equal(NameProof.Refuted, await Confirm());
    }

    [Fact]
    public async Task One_of_several_names_is_enough()
    {
        Points("host.stranger.example", "crawl-9.googlebot.com", Host, "CRAWL-1.googlebot.com");
        Leads(Host, "192.0.2.1");
        Leads("host.stranger.example", "192.0.2.1");
        Assert.Equal(NameProof.Confirmed, await Confirm());
        Assert.Equal([$"12 {Reverse}", "1 crawl-9.googlebot.com", $"1 {Host}"], server.Asked);
    }

    [Fact]
    public async Task No_more_than_four_names_of_an_address_are_asked_for()
    {
        Points([.. Enumerable.Range(0, 10).Select(number => $"crawl-{number}.googlebot.com")]);
        Assert.Equal(NameProof.Refuted, await Confirm());
        Assert.Equal(5, server.Asked.Count);
    }

    [Fact]
    public async Task No_name_at_all_refutes()
    {
        Assert.Equal(NameProof.Refuted, await Confirm());
        server.Answer("2.2.0.192.in-addr.arpa", DnsBytes.Ptr);
        Assert.Equal(NameProof.Refuted, await Confirm("192.0.2.2"));
    }

    [Fact]
    public async Task A_small_networks_alias_is_followed()
    {
        server.Answer(Reverse, DnsBytes.Ptr, DnsBytes.CNameRecord(Reverse, "1.0/25.2.0.192.in-addr.arpa"), DnsBytes.PtrRecord("1.0/25.2.0.192.in-addr.arpa", Host));
        Leads(Host, "192.0.2.1");
        Assert.Equal(NameProof.Confirmed, await Confirm());
    }

    [Theory]
    [InlineData(Reverse, DnsBytes.Ptr)]
    [InlineData(Host, DnsBytes.A)]
    public async Task A_failure_anywhere_is_undecided(string name, ushort type)
    {
        Points(Host);
        Leads(Host, "192.0.2.1");
        server.Reply(name, type, query => DnsBytes.Reply(query, DnsBytes.ServerFailure));
        Assert.Equal(NameProof.Undecided, await Confirm());
        Assert.Equal(NameProof.Undecided, names.Known(At("192.0.2.1"), Google));
    }

    [Fact]
    public async Task A_name_that_could_not_be_had_leaves_the_others_confirmed_and_its_own_agent_undecided()
    {
        Points(Host, "a.search.msn.com");
        Leads(Host, "192.0.2.1");
        server.Reply("a.search.msn.com", DnsBytes.A, query => DnsBytes.Reply(query, DnsBytes.Refused));
        Assert.Equal(NameProof.Confirmed, await Confirm());
        Assert.Equal(NameProof.Undecided, await Confirm(suffixes: Bing));
    }

    [Fact]
    public async Task An_answer_after_the_wait_serves_the_next_request()
    {
        var held = new TaskCompletionSource();
        Leads(Host, "192.0.2.1");
        server.ReplyLater(Reverse, DnsBytes.Ptr, async query =>
        {
            await held.Task;
            return DnsBytes.Reply(query, DnsBytes.Fine, DnsBytes.PtrRecord(Reverse, Host));
        });
        var first = names.ConfirmAsync(At("192.0.2.1"), Google, TimeSpan.FromMilliseconds(200)).AsTask();
        await server.NextAsync();
        Assert.False(first.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(NameProof.Undecided, await first);
        Assert.Null(names.Known(At("192.0.2.1"), Google));
        held.SetResult();
        Assert.Equal(NameProof.Confirmed, await Confirm());
        Assert.Equal(NameProof.Confirmed, names.Known(At("192.0.2.1"), Google));
        Assert.Equal(2, server.Asked.Count);
    }

    [Fact]
    public async Task No_answer_is_undecided_for_a_minute()
    {
        server.Swallow(Reverse, DnsBytes.Ptr);
        var asking = Confirm();
        for (var tried = 0; tried < 2; tried++)
        {
            await server.NextAsync();
            clock.Advance(TimeSpan.FromMilliseconds(750));
        }
        Assert.Equal(NameProof.Undecided, await asking);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(NameProof.Undecided, names.Known(At("192.0.2.1"), Google));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(names.Known(At("192.0.2.1"), Google));
    }

    [Fact]
    public async Task What_is_local_or_has_no_suffix_is_never_asked_for()
    {
        foreach (var local in (string[])["127.0.0.1", "10.0.0.1", "192.168.1.1", "::1", "fe80::1", "fd00::1"])
            Assert.Equal(NameProof.Undecided, await Confirm(local));
        Assert.Equal(NameProof.Undecided, await Confirm(suffixes: []));
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task A_stopped_one_asks_nothing_and_lets_go_of_what_runs()
    {
        server.Swallow(Reverse, DnsBytes.Ptr);
        var asking = Confirm();
        await server.NextAsync();
        names.Dispose();
        Assert.Equal(NameProof.Undecided, await asking);
        Assert.Equal(NameProof.Undecided, await Confirm("192.0.2.2"));
        Assert.Single(server.Asked);
        names.Dispose();
    }
}
