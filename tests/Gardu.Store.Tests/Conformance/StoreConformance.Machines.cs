using CsCheck;
using Gardu.Gate.Recording;
using Gardu.Reports.Recorded;
using Gardu.Testing.Live;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Store.Tests.Conformance;

/// <summary>What the store sums up of single machines is what counting its records one by one comes to.</summary>
public abstract partial class StoreConformance
{
    static readonly AgentIdentity[] Identities =
    [
        new(RequesterKind.Agent, "GPTBot", "OpenAI", Purpose.AiTrain, Proof.Address, ProofReasons.AddressListed),
        new(RequesterKind.Agent, "GPTBot", "OpenAI", Purpose.AiTrain, Proof.Spoofed, ProofReasons.AddressNotListed),
        new(RequesterKind.Agent, "GPTBot", "OpenAI", Purpose.AiTrain, Proof.Claimed),
        new(RequesterKind.Agent, "GPTBot", "OpenAI", Purpose.AiInput, Proof.Address, ProofReasons.AddressListed) { Licensee = "lic_1", Key = "key_1" },
        new(RequesterKind.Agent, "lic_1", "Acme", Purpose.AiInput, Proof.Credential, ProofReasons.KeyAccepted) { Licensee = "lic_1", Key = "key_2" },
        new(RequesterKind.Agent, "https://bot.example", null, null, Proof.Signed, ProofReasons.SignatureVerified),
        AgentIdentity.UnknownMachine("AcmeBot"), AgentIdentity.UnknownMachine("acmebot"), AgentIdentity.UnknownMachine("curl"),
        AgentIdentity.UnknownMachine(AgentIdentity.Empty), AgentIdentity.UnknownMachine(AgentIdentity.BadProof),
    ];

    static readonly Gen<UsageRecord[]> Traffic = Gen.Select(
        Any(Identities), Gen.Int[0, 100_000], Any("/", "/a", "/robots.txt", "/robots.txt?x", "/robots.txtx", "/é'"), Any("192.0.2.0/24", "198.51.100.0/24", "2001:db8::/48", "h:0123456789abcdef", "h:fedcba9876543210"),
        Any(200, 304, 401, 402, 403, 429, 500), Any<string?>(null, "A/1", "B/1 \u001b", new string('x', UsageRecord.UserAgentLengthMax)), Any(Verdict.Allow, Verdict.Refuse), Any(Mode.Observe, Mode.Enforce),
        RecordOf).Array[0, 60];

    [Fact]
    public void What_is_summed_up_is_what_was_recorded()
    {
        var store = Open();
        Traffic.Sample(records => IsSummedUp(store, records), iter: Needs.IsLong ? 200 : 30, threads: 1);
    }

    void IsSummedUp(UsageStore store, UsageRecord[] records)
    {
        store.Prune(DateTimeOffset.MaxValue); // of what the last round left
        store.Commit(records, []);
        var machines = new RecordedMachines(Database);
        var outside = records.Where(record => IsOutside(record.Identity)).GroupBy(record => record.Identity.Agent)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToArray();
        var found = machines.Outside(3);
        Assert.Equal(outside.Take(3).Select(group => group.Key), found.Select(machine => machine.Name));
        foreach (var machine in found)
            Check([.. outside.Single(group => group.Key == machine.Name)], machine);
        Check(machines.Find(["GPTBot"], null), [.. records.Where(record => record.Identity.Agent == "GPTBot")]);
        Check(machines.Find(["AcmeBot", "https://bot.example"], null), [.. records.Where(record => record.Identity.Agent is "AcmeBot" or "https://bot.example")]);
        Check(machines.Find(["lic_1"], "lic_1"), [.. records.Where(record => record.Identity.Licensee == "lic_1")]);
        Assert.Null(machines.Find(["Nobody\" OR 1=1 --"], null));
    }

    static UsageRecord RecordOf(AgentIdentity identity, int seconds, string path, string address, int status, string? userAgent, Verdict verdict, Mode mode) => new()
    {
        Id = RequestId.New(Day), Time = Day.AddSeconds(seconds), Site = "news.example", Method = "GET", Path = path, Identity = identity, Address = address, UserAgent = userAgent,
        Decision = verdict, Rule = null, Reason = verdict == Verdict.Allow ? "no-rule" : "refused-by-terms", Mode = mode, TermsVersion = "abc", Status = status, Bytes = seconds, Duration = TimeSpan.Zero,
    };

