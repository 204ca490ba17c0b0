using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gardu.Evidence.Scan.Matching;
using Gardu.Reports.Rendering;

namespace Gardu.Evidence.Scan.Reporting;

/// <summary>A report as one page that needs nothing else: how much was found, of whom, where, side by side, and how sure that is.</summary>
static class HtmlScan
{
    const int RowsShown = 1_000;
    const string NotKnown = "(not known)";

    /// <summary>Pairs shown side by side, of the longest and of those drawn.</summary>
    const int PairsShown = 20;

    public static string Render(ScanReport report)
    {
        var page = new HtmlText();
        page.StartPage("Scan of a corpus", Css);
        page.Add($"<h1>What of yours is in the corpus</h1>\n");
        AddSummary(page, report);
        AddSure(page, report);
        AddDocuments(page, report);
        AddGroups(page, report);
        AddPairs(page, report);
        AddUnread(page, report);
        page.Add($"<p class=\"quiet\">{report.Scan.Program}; index {report.Scan.Index}; normalisation {report.Scan.Normalisation}. The same index, corpus and options give this page again, octet for octet.</p>\n</body>\n</html>\n");
        return page.ToString();
    }

    static void AddSummary(HtmlText page, ScanReport report)
    {
        var (corpus, found) = (report.Corpus, report.Found);
        page.Add($"<p class=\"lead\">Of {Figures.Count(report.Scan.Documents, "document", "documents")}, {Figures.Count(found.Strong + found.Substantive)} are in the corpus: {Figures.Count(found.Strong)} <a href=\"#sure\">strong</a> and {Figures.Count(found.Substantive)} <a href=\"#sure\">substantive</a>. ");
        page.Add($"They stand in it as {Figures.Count(found.Copies, "copy", "copies")} of half a document or more; {Words(found.Words)} of theirs were found. The corpus is {Figures.Count(corpus.Files, "file", "files")} of {Figures.Size(corpus.Octets)} with {Figures.Count(corpus.Records, "record", "records")} and {Figures.Size(corpus.TextOctets)} of text.</p>\n");
        page.Add($"<nav aria-label=\"Contents\"><ul><li><a href=\"#sure\">How sure that is</a></li><li><a href=\"#documents\">Documents</a></li><li><a href=\"#groups\">By author, date, licence, file</a></li><li><a href=\"#longest\">The longest</a></li><li><a href=\"#drawn\">Drawn by lot</a></li><li><a href=\"#unread\">Not read</a></li></ul></nav>\n");
    }

    static void AddSure(HtmlText page, ScanReport report)
    {
        page.Add($"<h2 id=\"sure\">How sure that is</h2>\n<dl>\n");
        page.Add($"<dt>strong</dt><dd>A run of {Tiers.StrongWords} equal words or more, or half of a document of {Tiers.ShareWordsMin} words or more.</dd>\n");
        page.Add($"<dt>substantive</dt><dd>A run of {Tiers.SubstantiveWords} equal words or more. Of scripts without spaces two letters count as a word.</dd>\n");
        page.Add($"<dt>candidate</dt><dd>Less than that, which by itself says nothing: {Figures.Count(report.Found.Candidates)} here, and none of them is named.</dd>\n");
        page.Add($"<dt>run</dt><dd>A stretch that begins and ends with {Blocks.LengthMin} equal letters and in which, of any fifty words in a row, at least 70 in a hundred are equal, on both sides. Only equal words count, and none of templates, of common texts and of what others wrote. Every find was compared letter by letter.</dd>\n</dl>\n");
        if (report.Misses is { } misses)
            page.Add($"<p>The fast way was used. A copy is missed with these odds: {string.Join("; ", misses.Select(miss => string.Create(CultureInfo.InvariantCulture, $"of {miss.Octets} letters {miss.Probability:P2}")))}.</p>\n");
        else
            page.Add($"<p>Whatever {report.Scan.Guarantee ?? 0} letters in a row are in both, normalised, was certain to be seen. A text that was put in other words is not found by this method at all.</p>\n");
        if (report.Background is not { } background)
        {
            page.Add($"<p>How often such finds happen by chance was not measured: scan a corpus that cannot hold your text with <code>--control</code>, and merge both.</p>\n");
            return;
        }
        page.Add($"<h3>By chance</h3>\n<p>The same index, on text that cannot hold the owner's:</p>\n");
        page.StartTable("tier", "n found", "n GB of text", "n in a GB", "n 95% from", "n to");
        foreach (var rate in background)
            page.Add($"<tr><td>{rate.Tier.Word()}</td><td class=\"n\">{Figures.Count(rate.Found)}</td><td class=\"n\">{Decimal(rate.Gigabytes)}</td><td class=\"n\">{Decimal(rate.PerGigabyte)}</td><td class=\"n\">{Decimal(rate.Low)}</td><td class=\"n\">{Decimal(rate.High)}</td></tr>\n");
        page.EndTable();
    }

