using Gardu.Reports.Replay;

namespace Gardu.Reports.Rendering;

/// <summary>The page's first part where traffic was replayed: what it would get under the terms.</summary>
static class HtmlReplay
{
    public static void Add(HtmlText page, ReplayFigures replay)
    {
        var all = replay.Machines;
        page.Add($"<h2>What would these terms have done?</h2>\n");
        page.Add($"<p>Of {Figures.Count(all.All, "request", "requests")} of machines {Figures.Count(all.Refused)} would be refused, {Figures.Count(all.Charged)} asked a price, {Figures.Count(all.Limited)} slowed down, and {Figures.Count(all.Allowed)} pass. Counted as records are, whatever the mode.</p>\n");
        page.Add($"<p>{ReplaySentences.People(replay)}</p>\n<p>{ReplaySentences.Search(replay)}</p>\n<p>{ReplaySentences.Money(replay.Earned)}</p>\n");
        page.StartTable("agent", "company", "purpose", "n refused", "n asked a price", "n slowed", "n pass", "n would be charged");
        foreach (var machine in replay.ByMachine.Take(HtmlTables.RowsMax))
            page.Add($"<tr><td>{machine.Agent}</td><td>{machine.Operator ?? ""}</td><td>{machine.Purpose}</td>{Cells(machine.Requests, machine.Earned)}</tr>\n");
        page.EndTable();
        page.AddMore(replay.ByMachine.Count);
        page.StartTable("site", "rule", "value", "mode", "n refused", "n asked a price", "n slowed", "n pass", "n would be charged");
        foreach (var rule in replay.ByRule.Take(HtmlTables.RowsMax))
            page.Add($"<tr><td>{rule.Site}</td><td><code>{rule.Rule ?? ReplaySentences.NoRule}</code></td><td>{rule.Value ?? ""}</td><td>{rule.Mode ?? ""}</td>{Cells(rule.Requests, rule.Earned)}</tr>\n");
        page.EndTable();
        page.AddMore(replay.ByRule.Count);
    }

    static HtmlText.Markup Cells(OutcomeFigures requests, IReadOnlyList<EarnedFigures> earned) => new(string.Concat(
        new[] { Figures.Count(requests.Refused), Figures.Count(requests.Charged), Figures.Count(requests.Limited), Figures.Count(requests.Allowed), ReplaySentences.Amounts(earned) }
            .Select(cell => $"<td class=\"n\">{HtmlText.Escape(cell)}</td>")));
}
