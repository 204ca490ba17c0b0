using Gardu.Reports.Recorded;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Reports.Rendering;

/// <summary>What is on record of a machine, in words: the same on a page and in a terminal.</summary>
public static class MachineWords
{
    /// <summary>From how many places.</summary>
    public static string From(RecordedMachine seen) => (seen.Networks, seen.HashedAddresses) switch
    {
        (var networks, 0) => Figures.Count(networks, "network (/24, /48)", "networks (/24, /48)"),
        (0, var addresses) => Figures.Count(addresses, "address", "addresses"),
        var (networks, addresses) => $"{Figures.Count(networks, "network (/24, /48)", "networks (/24, /48)")} and {Figures.Count(addresses, "address", "addresses")}",
    };

    /// <summary>How much was refused.</summary>
    public static string Refused(RecordedMachine seen) => $"{Figures.Share(seen.Refused, seen.Requests)} of them refused";

    /// <summary>From when to when.</summary>
    public static string Seen(RecordedMachine seen) => $"{Figures.Moment(seen.FirstSeen)} to {Figures.Moment(seen.LastSeen)} UTC";

    /// <summary>Whether it looked at robots.txt.</summary>
    public static string Robots(RecordedMachine seen) => seen.RobotsReads == 0 ? "never asked for robots.txt" : $"asked for robots.txt {Figures.Count(seen.RobotsReads, "time", "times")}";

    /// <summary>What was decided, and whether it came to that.</summary>
    public static string Decided(DecisionFigures decision) =>
        decision.Mode == Mode.Enforce || decision.Verdict == Verdict.Allow ? decision.Verdict.Name() : $"would be {decision.Verdict.Name()} in enforce";

    /// <summary>Requests by proof, the strongest first, by the names that records use; only those that there are.</summary>
    public static IEnumerable<(long Requests, string Proof)> Proofs(MachineHistory history) =>
        ProofNames.StrongestFirst.Append(Proof.None).Select(proof => (Requests: history.Proven(proof), Proof: proof.Name())).Where(row => row.Requests > 0);
}
