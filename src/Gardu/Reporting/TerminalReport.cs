using Gardu.Reports.Rendering;
using Gardu.Reports.Traffic;
using Gardu.Terms.Values;
using Spectre.Console;

namespace Gardu.Reporting;

/// <summary>The report for a terminal: the six things that owners ask first, in their order.</summary>
sealed class TerminalReport
{
    const int RowsMax = 12;
    const int PathRowsMax = 8;
    const int PathCharsMax = 60;
    const int RejectedCharsMax = 160;

    static readonly Style Heading = new(decoration: Decoration.Bold);
    static readonly Style Dim = TerminalTables.Dim;

    readonly IAnsiConsole console;
    readonly TrafficSummary summary;
    readonly bool hasTerms;
    readonly bool hasRobots;

    TerminalReport(IAnsiConsole console, TrafficSummary summary, bool hasTerms, bool hasRobots) =>
        (this.console, this.summary, this.hasTerms, this.hasRobots) = (console, summary, hasTerms, hasRobots);

    /// <summary>Prints the report on standard output.</summary>
    public static void Write(TrafficSummary summary, bool hasTerms, bool hasRobots) =>
        new TerminalReport(AnsiConsole.Console, summary, hasTerms, hasRobots).Write();

    void Write()
    {
        WriteSource();
        if (summary.Traffic.Requests == 0)
        {
            Line("No requests were found in it.");
        }
        else
        {
            WriteShare();
            WriteCompanies();
            WriteProof();
            WriteTaken();
            WriteReferrals();
            WriteWorth();
        }
        WriteNotes();
        WriteNext();
    }

    void WriteSource()
    {
        var source = summary.Source;
        var span = source is { From: { } from, To: { } to } ? $", {Figures.Moment(from)} to {Figures.Moment(to)} UTC" : "";
        var where = source.Files == 0 ? "the gate's record" : Figures.Count(source.Files, "log", "logs");
        Line($"{Figures.Count(source.Parsed, "request", "requests")} in {where}{span}");
        if (source.Rejected > 0)
        {
            Line($"{Figures.Count(source.Rejected, "line was", "lines were")} not understood and left out, such as:", Dim);
            foreach (var line in source.RejectedLines)
                Line("  " + PrintableText.Of(line, RejectedCharsMax), Dim);
        }
    }

    void WriteShare()
    {
        var traffic = summary.Traffic;
        Ask(1, "How much of the traffic is machines?");
        Line($"{Figures.Share(traffic.MachineRequests, traffic.Requests)} of all requests, {Figures.Share(traffic.MachineBytes, traffic.Bytes)} of all bytes.");
        var table = TerminalTables.Start("", "", "requests", "bytes");
        TerminalTables.Row(table, "machines", Bar(traffic.MachineRequests, traffic.Requests, Color.Yellow), Figures.Count(traffic.MachineRequests), Figures.Size(traffic.MachineBytes));
        TerminalTables.Row(table, "people", Bar(traffic.Requests - traffic.MachineRequests, traffic.Requests, Color.Blue),
            Figures.Count(traffic.Requests - traffic.MachineRequests), Figures.Size(traffic.Bytes - traffic.MachineBytes));
        console.Write(table);
        if (traffic.Suspected is > 0 and { } suspected)
            Line($"Of people's requests, {Figures.Count(suspected)} came from clients that behave like machines; /api/v1/undeclared of the operator's listener shows the last of them.");
    }

    void WriteCompanies()
    {
        Ask(2, "Which companies, for which purpose?");
        var rows = summary.Machines
            .GroupBy(machine => (Operator: machine.Company, machine.Purpose))
            .Select(group => (group.Key.Operator, group.Key.Purpose, Requests: group.Sum(machine => machine.Requests), Bytes: group.Sum(machine => machine.Bytes)))
            .OrderByDescending(row => row.Requests).ThenBy(row => row.Operator, StringComparer.Ordinal).ToList();
        var table = TerminalTables.Start("company", "purpose", "", "requests", "bytes");
        foreach (var row in rows.Take(RowsMax))
            TerminalTables.Row(table, TerminalTables.Short(row.Operator), row.Purpose, Bar(row.Requests, rows[0].Requests, ColorOf(row.Purpose)), Figures.Count(row.Requests), Figures.Size(row.Bytes));
        console.Write(table);
        More(rows.Count - RowsMax);
    }

    void WriteProof()
    {
        Ask(3, "Which of them are proven, which only claim, which lie?");
        TerminalProof.Write(console, summary, RowsMax);
    }

