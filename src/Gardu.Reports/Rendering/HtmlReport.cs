using Gardu.Reports.Traffic;
using Gardu.Terms.Values;

namespace Gardu.Reports.Rendering;

/// <summary>The report as one page that needs nothing else: no script, no file, no connection.</summary>
public sealed class HtmlReport
{
    const int RowsMax = HtmlTables.RowsMax;
    const int PlotColumnsMax = 240;
    const int TableColumnsMax = 62;
    const int RejectedCharsMax = 200;

    static readonly string[] Purposes = ["ai-train", "ai-input", "ai-index", "search", "other", "unknown"];

    readonly HtmlText page = new();
    readonly TrafficSummary summary;

    HtmlReport(TrafficSummary summary) => this.summary = summary;

    /// <summary>Renders the page; whatever strangers wrote into the log stands in it as plain text.</summary>
    public static string Render(TrafficSummary summary)
    {
        var report = new HtmlReport(summary);
        report.AddHead();
        if (summary.Replay is { } replay)
            HtmlReplay.Add(report.page, replay);
        if (summary.Traffic.Requests > 0)
        {
            report.AddShare();
            report.AddCompanies();
            HtmlProof.Add(report.page, summary);
            report.AddTaken();
            report.AddReferrals();
            report.AddWorth();
        }
        report.AddFoot();
        return report.page.ToString();
    }

    void AddHead()
    {
        var source = summary.Source;
        var traffic = summary.Traffic;
        page.StartPage("Who came");
        page.Add($"""
            <h1>{Figures.Share(traffic.MachineRequests, traffic.Requests)} of the traffic is machines</h1>
            <p>{Figures.Count(source.Parsed, "request", "requests")} in {(source.Files == 0 ? "the gate's record" : Figures.Count(source.Files, "log", "logs"))}
            """);
        if (source is { From: { } from, To: { } to })
            page.Add($", {Figures.Moment(from)} to {Figures.Moment(to)} UTC");
        page.Add($".</p>\n");
    }

    void AddShare()
    {
        var traffic = summary.Traffic;
        var people = traffic.Requests - traffic.MachineRequests;
        page.Add($"<h2>1. How much of the traffic is machines?</h2>\n<p>{SvgPlots.Key("machines", "machines")}{SvgPlots.Key("people", "people")}</p>\n");
        page.StartTable("", "", "n requests", "n of all", "n bytes", "n of all");
        AddShareRow("machines", traffic.MachineRequests, traffic.MachineBytes);
        AddShareRow("people", people, traffic.Bytes - traffic.MachineBytes);
        page.EndTable();
        if (traffic.Suspected is > 0 and { } suspected)
            page.Add($"<p>Of people's requests, {Figures.Count(suspected)} came from clients that behave like machines.</p>\n");
        AddSeries();

        void AddShareRow(string name, long requests, long bytes) => page.Add(
            $"<tr><td>{name}</td><td class=\"b\">{SvgPlots.Bar(traffic.Requests, $"{name}: {requests}", (name, requests))}</td><td class=\"n\">{Figures.Count(requests)}</td><td class=\"n\">{Figures.Share(requests, traffic.Requests)}</td><td class=\"n\">{Figures.Size(bytes)}</td><td class=\"n\">{Figures.Share(bytes, traffic.Bytes)}</td></tr>\n");
    }

    void AddSeries()
    {
        var columns = SeriesColumns.Fit(summary.Series, PlotColumnsMax);
        page.Add($"<figure><figcaption>Requests over time, machines below, people above; the highest column is {Figures.Count(columns.Max(column => column.People + column.Machines))}.</figcaption>\n");
        page.Add($"{SvgPlots.Series(columns, "Requests of machines and people over time")}\n<div class=\"ends quiet\"><span>{Figures.Moment(columns[0].Start)}</span><span>{Figures.Moment(columns[^1].Start)}</span></div></figure>\n");
        page.Add($"<details><summary>The same in numbers</summary>\n");
        page.StartTable("from (UTC)", "n machines", "n people");
        foreach (var column in SeriesColumns.Fit(summary.Series, TableColumnsMax))
            page.Add($"<tr><td>{Figures.Moment(column.Start)}</td><td class=\"n\">{Figures.Count(column.Machines)}</td><td class=\"n\">{Figures.Count(column.People)}</td></tr>\n");
        page.EndTable();
        page.Add($"</details>\n");
    }

    void AddCompanies()
    {
        page.Add($"<h2>2. Which companies, for which purpose?</h2>\n<p>");
        foreach (var purpose in Purposes)
            page.Add($"{SvgPlots.Key(purpose, purpose)}");
        page.Add($"</p>\n");
        page.StartTable("company", "", "purpose", "n requests", "n bytes");
        var companies = summary.Machines.GroupBy(machine => machine.Company)
            .Select(group => new Company(group.Key, [.. group])).OrderByDescending(company => company.Requests).ThenBy(company => company.Name, StringComparer.Ordinal).ToList();
        foreach (var company in companies.Take(RowsMax))
        {
            var parts = Purposes.Select(purpose => (Class: purpose, Size: company.Machines.Where(machine => machine.Purpose == purpose).Sum(machine => machine.Requests))).ToArray();
            var words = string.Join(", ", parts.Where(part => part.Size > 0).Select(part => $"{part.Class} {Figures.Count(part.Size)}"));
            page.Add($"<tr><td>{company.Name}</td><td class=\"b\">{SvgPlots.Bar(companies[0].Requests, $"{company.Name}: {words}", parts)}</td><td>{words}</td><td class=\"n\">{Figures.Count(company.Requests)}</td><td class=\"n\">{Figures.Size(company.Machines.Sum(machine => machine.Bytes))}</td></tr>\n");
        }
        page.EndTable();
        page.AddMore(companies.Count);
    }

