using Gardu.Agents.Addresses;
using Gardu.Agents.Names;
using Microsoft.Extensions.Time.Testing;

namespace Gardu.Agents.Tests.Names;

/// <summary>What is kept, for how long, and how little strangers can make it do.</summary>
public sealed class KeptNamesTests : IDisposable
{
    static readonly string[] Google = ["googlebot.com"];
    static readonly TimeSpan Long = TimeSpan.FromDays(2);

    readonly HeldNameServer server = new();
    readonly FakeTimeProvider clock = new(TestData.Now);
    readonly AddressNames names;

    public KeptNamesTests() => names = new AddressNames(server, Google, clock, capacity: 100);

    public void Dispose() => names.Dispose();

    static Address At(string text) => Address.TryParse(text, out var address) ? address : throw new FormatException(text);

    /// <summary>Each in a network of its own.</summary>
    static Address Stranger(int number) => Address.FromIPv4(0xC600_0000 + (uint)number * 256);

    async Task<NameProof> Confirm(Address address) => await names.ConfirmAsync(address, Google, Long);

    [Theory]
    [InlineData("good", NameProof.Confirmed, 24 * 60)]
    [InlineData("none", NameProof.Refuted, 60)]
    [InlineData("failing", NameProof.Undecided, 1)]
    public async Task An_answer_is_kept_for_its_time(string kind, NameProof proof, int minutes)
    {
        var address = At("192.0.2.1");
        if (kind == "good")
            server.Good.Add(address);
        if (kind == "failing")
            server.Failing.Add(address);
        Assert.Equal(proof, await Confirm(address));
        clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        Assert.Equal(proof, names.Known(address, Google));
        Assert.Equal(proof, await Confirm(address));
        Assert.Equal(1, server.Asked);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(names.Known(address, Google));
        Assert.Equal(proof, await Confirm(address));
        Assert.Equal(2, server.Asked);
    }

    [Fact]
    public async Task What_changed_is_seen_when_the_time_is_over()
    {
        var address = At("192.0.2.1");
        server.Good.Add(address);
        Assert.Equal(NameProof.Confirmed, await Confirm(address));
        server.Good.Clear();
        clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(NameProof.Refuted, await Confirm(address));
        server.Good.Add(address);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(NameProof.Confirmed, await Confirm(address));
    }

    [Fact]
    public async Task Asking_for_what_is_known_allocates_nothing()
    {
        var address = At("192.0.2.1");
        server.Good.Add(address);
        await Confirm(address);
        names.Known(address, Google);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var time = 0; time < 1000; time++)
            names.Known(address, Google);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task A_hundred_at_once_ask_once()
    {
        var address = At("192.0.2.1");
        server.Good.Add(address);
        server.Hold();
        var asking = new Task<NameProof>[100];
        Parallel.For(0, asking.Length, number => asking[number] = Confirm(address));
        Assert.All(asking, task => Assert.False(task.IsCompleted));
        server.Release();
        Assert.All(await Task.WhenAll(asking), proof => Assert.Equal(NameProof.Confirmed, proof));
        Assert.Equal(1, server.Asked);
    }

    [Fact]
    public async Task More_than_32_at_once_are_undecided_at_once()
    {
        server.Hold();
        var running = Enumerable.Range(0, 32).Select(number => Confirm(Stranger(number))).ToArray();
        for (var number = 32; number < 1000; number++)
        {
            var beyond = Confirm(Stranger(number));
            Assert.True(beyond.IsCompleted);
            Assert.Equal(NameProof.Undecided, await beyond);
        }
        Assert.Null(names.Known(Stranger(999), Google));
        Assert.All(running, task => Assert.False(task.IsCompleted));
        server.Release();
        await Task.WhenAll(running);
        Assert.Equal(32, server.Asked);
        Assert.Equal(NameProof.Refuted, await Confirm(Stranger(999)));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5", "192.0.3.1")]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", "2001:db8:0:2::1", "2001:db8:0:ffff::1", "2001:db8::5", "2001:db8:1::1")]
    public async Task One_network_has_four_lookups_at_once(string first, string second, string third, string fourth, string fifth, string elsewhere)
    {
        server.Hold();
        var running = ((string[])[first, second, third, fourth]).Select(text => Confirm(At(text))).ToArray();
        var beyond = Confirm(At(fifth));
        Assert.True(beyond.IsCompleted);
        Assert.Equal(NameProof.Undecided, await beyond);
        var other = Confirm(At(elsewhere));
        Assert.False(other.IsCompleted);
        server.Release();
        await Task.WhenAll([.. running, other]);
        Assert.Equal(NameProof.Refuted, await Confirm(At(fifth)));
    }

    [Fact]
    public async Task Strangers_push_out_only_each_other()
    {
        var good = At("192.0.2.1");
        server.Good.Add(good);
        Assert.Equal(NameProof.Confirmed, await Confirm(good));
        for (var number = 0; number < 1000; number++)
            await Confirm(Stranger(number));
        Assert.Equal(101, names.Count);
        Assert.Equal(NameProof.Confirmed, names.Known(good, Google));
        Assert.Null(names.Known(Stranger(899), Google));
        Assert.Equal(NameProof.Refuted, names.Known(Stranger(900), Google));
    }

    [Fact]
    public async Task An_address_that_is_asked_for_again_and_again_takes_one_place()
    {
        for (var number = 0; number < 1000; number++)
        {
            await Confirm(Stranger(0));
            clock.Advance(TimeSpan.FromHours(1));
        }
        Assert.Equal(1, names.Count);
        Assert.Equal(NameProof.Refuted, await Confirm(Stranger(0)));
        Assert.Equal(NameProof.Refuted, names.Known(Stranger(0), Google));
    }
}
