using Gardu.Reports.Traffic;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;

namespace Gardu.Reports.Rendering;

/// <summary>Requests that did not simply prove who they were from.</summary>
/// <param name="Proof">What they had all the same.</param>
/// <param name="Reason">Why it is no better.</param>
/// <param name="Requests">How many.</param>
/// <param name="Agents">Whose names they used, the most frequent first; a liar's row has one.</param>
public sealed record Doubt(Proof Proof, ReasonCode Reason, long Requests, IReadOnlyList<string> Agents)
{
    const int AgentsNamedMax = 3;

    /// <summary>The names, the first few of them.</summary>
    /// <param name="show">Makes a name fit to be shown.</param>
    public string Names(Func<string, string> show) =>
        string.Join(", ", Agents.Take(AgentsNamedMax).Select(show))
        + (Agents.Count > AgentsNamedMax ? $" and {Figures.Count(Agents.Count - AgentsNamedMax)} more" : "");

    /// <summary>
    /// Liars, by the name that they used; then claims, by reason; then signatures that did not hold, of those who are known in another
    /// way or not at all. Requests descending in each.
    /// </summary>
    public static IReadOnlyList<Doubt> Of(TrafficSummary summary)
    {
        var all = summary.Machines.SelectMany(machine => machine.Grounds, (machine, grounds) => (machine.Agent, grounds.Reason, grounds.Proof, grounds.Requests))
            .Where(row => row.Proof is Proof.Spoofed or Proof.Claimed || row.Reason == ProofReasons.SignatureInvalid || row.Reason == ProofReasons.SignatureUnverified);
        return
        [
            .. all.GroupBy(row => (row.Proof, row.Reason, Liar: row.Proof == Proof.Spoofed ? row.Agent : null))
                .Select(group => new Doubt(group.Key.Proof, group.Key.Reason, group.Sum(row => row.Requests),
                    [.. group.OrderByDescending(row => row.Requests).ThenBy(row => row.Agent, StringComparer.Ordinal).Select(row => row.Agent).Distinct()]))
                .OrderBy(doubt => doubt.Proof switch { Proof.Spoofed => 0, Proof.Claimed => 1, _ => 2 })
                .ThenByDescending(doubt => doubt.Requests).ThenBy(doubt => doubt.Reason.Code, StringComparer.Ordinal).ThenBy(doubt => doubt.Proof).ThenBy(doubt => doubt.Agents[0], StringComparer.Ordinal),
        ];
    }
}
