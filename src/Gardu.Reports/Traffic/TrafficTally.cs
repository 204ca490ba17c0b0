using System.Runtime.CompilerServices;
using Gardu.Agents.Catalogue;
using Gardu.Reports.Replay;
using Gardu.Terms;
using Gardu.Terms.Identities;

namespace Gardu.Reports.Traffic;

/// <summary>Everything that is counted, for a part of the traffic; parts are merged into the whole. For one thread at a time.</summary>
sealed class TrafficTally
{
    const int PathsKept = 1024;

    readonly AgentIndex index;
    readonly MachineTally?[] agents;
    readonly long[] visitors;
    readonly UnknownMachines unknown = new();

    /// <summary>Makes an empty one.</summary>
    /// <param name="index">The catalogue to count by.</param>
    /// <param name="replay">What counts verdicts; null where traffic is not replayed.</param>
    public TrafficTally(AgentIndex index, ReplayTally? replay) =>
        (this.index, Replay, agents, visitors) = (index, replay, new MachineTally?[index.Agents.Count], new long[index.Operators.Count]);

    /// <summary>What the traffic would get; null where it is not replayed.</summary>
    public ReplayTally? Replay { get; }

    public long Parsed { get; private set; }

    public long Rejected { get; private set; }

    /// <summary>Parsed lines of formats that have no place for a user agent.</summary>
    public long WithoutUserAgent { get; private set; }

    /// <summary>Requests to hosts that no site of the terms names.</summary>
    public long ToOtherHosts { get; set; }

    public long Requests { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Of people's requests, those of clients that behaved like machines; a gate alone can tell.</summary>
    public long Suspected { get; set; }

    public long MachineRequests { get; private set; }

    public long MachineBytes { get; private set; }

    /// <summary>Milliseconds since 1970.</summary>
    public long First { get; private set; } = long.MaxValue;

    /// <summary>Milliseconds since 1970.</summary>
    public long Last { get; private set; } = long.MinValue;

    public TimeSeries Series { get; } = new();

    public RejectedLines RejectedLines { get; } = new();

    /// <summary>Tallies of all machines seen.</summary>
    public IEnumerable<MachineTally> Machines => agents.OfType<MachineTally>().Concat(unknown.All);

    /// <summary>People that came from an operator, by its place in the index.</summary>
    public IReadOnlyList<long> Visitors => visitors;

    /// <summary>Counts lines that were understood.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CountParsed(long lines, bool hasUserAgent)
    {
        Parsed += lines;
        if (!hasUserAgent)
            WithoutUserAgent += lines;
    }

    /// <summary>Counts a line that was not.</summary>
    public void CountRejected(ReadOnlySpan<byte> line, long block, int place)
    {
        Rejected++;
        RejectedLines.Add(line, block, place);
    }

    /// <summary>Counts requests of people.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddPeople(long time, long requests, long bytes)
    {
        Requests += requests;
        Bytes += bytes;
        Span(time);
        Series.Add(time, requests, 0);
    }

    /// <summary>Counts people that an operator sent.</summary>
    public void AddVisitors(int operatorPlace, long count) => visitors[operatorPlace] += count;

    /// <summary>Counts one request of a machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddMachine(MachineTally machine, long time, AgentIdentity identity, int status, long bytes, ReadOnlySpan<byte> path, PathVerdict verdict)
    {
        Requests++;
        Bytes += bytes;
        MachineRequests++;
        MachineBytes += bytes;
        Span(time);
        Series.Add(time, 0, 1);
        machine.Add(time, identity, status, bytes, path, verdict);
    }

    /// <summary>The tally of a machine.</summary>
    /// <param name="place">Its place in the index; negative for a machine outside the catalogue.</param>
    /// <param name="name">Its name, for one outside the catalogue.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MachineTally MachineOf(int place, string name) =>
        place < 0 ? unknown.Of(name) : agents[place] ??= New(index.Agents[place]);

    /// <summary>The tally of a machine on record: of one outside the catalogue too, as it was known when it came.</summary>
    public MachineTally MachineOf(AgentIdentity identity) =>
        identity.Kind != RequesterKind.Agent ? unknown.Of(identity.Agent)
        : index.Agent(identity.Agent) is var place and >= 0 ? MachineOf(place, identity.Agent) : unknown.Of(identity);

    /// <summary>Adds what another part has counted.</summary>
    public void Merge(TrafficTally other)
    {
        Parsed += other.Parsed;
        Rejected += other.Rejected;
        WithoutUserAgent += other.WithoutUserAgent;
        ToOtherHosts += other.ToOtherHosts;
        Requests += other.Requests;
        Bytes += other.Bytes;
        MachineRequests += other.MachineRequests;
        MachineBytes += other.MachineBytes;
        First = Math.Min(First, other.First);
        Last = Math.Max(Last, other.Last);
        Series.Merge(other.Series);
        RejectedLines.Merge(other.RejectedLines);
        for (var i = 0; i < visitors.Length; i++)
            visitors[i] += other.visitors[i];
        for (var i = 0; i < agents.Length; i++)
            if (other.agents[i] is { } tally)
                MachineOf(i, tally.Name).Merge(tally);
        unknown.Merge(other.unknown);
        if (other.Replay is not null)
            Replay?.Merge(other.Replay);
    }

    /// <summary>Leaves the busiest unknown machines only; called once, when everything is merged.</summary>
    public void FoldLeastUnknown() => unknown.FoldLeast();

    static MachineTally New(Agent agent) => new(agent.Token, agent.Operator.Name, agent.Purpose.Name(), PathsKept);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Span(long time)
    {
        First = Math.Min(First, time);
        Last = Math.Max(Last, time);
    }
}
