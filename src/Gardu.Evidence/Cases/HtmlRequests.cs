using System.Globalization;
using Gardu.Reports.Rendering;

namespace Gardu.Evidence.Cases;

/// <summary>The page's requests, by decision: the first and the last of each, and how many are between.</summary>
static class HtmlRequests
{
    public static void Add(HtmlText page, Case made, IReadOnlyList<TermsVersion> versions)
    {
        page.Add($"<h2 id=\"requests\">4. Requests</h2>\n<p>By what was decided; of each decision the first {RequestTally.ShownMax} and the last {RequestTally.ShownMax}. All {Figures.Count(made.RequestCount)} are in <code>entries.jsonl</code>, with their proofs.</p>\n");
        foreach (var ((decision, mode), group) in made.Requests.Decisions)
        {
            page.Add($"<h3 id=\"{Anchor(decision, mode)}\">{Figures.Count(group.Count, "request", "requests")} {CaseWords.Decided(decision, mode)}</h3>\n<div class=\"rows requests\">");
            page.StartTable("time and index", "request", "decided by", "answer", "who asked is known by", "terms");
            foreach (var request in group.First)
                AddRow(page, request, versions);
            if (group.Count - group.First.Count - group.Last.Count is > 0 and var between)
                page.Add($"<tr class=\"gap\"><td colspan=\"6\">{Figures.Count(between)} more between these, in entries.jsonl</td></tr>\n");
            foreach (var request in group.Last)
                AddRow(page, request, versions);
            page.EndTable();
            page.Add($"</div>\n");
        }
    }

    /// <summary>What leads to the requests of a decision.</summary>
    public static string Anchor(string decision, string mode) => $"decided-{decision}-{mode}";

    static void AddRow(HtmlText page, CaseRequest request, IReadOnlyList<TermsVersion> versions)
    {
        var usage = request.Usage;
        page.Add($"<tr id=\"{HtmlCase.Anchor(request)}\"><td><span class=\"time\">{CaseWords.Time(request.Time)}</span><br><span class=\"quiet\">index {request.Index}</span></td>");
        page.Add($"<td><code>{usage.Method} {usage.Path}</code><br><span class=\"quiet\">{usage.Site}{(usage.Id is { } id ? $", {id}" : "")}</span></td>");
        page.Add($"<td data-label=\"decided by\">{usage.Reason ?? ""}<br><span class=\"quiet\">{(usage.Rule is { } rule ? $"rule {rule}" : "no rule")}</span></td>");
        page.Add($"<td data-label=\"answer\">{usage.Status?.ToString(CultureInfo.InvariantCulture) ?? "no status"}<br><span class=\"quiet\">{Figures.Count(usage.Bytes, "byte", "bytes")}</span></td>");
        page.Add($"<td data-label=\"who asked\"><a href=\"#proof-{usage.Proof}\">{usage.Proof}</a><br><span class=\"quiet\">{CaseWords.OfProof(usage.Proof)}</span></td>");
        page.Add($"<td data-label=\"terms\">{Terms(usage.Site, usage.Terms, versions)}</td></tr>\n");
    }

    static HtmlText.Markup Terms(string site, string? terms, IReadOnlyList<TermsVersion> versions)
    {
        if (terms is not { Length: > 0 })
            return new HtmlText.Markup("");
        var shown = $"<code>{HtmlText.Escape(CaseEvent.Short(terms))}</code>";
        return new HtmlText.Markup(versions.FirstOrDefault(version => version.Site == site && version.Sha256.StartsWith(terms, StringComparison.Ordinal)) is { } known ? $"<a href=\"#{HtmlTerms.Anchor(known)}\">{shown}</a>" : shown);
    }
}