    void WriteTaken()
    {
        Ask(4, hasRobots ? "What did they take, what was refused, what ignored robots.txt?" : "What did they take, and what was refused?");
        var refused = summary.Machines.Sum(machine => machine.Refused);
        Line($"{Figures.Count(refused)} of their requests {(refused == 1 ? "was" : "were")} refused (401, 402, 403 or 429).");
        if (hasRobots)
            Line($"{Figures.Count(summary.Machines.Sum(machine => machine.IgnoredRobots ?? 0))} asked for what robots.txt disallows.");
        else
            Line("Give --robots FILE to see who ignored it.", Dim);
        var table = hasRobots ? TerminalTables.Start("agent", "requests", "refused", "ignored", "asked for most") : TerminalTables.Start("agent", "requests", "refused", "asked for most");
        foreach (var machine in summary.Machines.Take(PathRowsMax))
        {
            List<object> cells = [TerminalTables.Short(machine.Agent), Figures.Count(machine.Requests), Figures.Count(machine.Refused)];
            if (hasRobots)
                cells.Add(Figures.Count(machine.IgnoredRobots ?? 0));
            cells.Add(machine.TopPaths is [var top, ..] ? $"{PrintableText.Of(top.Path, PathCharsMax)} ({(top.IsEstimate ? "≥ " : "")}{Figures.Count(top.Requests)})" : "");
            TerminalTables.Row(table, [.. cells]);
        }
        console.Write(table);
        More(summary.Machines.Count - PathRowsMax);
    }

    void WriteReferrals()
    {
        Ask(5, "How many visitors did the same companies send back?");
        var rows = summary.Referrals.OrderByDescending(row => row.Visitors).ThenByDescending(row => row.Crawled).ToList();
        if (rows.Count == 0)
        {
            Line("None of them is known by name.");
            return;
        }
        var table = TerminalTables.Start("company", "took", "visitors sent", "requests for a visitor");
        foreach (var row in rows.Take(RowsMax))
            TerminalTables.Row(table, TerminalTables.Short(row.Operator), Figures.Count(row.Crawled), Figures.Count(row.Visitors), Figures.Ratio(row.CrawlToRefer));
        console.Write(table);
        More(rows.Count - RowsMax);
    }

    void WriteWorth()
    {
        Ask(6, "What did it cost, and what would it be worth?");
        Line($"Machines took {Figures.Size(summary.Traffic.MachineBytes)} of bandwidth.");
        var worth = summary.Worth;
        if (!hasTerms)
        {
            Line("Give --terms gardu.yaml to see what it would be worth at your prices.", Dim);
            return;
        }
        Line($"Under these terms their requests would be worth {worth.Currency} {new Money(worth.TotalMicros, worth.Currency).Decimal}. Few pay today; this is the price tag, not a forecast.");
        if (worth.Lines.Count == 0)
            return;
        var table = TerminalTables.Start("agent", "purpose", "charged requests", worth.Currency);
        foreach (var line in worth.Lines.Take(RowsMax))
            TerminalTables.Row(table, TerminalTables.Short(line.Agent), line.Purpose, Figures.Count(line.Requests), new Money(line.Micros, worth.Currency).Decimal);
        console.Write(table);
        More(worth.Lines.Count - RowsMax);
    }

    void WriteNotes()
    {
        if (summary.Source.Notes.Count == 0)
            return;
        console.WriteLine();
        foreach (var note in summary.Source.Notes)
            Line("Note: " + note, Dim);
    }

    void WriteNext()
    {
        var next = summary.Source is { Parsed: 0, Rejected: > 0 } ? "say how your server writes its log, with --format (gardu report --help)."
            : !summary.Source.IsRecord ? "guard the site, observing at first, with \"gardu up --origin http://127.0.0.1:8080\"."
            : summary.Machines.Any(machine => machine.Operator is null) ? "\"gardu agents propose\" says which of the machines that nobody knows to add, and how."
            : null;
        if (next is null)
            return;
        console.WriteLine();
        Line("Next: " + next);
    }

    void Ask(int number, string question)
    {
        console.WriteLine();
        Line($"{number}. {question}", Heading);
    }

    void Line(string text, Style? style = null) => TerminalTables.Line(console, text, style);

    void More(int count) => TerminalTables.More(console, count);

    Text Bar(long part, long whole, Color color)
    {
        var room = Math.Clamp(console.Profile.Width - 56, 8, 40);
        var eighths = whole == 0 ? 0 : (int)Math.Round(8.0 * room * part / whole);
        if (part > 0)
            eighths = Math.Max(eighths, 1);
        var partial = eighths % 8 == 0 ? "" : "▏▎▍▌▋▊▉"[eighths % 8 - 1].ToString();
        return new Text(new string('█', eighths / 8) + partial, new Style(color));
    }

    static Color ColorOf(string purpose) => purpose switch
    {
        "ai-train" => Color.Red,
        "ai-input" => Color.Yellow,
        "ai-index" => Color.Olive,
        "search" => Color.Green,
        "other" => Color.Aqua,
        _ => Color.Grey,
    };
}
