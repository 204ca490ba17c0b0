using Gardu.Reports.Rendering;
using Gardu.Reports.Traffic;
using Gardu.Terms.Identities;
using Spectre.Console;

namespace Gardu.Reporting;

/// <summary>Who is proven, who only claims, who lies, and why: a column for each proof that occurs, and a row for each reason to doubt.</summary>
static class TerminalProof
{
    static readonly Style Lie = new(Color.Red);

    public static void Write(IAnsiConsole console, TrafficSummary summary, int rowsMax)
    {
        var named = summary.Machines.Where(machine => machine.HasName).ToList();
        if (named.Count == 0)
            TerminalTables.Line(console, ProofSentences.Nobody);
        else
            WriteAgents(console, named, rowsMax);
        var doubts = Doubt.Of(summary);
        if (doubts.Count > 0)
            WriteDoubts(console, summary, doubts, rowsMax);
    }

    static void WriteAgents(IAnsiConsole console, List<MachineFigures> named, int rowsMax)
    {
        var proofs = ProofNames.StrongestFirst.Where(proof => named.Exists(machine => machine.Proven(proof) > 0)).ToList();
        var table = TerminalTables.Start(["agent", "company", .. proofs.Select(proof => proof.Name())]);
        foreach (var machine in named.OrderByDescending(machine => machine.Spoofed).ThenByDescending(machine => machine.Requests).Take(rowsMax))
            TerminalTables.Row(table, [
                TerminalTables.Short(machine.Agent), TerminalTables.Short(machine.Operator ?? ""),
                .. proofs.Select(proof => new Text(Figures.Count(machine.Proven(proof)), proof == Proof.Spoofed && machine.Spoofed > 0 ? Lie : Style.Plain)),
            ]);
        console.Write(table);
        TerminalTables.More(console, named.Count - rowsMax);
    }

    static void WriteDoubts(IAnsiConsole console, TrafficSummary summary, IReadOnlyList<Doubt> doubts, int rowsMax)
    {
        console.WriteLine();
        var table = TerminalTables.Start("requests", "proof", "why");
        foreach (var doubt in doubts.Take(rowsMax))
            TerminalTables.Row(table, Figures.Count(doubt.Requests), new Text(doubt.Proof.Name(), doubt.Proof == Proof.Spoofed ? Lie : Style.Plain),
                $"{doubt.Names(TerminalTables.Short)}: {doubt.Reason.Title} ({doubt.Reason.Code})");
        console.Write(table);
        TerminalTables.More(console, doubts.Count - rowsMax);
        if (ProofSentences.Doubtful(summary) is { } doubtful)
            TerminalTables.Line(console, doubtful);
        if (doubts[0].Proof == Proof.Spoofed)
            TerminalTables.Line(console, ProofSentences.Liars);
        foreach (var advised in doubts.Select(doubt => doubt.Reason).Distinct().GroupBy(reason => ProofSentences.Advice(reason, summary.Source)).Where(group => group.Key is not null))
            TerminalTables.Line(console, $"{string.Join(", ", advised.Select(reason => reason.Code))}: {advised.Key}", TerminalTables.Dim);
    }
}
