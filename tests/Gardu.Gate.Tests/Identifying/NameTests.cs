using Gardu.Agents.Addresses;
using Gardu.Agents.Names;
using Gardu.Terms.Identities;

namespace Gardu.Gate.Tests.Identifying;

public sealed class NameTests
{
    const string Proxy = "127.0.0.0/8";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>One resolver's world: 192.0.2.1 is CCBot's, 192.0.2.2 says so and is not, everything else has no name; it answers when it is let.</summary>
    sealed class World(Task? answers = null) : INameServer
    {
        public async Task<IReadOnlyList<string>?> NamesOfAsync(Address address, CancellationToken cancellation)
        {
            await (answers ?? Task.CompletedTask).WaitAsync(cancellation);
            return address.ToString() is "192.0.2.1" or "192.0.2.2" ? ["x.crawl.commoncrawl.org"] : [];
        }

        public Task<IReadOnlyList<Address>?> AddressesOfAsync(string name, bool ipv6, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<Address>?>(Address.TryParse("192.0.2.1", out var address) ? [address] : []);
    }

    static async Task<AgentIdentity> Who(TestGate gate, string address, string userAgent = "CCBot/2.0")
    {
        using var client = gate.Client(userAgent);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        var before = gate.Store.Records.Count;
        using var answer = await client.GetAsync("/", Stop);
        await gate.Store.WaitFor(_ => gate.Store.Records.Count > before);
        return gate.Store.Records[^1].Identity;
    }

    [Fact]
    public async Task A_name_proves_or_disproves_whoever_claims_an_agent_whose_addresses_have_names()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, TestGate.Observed, trustedProxy: Proxy, names: new World());
        Assert.Equal((Proof.Dns, ProofReasons.NameConfirmed), await Who(gate, "192.0.2.1") is var honest ? (honest.Proof, honest.Grounds) : default);
        foreach (var liar in (string[])["192.0.2.2", "192.0.2.3"])
            Assert.Equal((Proof.Spoofed, ProofReasons.NameNotConfirmed), await Who(gate, liar) is var who ? (who.Proof, who.Grounds) : default);
        Assert.Equal(ProofReasons.LocalAddress, (await Who(gate, "10.0.0.1")).Grounds);
        Assert.Equal(ProofReasons.NoProofPublished, (await Who(gate, "192.0.2.1", "Bytespider")).Grounds);
    }

    [Fact]
    public async Task A_first_request_waits_a_moment_and_is_settled_behind_its_back()
    {
        var answers = new TaskCompletionSource();
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, TestGate.Observed, trustedProxy: Proxy, names: new World(answers.Task));
        Assert.Equal((Proof.Claimed, ProofReasons.ProofPending), await Who(gate, "192.0.2.1") is var pending ? (pending.Proof, pending.Grounds) : default);
        answers.SetResult();
        await Eventually.True(() => Who(gate, "192.0.2.1").GetAwaiter().GetResult().Proof == Proof.Dns);
    }
}