    static void AddDocuments(HtmlText page, ScanReport report)
    {
        page.Add($"<h2 id=\"documents\">Documents</h2>\n");
        if (report.Documents.Count == 0)
        {
            page.Add($"<p>None was found. {(report.Scan.Guarantee is null ? "" : "A copy of fifty words or more that was only wrapped, quoted, escaped or written in capitals would have been.")}</p>\n");
            return;
        }
        page.StartTable("document", "tier", "n longest run", "n of it", "n copies", "n records", "author", "date", "licence");
        foreach (var found in report.Documents.Take(RowsShown))
            page.Add($"<tr><td class=\"p\">{Name(found)}</td><td>{found.Tier.Word()}</td><td class=\"n\">{Words(found.Longest)}</td><td class=\"n\">{Share(found.Share)}</td><td class=\"n\">{Figures.Count(found.Copies)}</td><td class=\"n\">{Figures.Count(found.Records)}</td><td>{found.Document.Author}</td><td>{found.Document.Date}</td><td>{found.Document.Licence}</td></tr>\n");
        page.EndTable();
        if (report.Documents.Count > RowsShown)
            page.Add($"<p class=\"quiet\">{Figures.Count(report.Documents.Count - RowsShown)} more are in documents.csv and scan.json.</p>\n");
    }

    static void AddGroups(HtmlText page, ScanReport report)
    {
        page.Add($"<h2 id=\"groups\">By author, date, licence and file</h2>\n");
        Add("author", report.Documents.Select(found => (found.Document.Author ?? NotKnown, found)));
        Add("year", report.Documents.Select(found => (found.Document.Date is { Length: >= 4 } date ? date[..4] : NotKnown, found)));
        Add("licence", report.Documents.Select(found => (found.Document.Licence ?? NotKnown, found)));
        Add("file of the corpus", report.Documents.SelectMany(found => found.Hits.ByFile().Select(of => (report.Scan.Files[of.File], FoundDocument.Of(of.Hits)))));

        void Add(string by, IEnumerable<(string Name, FoundDocument Found)> named)
        {
            var groups = new Dictionary<string, (int Documents, double Words, int Copies)>();
            foreach (var (name, found) in named)
            {
                var (documents, words, copies) = groups.GetValueOrDefault(name);
                groups[name] = (documents + 1, words + found.Words, copies + found.Copies);
            }
            page.StartTable(by, "n documents", "n words", "n copies");
            foreach (var (name, of) in groups.OrderByDescending(group => group.Value.Documents).ThenBy(group => group.Key, StringComparer.Ordinal).Take(RowsShown))
                page.Add($"<tr><td class=\"p\">{name}</td><td class=\"n\">{Figures.Count(of.Documents)}</td><td class=\"n\">{Decimal(of.Words)}</td><td class=\"n\">{Figures.Count(of.Copies)}</td></tr>\n");
            page.EndTable();
        }
    }

    static void AddPairs(HtmlText page, ScanReport report)
    {
        var (longest, drawn, count) = (new SortedList<(double, uint, int, long, long), (FoundDocument, Hit)>(), new SortedList<string, (FoundDocument, Hit)>(StringComparer.Ordinal), 0L);
        foreach (var document in report.Documents)
            foreach (var hit in document.Hits)
            {
                Keep(longest, (-Longest(hit), hit.Number, hit.File, hit.Record, hit.PartOffset), (document, hit));
                Keep(drawn, Lot(report, document, hit), (document, hit));
                count++;
            }
        AddPairs(page, report, "The longest", "longest", longest.Values, $"The {PairsShown} longest runs, cut where they are very long.");
        AddPairs(page, report, "Drawn by lot", "drawn", drawn.Values, $"{PairsShown} of all {Figures.Count(count)} finds that nobody picked: those with the lowest SHA-256 of index, document, file, record and part, with a line feed between them.");

        static void Keep<TKey>(SortedList<TKey, (FoundDocument, Hit)> kept, TKey key, (FoundDocument, Hit) pair) where TKey : notnull
        {
            if (kept.Count == PairsShown && kept.Comparer.Compare(key, kept.Keys[^1]) > 0)
                return;
            kept.TryAdd(key, pair);
            if (kept.Count > PairsShown)
                kept.RemoveAt(PairsShown);
        }
    }

