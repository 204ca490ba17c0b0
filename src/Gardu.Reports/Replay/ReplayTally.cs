using System.Text;
using Gardu.Reports.Logs;
using Gardu.Reports.Traffic;
using Gardu.Terms.Identities;
using Gardu.Terms.Limits;
using Gardu.Terms.Values;

namespace Gardu.Reports.Replay;

/// <summary>What a part of the traffic would get under the terms; parts are merged, and then the limits are settled. For one thread at a time.</summary>
sealed class ReplayTally(ReplayedRules rules, LimitedRequests limited)
{
    /// <summary>Requests that are kept in memory before they are laid down: 12 MB.</summary>
    const int BufferLength = 256 * 1024;

    readonly List<RuleTally> counted = [];
    LimitedRequest[] buffer = new LimitedRequest[64];
    int buffered;

    /// <summary>What one line of the terms decided.</summary>
    public sealed class RuleTally
    {
        public Outcomes Outcomes { get; } = new();

        public Amounts Worth { get; } = new();
    }

    /// <summary>People's requests that the terms were asked about.</summary>
    public long People { get; private set; }

    /// <summary>Of those, the ones that would get anything but the origin's answer.</summary>
    public long PeopleTouched { get; private set; }

    /// <summary>Every line that decided something, with what it decided; complete once the limits are settled.</summary>
    public IEnumerable<(ReplayedRule Rule, RuleTally Tally)> Rules => rules.All.OrderBy(rule => rule.Id).Select(rule => (rule, Of(rule)));

    /// <summary>Counts a request of a person.</summary>
    public void AddPerson(ReplayedRule rule)
    {
        People++;
        if (rule.Within != Verdict.Allow || rule.Beyond != Verdict.Allow)
            PeopleTouched++;
    }

    /// <summary>Counts a request of a machine, or lays it aside where a limit has to be settled first; the verdict that is left is what it earns at once.</summary>
    public PathVerdict Add(PathVerdict verdict, ReplayedRule rule, MachineTally machine, int place, AgentIdentity identity, in LogEntry entry, long sequence)
    {
        var price = verdict.Earned(entry.Status);
        if (rule.Limit is null)
        {
            machine.Outcomes.Add(rule.Within);
            Count(rule, rule.Within, price);
            return verdict;
        }
        var (kind, requester) = LimitedRequest.WindowOf(identity, place, entry.Address);
        Lay(new LimitedRequest(requester, entry.Time, sequence, LimitedRequest.MachineOf(place, Encoding.UTF8.GetBytes(machine.Name)), rule.Id, kind, price is not null));
        return verdict with { Price = null };
    }

    /// <summary>Adds what another part has counted; that one is not to be used any more.</summary>
    public void Merge(ReplayTally other)
    {
        People += other.People;
        PeopleTouched += other.PeopleTouched;
        foreach (var (rule, tally) in other.Rules)
        {
            Of(rule).Outcomes.Merge(tally.Outcomes);
            Of(rule).Worth.Merge(tally.Worth);
        }
        limited.Keep(other.buffer.AsMemory(0, other.buffered));
    }

    /// <summary>Counts what was laid aside, window by window in the order of time; once, when everything is merged.</summary>
    /// <param name="machines">The rows there are.</param>
    /// <param name="index">The catalogue that they were counted by.</param>
    public void Settle(IEnumerable<MachineTally> machines, AgentIndex index)
    {
        limited.Keep(buffer.AsMemory(0, buffered));
        var byId = rules.All.ToDictionary(rule => rule.Id);
        var rows = machines.ToDictionary(machine => LimitedRequest.MachineOf(machine.Operator is null ? -1 : index.Agent(machine.Name), Encoding.UTF8.GetBytes(machine.Name)));
        var others = machines.FirstOrDefault(machine => machine.Name == UnknownMachines.Others);
        SlidingWindow? window = null;
        LimitedRequest last = default;
        foreach (var request in limited.InOrder())
        {
            var rule = byId[request.Rule];
            if (window is null || !request.SharesWindow(last))
                window = new SlidingWindow(rule.Limit!); // only those with a limit were laid aside
            last = request;
            var passes = window.Take(request.Time * TimeSpan.TicksPerMillisecond) == TimeSpan.Zero;
            var verdict = passes ? rule.Within : rule.Beyond;
            var machine = rows.GetValueOrDefault(request.Machine) ?? others ?? throw new InvalidOperationException("a request has no row");
            var price = passes && request.Earns ? rule.Clause!.Value.Price : null; // a limit has a clause
            machine.Outcomes.Add(verdict);
            if (price is not null)
                machine.Worth.Add(price);
            Count(rule, verdict, price);
        }
    }

    void Count(ReplayedRule rule, Verdict verdict, Price? price)
    {
        var tally = Of(rule);
        tally.Outcomes.Add(verdict);
        if (price is not null)
            tally.Worth.Add(price);
    }

    RuleTally Of(ReplayedRule rule)
    {
        while (counted.Count <= rule.Id)
            counted.Add(new RuleTally());
        return counted[rule.Id];
    }

    void Lay(LimitedRequest request)
    {
        if (buffered == BufferLength)
        {
            limited.Spill(buffer.AsSpan(0, buffered));
            buffered = 0;
        }
        else if (buffered == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }
        buffer[buffered++] = request;
    }
}
