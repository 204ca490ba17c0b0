using System.Diagnostics.Metrics;
using Gardu.Gate.Ledger;
using Gardu.Gate.Recording;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;

namespace Gardu.Gate.Telemetry;

/// <summary>
/// The gate's figures. People are read off their counter when somebody asks, so that counting them costs nothing; the
/// number of label values is bounded, since agents outside the catalogue have none of their own.
/// </summary>
public sealed class GateMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Gardu.Gate";

    readonly Counter<long> machines;
    readonly Counter<long> failures;
    readonly Counter<long> unknownHosts;

    /// <summary>Registers the instruments.</summary>
    public GateMetrics(IMeterFactory meters, PeopleCounter people, UsageRecorder recorder, IUsageStore store, CurrentSnapshot snapshot, TimeProvider clock, ILedgerView? ledger = null)
    {
        var meter = meters.Create(MeterName);
        machines = meter.CreateCounter<long>("gardu.machine.requests", description: "Machine requests by purpose, proof, decision and reason.");
        failures = meter.CreateCounter<long>("gardu.origin.failures", description: "Requests that the origin did not answer, by site and reason.");
        unknownHosts = meter.CreateCounter<long>("gardu.unknown_host.requests", description: "Requests for a host that no site names.");
        meter.CreateObservableCounter("gardu.people.requests", () => people.Requests, description: "People's requests.");
        meter.CreateObservableCounter("gardu.people.response", () => people.Bytes, unit: "By", description: "Bytes sent to people.");
        meter.CreateObservableCounter("gardu.people.suspected", () => people.Suspected, description: "People's requests from clients that behave like machines.");
        meter.CreateObservableCounter("gardu.usage.records", () => recorder.Recorded, description: "Usage records committed.");
        meter.CreateObservableCounter("gardu.usage.lost", () => recorder.Lost, description: "Usage records lost while the store failed.");
        meter.CreateObservableGauge("gardu.usage.waiting", () => recorder.Waiting, description: "Usage records waiting to be committed.");
        meter.CreateObservableGauge("gardu.store.size", () => store.SizeBytes, unit: "By", description: "Size of the store on disk.");
        meter.CreateObservableGauge("gardu.store.up", () => recorder.Failure is null ? 1 : 0, description: "1 while the store takes records.");
        if (ledger is not null)
        {
            meter.CreateObservableGauge("gardu.ledger.size", () => ledger.State.Size, description: "Entries of the published ledger.");
            meter.CreateObservableGauge("gardu.ledger.cosigned", () => ledger.State.Cosigned, description: "Entries of the last checkpoint that every witness has signed.");
            meter.CreateObservableGauge("gardu.ledger.up", () => ledger.State.Failure is null ? 1 : 0, description: "1 while the ledger goes on.");
        }
        meter.CreateObservableGauge("gardu.feed.age", () => FeedAges(snapshot, clock), unit: "s", description: "Age of each loaded list of addresses.");
    }

    /// <summary>Counts a machine request.</summary>
    public void CountMachine(AgentIdentity identity, in Decision decision)
    {
        if (machines.Enabled)
            machines.Add(1, new("purpose", identity.PurposeName), new("proof", identity.Proof.Name()),
                new("decision", decision.Verdict.Name()), new("reason", decision.Reason.Code));
    }

    /// <summary>Counts a failure of an origin.</summary>
    public void CountOriginFailure(string site, ReasonCode reason) => failures.Add(1, new("site", site), new("reason", reason.Code));

    /// <summary>Counts a request for a host that no site names.</summary>
    public void CountUnknownHost() => unknownHosts.Add(1);

    static IEnumerable<Measurement<double>> FeedAges(CurrentSnapshot snapshot, TimeProvider clock) =>
        snapshot.Value.Identifier.Feeds.Select(feed =>
            new Measurement<double>((clock.GetUtcNow() - feed.Dated).TotalSeconds, new KeyValuePair<string, object?>("feed", feed.File)));
}
