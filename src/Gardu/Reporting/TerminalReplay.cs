using Gardu.Reports.Rendering;
using Gardu.Reports.Replay;
using Gardu.Reports.Traffic;
using Spectre.Console;

namespace Gardu.Reporting;

/// <summary>A replay for a terminal: what would have been done, to whom, by which rule.</summary>
static class TerminalReplay
{
    const int RowsMax = 20;
    const int RuleCharsMax = 40;

    static readonly Style Heading = new(decoration: Decoration.Bold);

    /// <summary>Prints on standard output.</summary>
    public static void Write(TrafficSummary summary, ReplayFigures replay)
    {
        var console = AnsiConsole.Console;
        var (source, all) = (summary.Source, replay.Machines);
        var span = source is { From: { } from, To: { } to } ? $", {Figures.Moment(from)} to {Figures.Moment(to)} UTC" : "";
        Line(console, $"{Figures.Count(source.Parsed, "request", "requests")} in {Figures.Count(source.Files, "log", "logs")}{span}");
        Line(console, "");
        Line(console, $"Machines under these terms: {Figures.Count(all.All, "request", "requests")}", Heading);
        var counts = TerminalTables.Start("", "requests", "of all");
        foreach (var (name, count) in (ReadOnlySpan<(string, long)>)[("refused", all.Refused), ("asked a price", all.Charged), ("slowed down", all.Limited), ("pass", all.Allowed)])
            TerminalTables.Row(counts, name, Figures.Count(count), Figures.Share(count, all.All));
        console.Write(counts);
        Line(console, ReplaySentences.People(replay));
        if (ReplaySentences.Elsewhere(source.Parsed, replay) is { } elsewhere)
            Line(console, elsewhere);
        Line(console, ReplaySentences.Search(replay));
        Line(console, ReplaySentences.Money(replay.Earned));
        WriteMachines(console, replay.ByMachine);
        WriteRules(console, replay.ByRule);
        Line(console, "");
        foreach (var note in source.Notes)
            Line(console, note, TerminalTables.Dim);
        if (source.Rejected > 0)
            Line(console, $"{Figures.Count(source.Rejected, "line was", "lines were")} not understood and left out.", TerminalTables.Dim);
        Line(console, "Counted as the gate would record it, whatever the mode; only rules in enforce stop anybody.", TerminalTables.Dim);
    }

    static void WriteMachines(IAnsiConsole console, IReadOnlyList<ReplayedMachineFigures> machines)
    {
        Line(console, "");
        Line(console, "By agent", Heading);
        var table = TerminalTables.Start("agent", "purpose", "refused", "priced", "slowed", "pass", "worth");
        foreach (var machine in machines.Take(RowsMax))
            TerminalTables.Row(table, [TerminalTables.Short(machine.Agent), machine.Purpose, .. Cells(machine.Requests, machine.Earned)]);
        console.Write(table);
        More(console, machines.Count);
    }

    static void WriteRules(IAnsiConsole console, IReadOnlyList<ReplayedRuleFigures> rules)
    {
        var several = rules.Select(rule => rule.Site).Distinct().Skip(1).Any();
        Line(console, "");
        Line(console, "By rule", Heading);
        var table = TerminalTables.Start("rule", "mode", "refused", "priced", "slowed", "pass", "worth");
        foreach (var rule in rules.Take(RowsMax))
            TerminalTables.Row(table, [PrintableText.Of($"{(several ? rule.Site + " " : "")}{rule.Rule ?? "none"}", RuleCharsMax), rule.Mode ?? "", .. Cells(rule.Requests, rule.Earned)]);
        console.Write(table);
        More(console, rules.Count);
    }

    static string[] Cells(OutcomeFigures requests, IReadOnlyList<EarnedFigures> earned) =>
        [Figures.Count(requests.Refused), Figures.Count(requests.Charged), Figures.Count(requests.Limited), Figures.Count(requests.Allowed), ReplaySentences.Amounts(earned)];

    static void More(IAnsiConsole console, int count) => TerminalTables.More(console, count - RowsMax);

    static void Line(IAnsiConsole console, string text, Style? style = null) => TerminalTables.Line(console, text, style);
}
