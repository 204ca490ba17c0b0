using System.Text;
using Gardu.Ledger.Entries;
using Gardu.Reports.Rendering;

namespace Gardu.Evidence.Cases;

/// <summary>The page's part on the terms: each version with its words, when it was in force, and how many requests fell under it.</summary>
static class HtmlTerms
{
    const int VersionsMax = 100;
    const int FilesMax = 100;
    const int CharactersMax = 32_768;
    const int LineMax = 2000;

    public static void Add(HtmlText page, Case made, IReadOnlyList<TermsVersion> versions)
    {
        page.Add($"<h2 id=\"terms\">3. Terms in force</h2>\n<p>The gate decides by the terms of the site. Each request names the beginning of the hash of the terms that decided it; these are the terms of that hash.</p>\n");
        foreach (var version in versions.Take(VersionsMax))
        {
            page.Add($"<h3 id=\"{Anchor(version)}\">Terms <code>{CaseEvent.Short(version.Sha256)}</code> of {version.Site}</h3>\n<p>In force {string.Join("; again ", version.Spans.Select(Span))}. {Figures.Count(version.Requests, "request", "requests")} of this case fell under them.</p>\n");
            AddText(page, made, version.Sha256);
        }
        if (versions.Count > VersionsMax)
            page.Add($"<p class=\"quiet\">And {Figures.Count(versions.Count - VersionsMax)} more versions, in declared/.</p>\n");
        foreach (var (site, terms, requests) in TermsVersion.Unknown(made, versions))
            page.Add($"<p>{Figures.Count(requests, "request", "requests")} to {site} fell under terms {(terms.Length == 0 ? "that the record does not name" : $"{terms}, of which there is no declaration in this case")}.</p>\n");
        AddFiles(page, made);
    }

    /// <summary>What leads to a version of terms.</summary>
    public static string Anchor(TermsVersion version) => $"terms-{version.Spans[0].From.Index}";

    /// <summary>What was said to machines in those terms' other words: robots.txt and the like, as they were served.</summary>
    static void AddFiles(HtmlText page, Case made)
    {
        var source = made.Source;
        DeclaredChange[] files = [.. made.Declarations.Where(change => change.Payload is { Name: not DeclarationPayload.TermsName, Sha256: not null } && made.IsAsked(change.Payload.Site))
            .Where(change => !made.Declarations.Any(later => later.Key == change.Key && later.Index > change.Index && later.Time <= source.From)).OrderBy(change => (change.Time, change.Index))];
        if (files.Length == 0)
            return;
        page.Add($"<h3>What was said to machines</h3>\n<p>Files and pages that declared these terms, as they were served.</p>\n");
        foreach (var file in files.Take(FilesMax))
        {
            page.Add($"<details><summary><code>{file.Payload.Name}</code> from {CaseWords.Time(file.Time)}</summary>\n");
            AddText(page, made, file.Payload.Sha256!);
            page.Add($"</details>\n");
        }
        if (files.Length > FilesMax)
            page.Add($"<p class=\"quiet\">And {Figures.Count(files.Length - FilesMax)} more, in declared/.</p>\n");
    }

    static void AddText(HtmlText page, Case made, string hash)
    {
        if (!made.Files.Contains(hash) || made.Source.Declared(hash) is not { } bytes)
        {
            page.Add($"<p class=\"quiet\">Their bytes were not at hand when this case was made; their SHA-256 is <code>{hash}</code>.</p>\n");
            return;
        }
        var text = Encoding.UTF8.GetString(bytes);
        page.Add($"<pre>{HtmlText.Lines(text.Length > CharactersMax ? text[..CharactersMax] : text, LineMax)}</pre>\n<p class=\"quiet\">{(text.Length > CharactersMax ? "The beginning; whole" : "The very bytes")}: <a href=\"declared/{hash}\"><code>declared/{hash}</code></a></p>\n");
    }

    static string Span((DeclaredChange From, DeclaredChange? To) span) => span.To is { } end
        ? $"from {CaseWords.Time(span.From.Time)} (index {span.From.Index}) to {CaseWords.Time(end.Time)} (index {end.Index})"
        : $"since {CaseWords.Time(span.From.Time)} (index {span.From.Index})";
}