    static void AddPairs(HtmlText page, ScanReport report, string title, string id, IEnumerable<(FoundDocument Document, Hit Hit)> pairs, string how)
    {
        page.Add($"<h2 id=\"{id}\">{title}</h2>\n<p>{how} Equal words are marked.</p>\n");
        foreach (var (document, hit) in pairs)
        {
            page.Add($"<h3>{Name(document)}: {Words(Longest(hit))}</h3>\n<p class=\"quiet\">{report.Scan.Files[hit.File]}, record {hit.Record}{(hit.RecordUrl is { } url ? ", " + url : "")}; {Share(hit.Share)} of the document</p>\n");
            page.Add($"<div class=\"pair\"><section><h4>Yours</h4><p>{Marked(hit.Longest.Own)}</p></section><section><h4>In the corpus</h4><p>{Marked(hit.Longest.Text)}</p></section></div>\n");
            if (hit.Longest.IsCut)
                page.Add($"<p class=\"quiet\">It goes on; all of it is at octets {string.Join(" to ", hit.Runs.MaxBy(run => run.Words)!.Own)} of yours.</p>\n");
        }
    }

    static void AddUnread(HtmlText page, ScanReport report)
    {
        page.Add($"<h2 id=\"unread\">Not read</h2>\n");
        if (report.Unread.Count == 0)
            page.Add($"<p>Everything was read.</p>\n");
        else
        {
            page.StartTable("file", "why", "n records left out", "the first");
            foreach (var unread in report.Unread.Take(RowsShown))
                page.Add($"<tr><td class=\"p\">{unread.File}</td><td class=\"p\">{unread.Problem}</td><td class=\"n\">{Figures.Count(unread.Skipped)}</td><td class=\"p\">{unread.FirstSkipped}</td></tr>\n");
            page.EndTable();
        }
    }

    /// <summary>Pieces by turns different and equal, the equal ones marked.</summary>
    static HtmlText.Markup Marked(IReadOnlyList<string> pieces)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pieces.Count; i++)
            text.Append(i % 2 == 1 ? "<mark>" : "").Append(HtmlText.Lines(pieces[i], int.MaxValue).Text).Append(i % 2 == 1 ? "</mark>" : "");
        return new HtmlText.Markup(text.ToString());
    }

    static double Longest(Hit hit) => hit.Runs.Max(run => run.Words);

    static string Lot(ScanReport report, FoundDocument document, Hit hit) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{report.Scan.Index}\n{document.Id}\n{report.Scan.Files[hit.File]}\n{hit.Record}\n{hit.PartOffset}"))));

    static string Name(FoundDocument found) => found.Document.Title is { } title ? $"{title} ({found.Id})" : found.Id;

    static string Words(double words) => string.Create(CultureInfo.InvariantCulture, $"{words:N0} words");

    static string Share(double share) => share.ToString("P1", CultureInfo.InvariantCulture);

    static string Decimal(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);

    const string Css = """

        .lead{font-size:1.1rem}
        nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;padding:0;margin:1rem 0 0;list-style:none}
        p,dl{max-width:50rem}p,li,dd,td,h3{overflow-wrap:anywhere}dt{font-weight:600}
        .pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem}.pair p{white-space:pre-wrap;max-width:none;font-size:.92rem}.pair h4{margin:.3rem 0}
        .pair section{border:1px solid var(--line);border-radius:4px;padding:.3rem .8rem}
        mark{background:#ffe28a;color:#111}
        @media(prefers-color-scheme:dark){mark{background:#6b5510;color:#fff}}
        @media(max-width:44rem){.pair{grid-template-columns:1fr}}
        """;
}