    void AddTaken()
    {
        page.Add($"<h2>4. What did they take, what was refused, what ignored robots.txt?</h2>\n");
        page.Add($"<p>Refused means answered 401, 402, 403 or 429: {Figures.Count(summary.Machines.Sum(machine => machine.Refused))} requests.</p>\n");
        page.StartTable("agent", "n requests", "n bytes", "n refused", "n ignored robots.txt", "asked for most");
        foreach (var machine in summary.Machines.Take(RowsMax))
        {
            page.Add($"<tr><td>{machine.Agent}</td><td class=\"n\">{Figures.Count(machine.Requests)}</td><td class=\"n\">{Figures.Size(machine.Bytes)}</td><td class=\"n\">{Figures.Count(machine.Refused)}</td><td class=\"n\">{(machine.IgnoredRobots is { } ignored ? Figures.Count(ignored) : "not asked")}</td><td class=\"p\">");
            if (machine.TopPaths.Count > 0)
                page.Add($"<details><summary><code>{machine.TopPaths[0].Path}</code></summary>");
            foreach (var path in machine.TopPaths)
                page.Add($"<code>{path.Path}</code> {(path.IsEstimate ? "at least " : "")}{Figures.Count(path.Requests)}<br>");
            page.Add($"{(machine.TopPaths.Count > 0 ? new HtmlText.Markup("</details>") : default)}</td></tr>\n");
        }
        page.EndTable();
        page.AddMore(summary.Machines.Count);
    }

    void AddReferrals()
    {
        page.Add($"<h2>5. How many visitors did the same companies send back?</h2>\n");
        page.StartTable("company", "n took", "n visitors sent", "n requests for a visitor");
        foreach (var row in summary.Referrals.OrderByDescending(row => row.Visitors).ThenByDescending(row => row.Crawled).Take(RowsMax))
            page.Add($"<tr><td>{row.Operator}</td><td class=\"n\">{Figures.Count(row.Crawled)}</td><td class=\"n\">{Figures.Count(row.Visitors)}</td><td class=\"n\">{Figures.Ratio(row.CrawlToRefer)}</td></tr>\n");
        page.EndTable();
        page.AddMore(summary.Referrals.Count);
    }

    void AddWorth()
    {
        var worth = summary.Worth;
        page.Add($"<h2>6. What did it cost, and what would it be worth?</h2>\n<p>Machines took {Figures.Size(summary.Traffic.MachineBytes)} of bandwidth.</p>\n");
        if (worth.Lines.Count == 0)
        {
            page.Add($"<p class=\"quiet\">No price was met. Give terms with prices (<code>--terms gardu.yaml</code>) to see what this traffic would be worth.</p>\n");
            return;
        }
        page.Add($"<p>Under the given terms it would be worth <strong>{worth.Currency} {new Money(worth.TotalMicros, worth.Currency).Decimal}</strong>. Few pay today; this is the price tag, not a forecast.</p>\n");
        page.StartTable("agent", "purpose", "", "n charged requests", "n " + worth.Currency);
        foreach (var line in worth.Lines.Take(RowsMax))
            page.Add($"<tr><td>{line.Agent}</td><td>{line.Purpose}</td><td class=\"b\">{SvgPlots.Bar(worth.Lines[0].Micros, $"{line.Agent}: {new Money(line.Micros, worth.Currency)}", (line.Purpose, line.Micros))}</td><td class=\"n\">{Figures.Count(line.Requests)}</td><td class=\"n\">{new Money(line.Micros, worth.Currency).Decimal}</td></tr>\n");
        page.EndTable();
        page.AddMore(worth.Lines.Count);
    }

    void AddFoot()
    {
        var source = summary.Source;
        page.Add($"<h2>About these figures</h2>\n<p>{Figures.Count(source.Lines, "line", "lines")}, of which {Figures.Count(source.Rejected)} could not be understood and {(source.Rejected == 1 ? "is" : "are")} left out.</p>\n");
        foreach (var line in source.RejectedLines)
            page.Add($"<p><code>{PrintableText.Of(line, RejectedCharsMax)}</code></p>\n");
        foreach (var note in source.Notes)
            page.Add($"<p>{note}</p>\n");
        page.Add($"<p class=\"quiet\">Made by gardu report. A machine is whatever does not look like a browser; a proven one signed what it asked, brought a key of yours, or came from an address that its company lists or names; whoever only claims a name may be anybody.</p>\n</body>\n</html>\n");
    }

    sealed record Company(string Name, IReadOnlyList<MachineFigures> Machines)
    {
        public long Requests { get; } = Machines.Sum(machine => machine.Requests);
    }
}
