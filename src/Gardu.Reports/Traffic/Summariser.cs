using System.Text;
using Gardu.Reports.Rendering;
using Gardu.Reports.Replay;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;

namespace Gardu.Reports.Traffic;

/// <summary>Makes the answers of what was counted.</summary>
static class Summariser
{
    const int TopPathsMax = 10;
    const string CurrencyWithoutPrices = "USD"; // amounts of zero need a currency too

    /// <summary>Sums up.</summary>
    /// <param name="tally">The whole traffic.</param>
    /// <param name="index">The catalogue it was counted by.</param>
    /// <param name="settings">What it was held against.</param>
    /// <param name="files">Number of files read.</param>
    /// <param name="problems">What could not be read.</param>
    public static TrafficSummary Summarise(TrafficTally tally, AgentIndex index, ReportSettings settings, int files, IReadOnlyList<string> problems)
    {
        tally.FoldLeastUnknown();
        var machines = tally.Machines
            .OrderByDescending(machine => machine.Requests).ThenBy(machine => machine.Name, StringComparer.Ordinal).ToList();
        var replay = tally.Replay is null ? null : ReplaySummariser.Summarise(tally.Replay, machines, index, settings.Sites); // settles what machines are charged
        var worth = Worth(machines, out var otherCurrencies);
        return new TrafficSummary
        {
            Source = new SourceFigures
            {
                Files = files,
                Parsed = tally.Parsed,
                Rejected = tally.Rejected,
                From = tally.Requests == 0 ? null : Time(tally.First),
                To = tally.Requests == 0 ? null : Time(tally.Last),
                RejectedLines = [.. tally.RejectedLines.InOrder()],
                Notes = [.. problems, .. Notes(tally, machines, settings, otherCurrencies, hasLog: files > 0)],
            },
            Traffic = new TrafficFigures(tally.Requests, tally.Bytes, tally.MachineRequests, tally.MachineBytes) { Suspected = files == 0 ? tally.Suspected : null },
            Machines = [.. machines.Select(machine => Row(machine, settings.Robots is not null))],
            Referrals = Referrals(tally, machines, index),
            Worth = worth,
            Replay = replay,
            Series = new SeriesFigures(TimeSpan.FromMilliseconds(tally.Series.Length),
                [.. tally.Series.InOrder().Select(point => new SeriesPoint(Time(point.Start), point.People, point.Machines))]),
        };
    }

    static MachineFigures Row(MachineTally machine, bool hasRobots) => new()
    {
        Agent = machine.Name,
        Operator = machine.Operator,
        Purpose = machine.Purpose,
        Requests = machine.Requests,
        Bytes = machine.Bytes,
        Proofs = machine.Proofs.ByProof(),
        Grounds = machine.Proofs.ByGrounds(),
        Refused = machine.Refused,
        IgnoredRobots = hasRobots ? machine.IgnoredRobots : null,
        FirstSeen = Time(machine.First),
        LastSeen = Time(machine.Last),
        TopPaths = [.. machine.Paths.Top(TopPathsMax)
            .Select(path => new PathFigures(Encoding.UTF8.GetString(path.Value), path.Count, machine.Paths.Missing > 0))],
    };

    static List<ReferralFigures> Referrals(TrafficTally tally, List<MachineTally> machines, AgentIndex index)
    {
        var rows = new List<ReferralFigures>();
        for (var place = 0; place < index.Operators.Count; place++)
        {
            var name = index.Operators[place];
            var own = machines.FindAll(machine => machine.Operator == name);
            if (own.Count > 0 || tally.Visitors[place] > 0)
                rows.Add(new ReferralFigures(name, tally.Visitors[place], own.Sum(machine => machine.Requests - machine.Proofs.Of(Proof.Spoofed))));
        }
        return [.. rows.OrderByDescending(row => row.Visitors).ThenBy(row => row.Operator, StringComparer.Ordinal)];
    }

    /// <summary>The sum in the currency that most requests are priced in; nothing is converted.</summary>
    static WorthFigures Worth(List<MachineTally> machines, out IReadOnlyList<string> otherCurrencies)
    {
        var all = new Amounts();
        foreach (var machine in machines)
            all.Merge(machine.Worth);
        var sums = all.ByCurrency.OrderByDescending(sum => sum.Requests).ThenBy(sum => sum.Currency, StringComparer.Ordinal).ToList();
        otherCurrencies = [.. sums.Skip(1).Select(sum => new Money(sum.Micros, sum.Currency).ToString())];
        if (sums.Count == 0)
            return new WorthFigures(CurrencyWithoutPrices, 0, []);
        var lines = new List<WorthLine>();
        foreach (var machine in machines)
            foreach (var own in machine.Worth.ByCurrency)
                if (own.Currency == sums[0].Currency)
                    lines.Add(new WorthLine(machine.Name, machine.Purpose, own.Requests, own.Micros));
        return new WorthFigures(sums[0].Currency, sums[0].Micros, [.. lines.OrderByDescending(line => line.Micros).ThenBy(line => line.Agent, StringComparer.Ordinal)]);
    }

    static IEnumerable<string> Notes(TrafficTally tally, List<MachineTally> machines, ReportSettings settings, IReadOnlyList<string> otherCurrencies, bool hasLog)
    {
        if (tally.WithoutUserAgent > 0)
            yield return $"{Figures.Count(tally.WithoutUserAgent, "line comes", "lines come")} from a log format that has no user agents; whoever sent them counts as the machine {AgentIdentity.Empty}.";
        if (tally.ToOtherHosts > 0)
            yield return $"{Figures.Count(tally.ToOtherHosts, "request of a machine", "requests of machines")} went to hosts that no site of the terms names, and count for nothing here.";
        foreach (var other in otherCurrencies)
            yield return $"Besides, {other} would have been earned; currencies are not converted or added.";
        var uncountable = machines.Sum(machine => machine.Worth.Uncountable);
        if (uncountable > 0)
            yield return $"{Figures.Count(uncountable, "request has", "requests have")} a price per record, kB, token or minute, which a log does not tell: not in the sum.";
        if (machines.Exists(machine => machine.Name == UnknownMachines.Others))
            yield return $"Only the {Figures.Count(UnknownMachines.NamesMax)} busiest unknown machines have a row of their own; the rest is in {UnknownMachines.Others}.";
        if (machines.Exists(machine => machine.Paths.Missing > 0))
            yield return "Path counts marked as estimates are lower bounds: more different paths were asked for than are kept.";
        if (hasLog && settings.Identifier.Feeds.Count == 0) // what is on record was proven when it came
            yield return "No address lists were given, so nobody is proven or caught lying by address (--feeds DIR).";
    }

    static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
