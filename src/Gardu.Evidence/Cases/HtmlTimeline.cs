using Gardu.Ledger.Entries;
using Gardu.Reports.Rendering;

namespace Gardu.Evidence.Cases;

/// <summary>The page's list of what happened when: what was declared, configurations, keys, and the first and the last request.</summary>
static class HtmlTimeline
{
    const int RowsMax = 500;

    public static void Add(HtmlText page, Case made)
    {
        var rows = Rows(made);
        page.Add($"<h2 id=\"timeline\">2. Timeline</h2>\n<p>What changed at the sites that were asked, in one list; first what already stood when the time of this case began. Of every row the index names the entry in <code>entries.jsonl</code>.</p>\n<div class=\"rows\">");
        page.StartTable("time", "what", "index in the log");
        foreach (var (time, index, before, words) in rows.Take(RowsMax))
            page.Add($"<tr><td class=\"time\">{CaseWords.Time(time)}{(before ? " (before)" : "")}</td><td>{words}</td><td class=\"quiet\">index {index}</td></tr>\n");
        page.EndTable();
        page.Add($"</div>\n");
        if (rows.Count > RowsMax)
            page.Add($"<p class=\"quiet\">And {Figures.Count(rows.Count - RowsMax)} more, in entries.jsonl.</p>\n");
        if (made.Declarations.Select(change => change.Payload.Site).Distinct().Count(site => !made.IsAsked(site)) is > 0 and var others)
            page.Add($"<p class=\"quiet\">What {Figures.Count(others, "other site", "other sites")} of the same log declared is in entries.jsonl too.</p>\n");
    }

    static List<(DateTimeOffset Time, long Index, bool Before, HtmlText.Markup Words)> Rows(Case made)
    {
        var changes = made.Declarations.Where(change => made.IsAsked(change.Payload.Site)).Select(change => (change.Time, change.Index, Key: (object)change.Key, Words: WordsOf(change, made)))
            .Concat(made.Events.Select(change => (change.Time, change.Index, Key: KeyOf(change), Words: new HtmlText.Markup(HtmlText.Escape(change.Words))))).ToList();
        var before = changes.Where(change => change.Time < made.Source.From).GroupBy(change => change.Key).Select(group => group.MaxBy(change => (change.Time, change.Index)));
        var rows = before.Concat(changes.Where(change => change.Time >= made.Source.From)).Select(change => (change.Time, change.Index, change.Time < made.Source.From, change.Words)).ToList();
        foreach (var (request, name) in new[] { (made.Requests.First, "first request"), (made.Requests.Last, "last request") })
            if (request is not null)
                rows.Add((request.Time, request.Index, false, new HtmlText.Markup($"<strong>{name}</strong> of {HtmlText.Escape(made.Source.Agent)}: <a href=\"#{HtmlCase.Anchor(request)}\"><code>{HtmlText.Escape($"{request.Usage.Method} {request.Usage.Path}")}</code></a> at {HtmlText.Escape(request.Usage.Site)}, {HtmlText.Escape(CaseWords.Decided(request.Usage.Decision, request.Usage.Mode))}")));
        rows.Sort((one, other) => (one.Time, one.Index).CompareTo((other.Time, other.Index)));
        return rows;
    }

    /// <summary>What a later change takes the place of; every change of a key stands by itself.</summary>
    static object KeyOf(CaseEvent change) => change.Kind == EntryKind.Configuration ? change.Kind : change;

    static HtmlText.Markup WordsOf(DeclaredChange change, Case made)
    {
        var (site, name, hash) = change.Payload;
        if (hash is null)
            return new HtmlText.Markup($"{HtmlText.Escape(site)} no longer declares <code>{HtmlText.Escape(name)}</code>");
        var shown = $"<code>{HtmlText.Escape(CaseEvent.Short(hash))}</code>";
        var file = made.Files.Contains(hash) ? $"<a href=\"declared/{hash}\">{shown}</a>" : shown;
        return new HtmlText.Markup($"{HtmlText.Escape(site)} declares <code>{HtmlText.Escape(name)}</code>, {file}");
    }
}
