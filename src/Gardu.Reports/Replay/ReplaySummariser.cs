using Gardu.Reports.Traffic;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Reports.Replay;

/// <summary>Makes the answers of what a replay counted.</summary>
static class ReplaySummariser
{
    /// <summary>Settles the limits and sums up.</summary>
    public static ReplayFigures Summarise(ReplayTally tally, IReadOnlyList<MachineTally> machines, AgentIndex index, IReadOnlyList<SiteUnderTerms> sites)
    {
        tally.Settle(machines, index);
        var (all, worth) = (new Outcomes(), new Amounts());
        foreach (var machine in machines)
        {
            all.Merge(machine.Outcomes);
            worth.Merge(machine.Worth);
        }
        return new ReplayFigures
        {
            Machines = all.Figures,
            People = tally.People,
            PeopleTouched = tally.PeopleTouched,
            ByMachine = [.. machines.Select(machine => new ReplayedMachineFigures(machine.Name, machine.Operator, machine.Purpose, machine.Outcomes.Figures, Earned(machine.Worth)))
                .Where(machine => machine.Requests.All > 0).OrderByDescending(machine => machine.Requests.Touched).ThenByDescending(machine => machine.Requests.All).ThenBy(machine => machine.Agent, StringComparer.Ordinal)],
            ByRule = [.. tally.Rules.Select(entry => Figures(entry.Rule, entry.Tally, sites)).Where(rule => rule.Requests.All > 0)
                .OrderByDescending(rule => rule.Requests.Touched).ThenByDescending(rule => rule.Requests.All).ThenBy(rule => rule.Site, StringComparer.Ordinal).ThenBy(rule => rule.Rule, StringComparer.Ordinal)],
            Earned = Earned(worth),
        };
    }

    static ReplayedRuleFigures Figures(ReplayedRule rule, ReplayTally.RuleTally tally, IReadOnlyList<SiteUnderTerms> sites) =>
        new(sites[rule.Site].Hosts[0], rule.Clause?.Rule, rule.Clause?.Value.ToString(), rule.Clause?.Mode.Name(), tally.Outcomes.Figures, Earned(tally.Worth));

    static EarnedFigures[] Earned(Amounts amounts) =>
        [.. amounts.ByCurrency.OrderBy(sum => sum.Currency, StringComparer.Ordinal).Select(sum => new EarnedFigures(sum.Requests, new Money(sum.Micros, sum.Currency)))];
}
