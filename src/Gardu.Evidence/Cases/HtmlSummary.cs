using System.Globalization;
using Gardu.Reports.Rendering;
using Gardu.Terms.Decisions;

namespace Gardu.Evidence.Cases;

/// <summary>The page's first part: who, how often, when, what was decided, and by what proof.</summary>
static class HtmlSummary
{
    const int ColumnsMax = 92;
    const int RowsShown = 20;

    static readonly string[] Decisions = ["refuse", "charge", "limit", "allow"];

    public static void Add(HtmlText page, Case made)
    {
        var all = made.Requests;
        page.Add($"<h2 id=\"summary\">1. Summary</h2>\n");
        if (all is not { First: { } first, Last: { } last })
        {
            page.Add($"<p class=\"lead\">No requests are on record.</p>\n");
            return;
        }
        page.Add($"<p class=\"lead\">In the name of {made.Source.Agent}, <a href=\"#requests\">{Figures.Count(all.Requests, "request", "requests")}</a> came, the first at <a href=\"#{HtmlCase.Anchor(first)}\">{Figures.Moment(first.Time)}</a>, the last at <a href=\"#{HtmlCase.Anchor(last)}\">{Figures.Moment(last.Time)}</a> (UTC). {Figures.Size(all.Bytes)} were sent in answer. What was decided: {CaseWords.Decisions(made)}.</p>\n");
        page.Add($"<p class=\"lead\">{CaseWords.WhoAsked(made)} <a href=\"#proven\">What these words mean, and what is not proven</a>.</p>\n");
        AddDays(page, made);
        page.Add($"<h3>What was decided</h3>\n");
        page.StartTable("decision", "n requests", "n of all", "n bytes sent");
        foreach (var ((decision, mode), group) in all.Decisions)
            page.Add($"<tr><td><a href=\"#{HtmlRequests.Anchor(decision, mode)}\">{CaseWords.Decided(decision, mode)}</a></td>{Cells(group.Count, all.Requests)}<td class=\"n\">{Figures.Size(group.Bytes)}</td></tr>\n");
        page.EndTable();
        page.Add($"<h3>How it is known who asked</h3>\n{SvgPlots.Bar(all.Requests, "requests by proof, as in the table", [.. all.Proofs.Rows.Select(row => (CssClass(row.Word), row.Requests))])}\n");
        AddTable(page, made, "proof", "proof", all.Proofs, row => $"{row}: {CaseWords.OfProof(row)}");
        page.Add($"<h3>Why</h3>\n");
        AddTable(page, made, "reason", "reason", all.Reasons, row => ReasonCodes.Find(row) is { } reason ? $"{row}: {reason.Meaning}" : row.Length == 0 ? "(none on record)" : row);
        page.Add($"<h3>What was answered</h3>\n");
        page.StartTable("HTTP status", "n requests", "n of all", "n bytes sent");
        foreach (var (status, requests, bytes) in all.Statuses.Rows.Take(RowsShown))
            page.Add($"<tr><td>{status}</td>{Cells(requests, all.Requests)}<td class=\"n\">{Figures.Size(bytes)}</td></tr>\n");
        page.EndTable();
        AddSource(page, "status", "NUMBER");
        page.Add($"<h3>What it called itself</h3>\n");
        AddTable(page, made, "User-Agent", "userAgent", all.UserAgents, row => row.Length == 0 ? "(nothing)" : row);
    }

    static void AddTable(HtmlText page, Case made, string heading, string member, Counts<string> counts, Func<string, string> words)
    {
        page.StartTable(heading, "n requests", "n of all");
        var rows = counts.Rows;
        foreach (var (word, requests, _) in rows.Take(RowsShown))
            page.Add($"<tr><td class=\"p\">{words(word)}</td>{Cells(requests, made.Requests.Requests)}</tr>\n");
        if (rows.Skip(RowsShown).Sum(row => row.Requests) + counts.Others is > 0 and var others)
            page.Add($"<tr><td class=\"quiet\">all others</td>{Cells(others, made.Requests.Requests)}</tr>\n");
        page.EndTable();
        AddSource(page, member, "\\\\\"WORD\\\\\"");
    }

    /// <summary>Where the rows behind the figures are.</summary>
    static void AddSource(HtmlText page, string member, string value) =>
        page.Add($"<p class=\"quiet\">Counted over lines of entries.jsonl: <code>grep -c '\\\\\"{member}\\\\\":{value}' entries.jsonl</code></p>\n");

    static void AddDays(HtmlText page, Case made)
    {
        var source = made.Source;
        var (start, end) = (DateOnly.FromDateTime(source.From.UtcDateTime), DateOnly.FromDateTime(source.To.UtcDateTime.AddTicks(-1)));
        var now = DateOnly.FromDateTime(source.MadeAt.UtcDateTime);
        end = now < end && now >= start ? now : end; // of days to come nothing can be said
        var length = (end.DayNumber - start.DayNumber) / ColumnsMax + 1;
        var columns = Enumerable.Range(0, (end.DayNumber - start.DayNumber) / length + 1).Select(_ => new long[Decisions.Length]).ToArray();
        foreach (var ((day, decision), requests, _) in made.Requests.Days.Rows)
            if (day >= start && day <= end && Array.IndexOf(Decisions, decision) is >= 0 and var part)
                columns[(day.DayNumber - start.DayNumber) / length][part] += requests;
        var highest = columns.Max(column => column.Sum());
        if (highest == 0 || columns.Length == 1)
            return; // one column shows nothing that the figures do not
        var at = start.AddDays(Array.FindIndex(columns, column => column.Sum() == highest) * length);
        var what = length == 1 ? "by day" : $"by {length} days";
        page.Add($"<figure>{SvgPlots.Columns(columns, Decisions, $"requests {what}; the most are {highest} from {Text(at)} on")}<div class=\"ends quiet\"><span>{Text(start)}</span><span>{Text(end)}</span></div>\n<figcaption>Requests {what}, UTC; the most, {Figures.Count(highest)}, {(length == 1 ? "on" : "from")} {Text(at)}. ");
        foreach (var decision in Decisions.Where((_, part) => columns.Any(column => column[part] > 0)))
            page.Add($"{SvgPlots.Key(decision, CaseWords.Word(decision))}");
        page.Add($"</figcaption></figure>\n<details><summary>The figures, day by day</summary>\n");
        page.StartTable(["day", .. Decisions.Select(decision => "n " + CaseWords.Word(decision))]);
        foreach (var day in made.Requests.Days.Rows.Select(row => row.Word.Day).Distinct().Order().Take(HtmlTables.RowsMax))
        {
            page.Add($"<tr><td class=\"time\">{Text(day)}</td>");
            foreach (var decision in Decisions)
                page.Add($"<td class=\"n\">{Figures.Count(made.Requests.Days.Requests((day, decision)))}</td>");
            page.Add($"</tr>\n");
        }
        page.EndTable();
        page.AddMore(made.Requests.Days.Rows.Select(row => row.Word.Day).Distinct().Count());
        page.Add($"</details>\n");
    }

    static string Text(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A word that may be a class name; those that this page does not know are not coloured.</summary>
    public static string CssClass(string proof) => proof != "none" && CaseWords.Proofs.Any(known => known.Proof == proof) ? proof : "unknown";

    static HtmlText.Markup Cells(long requests, long all) => new($"<td class=\"n\">{HtmlText.Escape(Figures.Count(requests))}</td><td class=\"n\">{HtmlText.Escape(Figures.Share(requests, all))}</td>");
}