    static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(place => values[place]);

    static bool IsOutside(AgentIdentity identity) =>
        identity.Kind == RequesterKind.UnknownMachine ? identity.Agent[0] != '(' : identity is { Proof: Proof.Signed, Operator: null };

    static void Check(MachineHistory? history, UsageRecord[] records)
    {
        Assert.Equal(records.Length == 0, history is null);
        if (history is null)
            return;
        Check(records, history.Machine);
        Assert.Equal(records.Length, history.Proofs.Sum());
        foreach (var proof in Enum.GetValues<Proof>())
            Assert.Equal(records.Count(record => record.Identity.Proof == proof), history.Proven(proof));
        Assert.Equal(records.Where(record => record.Identity.Grounds is not null).GroupBy(record => (record.Identity.Grounds!.Code, record.Identity.Proof)).ToDictionary(group => group.Key, group => (long)group.Count()),
            history.Grounds.ToDictionary(grounds => (grounds.Reason.Code, grounds.Proof), grounds => grounds.Requests));
        Assert.Equal(records.GroupBy(record => (record.Decision, record.Mode, record.Reason)).ToDictionary(group => group.Key, group => (long)group.Count()),
            history.Decisions.ToDictionary(decision => (decision.Verdict, decision.Mode, decision.Reason), decision => decision.Requests));
        Assert.Equal(records.GroupBy(record => record.Path).Select(group => new TakenPath("news.example", group.Key, group.Count(), group.Sum(record => record.Bytes)))
            .OrderByDescending(path => path.Requests).ThenBy(path => path.Path, StringComparer.Ordinal), history.Paths);
        Assert.Equal(records.GroupBy(record => record.Address).Select(group => new CountedText(group.Key, group.Count())).OrderByDescending(place => place.Requests).ThenBy(place => place.Text, StringComparer.Ordinal), history.From);
        Assert.Equal(records.Where(record => record.Identity.Key is not null).GroupBy(record => record.Identity.Key!).Select(group => new KeyFigures("lic_1", group.Key, group.Count()))
            .OrderByDescending(key => key.Requests).ThenBy(key => key.Key, StringComparer.Ordinal), history.Keys);
    }

    static void Check(UsageRecord[] records, RecordedMachine machine)
    {
        Assert.Equal((records.Length, records.Sum(record => record.Bytes), records.Count(record => record.Status is 401 or 402 or 403 or 429)), (machine.Requests, machine.Bytes, machine.Refused));
        Assert.Equal((records.Min(record => record.Time), records.Max(record => record.Time)), (machine.FirstSeen, machine.LastSeen));
        Assert.Equal(records.Any(record => record.Identity.Proof == Proof.Signed), machine.IsSigned);
        Assert.Equal(records.Count(record => record.Path is "/robots.txt" or "/robots.txt?x"), machine.RobotsReads);
        var addresses = records.Select(record => record.Address).Distinct().ToArray();
        Assert.Equal((addresses.Count(address => address.Contains('/')), addresses.Count(address => address.StartsWith("h:", StringComparison.Ordinal))), (machine.Networks, machine.HashedAddresses));
        Assert.Equal(records.Where(record => record.UserAgent is not null).GroupBy(record => record.UserAgent!).Select(group => new CountedText(group.Key, group.Count(), group.Key[0] == 'x'))
            .OrderByDescending(said => said.Requests).ThenBy(said => said.Text, StringComparer.Ordinal), machine.UserAgents);
    }

    [Fact]
    public void Machines_are_summed_up_beside_a_gate_that_writes()
    {
        var store = Open();
        for (var written = 1; written < 4; written++)
        {
            store.Commit([RecordOf(AgentIdentity.UnknownMachine("AcmeBot"), written, "/", "192.0.2.0/24", 200, "AcmeBot/1.0", Verdict.Allow, Mode.Observe)], []);
            Assert.Equal(written, Assert.Single(new RecordedMachines(Database).Outside(10)).Requests);
        }
    }
}
