using System.Collections.Concurrent;
using Gardu.Agents.Addresses;
using Gardu.Gate.Limits;
using Gardu.Gate.Recording;
using Gardu.Terms;
using Gardu.Terms.Compiled;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;
using Microsoft.Extensions.Time.Testing;

namespace Gardu.Gate.Tests.Limits;

/// <summary>Limits of several gates on one record.</summary>
public sealed class RateSharingTests
{
    static readonly Clause Minutely = new("/ ai-input", new TermsValue(Verdict.Limit, Limit: new RateLimit(10, TimeSpan.FromMinutes(1))), Mode.Enforce);

    readonly FakeTimeProvider clock = new();
    readonly Shared shared = new();

    sealed class Shared : ISharedRates
    {
        readonly ConcurrentDictionary<(string Gate, string Key), long> rows = new();

        public bool IsDown { get; set; }

        public IReadOnlyList<(string Gate, string Key, long Taken)> Exchange(string gate, IReadOnlyList<(string Key, long Taken)> taken)
        {
            if (IsDown)
                throw new StoreException("down");
            foreach (var (key, count) in taken)
                rows[(gate, key)] = count;
            return [.. rows.Where(row => row.Key.Gate != gate).Select(row => (row.Key.Gate, row.Key.Key, row.Value))];
        }
    }

    (RateLimits Limits, RateSharing Sharing) Gate()
    {
        var limits = new RateLimits(clock);
        var sharing = new RateSharing(limits, shared, clock);
        sharing.Exchange();
        return (limits, sharing);
    }

    static AgentIdentity Licensee(string id) => new(RequesterKind.Agent, id, "Acme", Purpose.AiInput, Proof.Credential) { Licensee = id };

    static int Passed(RateLimits limits, int requests, AgentIdentity identity)
    {
        var passed = 0;
        for (var i = 0; i < requests; i++)
        {
            limits.Take("site", Minutely, identity, default(Address), out var wait);
            passed += wait == TimeSpan.Zero ? 1 : 0;
        }
        return passed;
    }

    [Fact]
    public void A_limit_holds_for_all_gates_together()
    {
        var (one, other) = (Gate(), Gate());
        Assert.Equal(6, Passed(one.Limits, 6, Licensee("lic_a")));
        one.Sharing.Exchange();
        other.Sharing.Exchange();
        Assert.Equal(4, Passed(other.Limits, 20, Licensee("lic_a")));
        Assert.Equal(10, Passed(other.Limits, 20, Licensee("lic_b")));
        other.Sharing.Exchange();
        one.Sharing.Exchange();
        Assert.Equal(0, Passed(one.Limits, 5, Licensee("lic_a")));
        one.Sharing.Exchange();
        other.Sharing.Exchange(); // nothing is counted twice
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(10, Passed(one.Limits, 20, Licensee("lic_a")));
    }

    [Fact]
    public void What_a_store_that_is_down_does_not_take_is_told_when_it_is_back()
    {
        var (one, other) = (Gate(), Gate());
        shared.IsDown = true;
        Assert.Equal(7, Passed(one.Limits, 7, Licensee("lic_a")));
        one.Sharing.Exchange();
        other.Sharing.Exchange();
        shared.IsDown = false;
        one.Sharing.Exchange();
        other.Sharing.Exchange();
        Assert.Equal(3, Passed(other.Limits, 20, Licensee("lic_a")));
    }

    [Fact]
    public void A_gate_that_begins_counts_nothing_of_what_was_before()
    {
        var one = Gate();
        Assert.Equal(10, Passed(one.Limits, 10, Licensee("lic_a")));
        one.Sharing.Exchange();
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(10, Passed(Gate().Limits, 20, Licensee("lic_a")));
    }

    [Fact]
    public void Those_without_a_name_stay_where_they_are_and_what_nobody_wrote_is_passed_over()
    {
        var one = Gate();
        Passed(one.Limits, 3, AgentIdentity.UnknownMachine("curl"));
        Assert.Empty(one.Limits.Taken());
        foreach (var text in new[] { "", "a", "a\nb\nc\n0\n1", "a\nb\nc\n-1\n1", "a\nb\nc\n1\n0", "a\nb\nc\n1\n1\n1" })
            one.Limits.Note(text, 1);
    }
}
