using Gardu.Reports.Rendering;

namespace Gardu.Evidence.Cases;

/// <summary><c>index.html</c> of a case: one page that needs nothing else, for people who were not there.</summary>
static class HtmlCase
{
    public static string Render(Case made)
    {
        var page = new HtmlText();
        var terms = TermsVersion.Of(made);
        page.StartPage($"Case: {CaseWords.Title(made)}", CaseStyle.Css);
        AddHead(page, made);
        HtmlSummary.Add(page, made);
        HtmlTimeline.Add(page, made);
        HtmlTerms.Add(page, made, terms);
        HtmlRequests.Add(page, made, terms);
        AddKeys(page, made);
        AddProven(page, made);
        AddSteps(page, made);
        page.Add($"<p class=\"quiet\">Made at {CaseWords.Time(made.Source.MadeAt)} by {made.Source.Program}.</p>\n</body>\n</html>\n");
        return page.ToString();
    }

    /// <summary>What leads to a request's row.</summary>
    public static string Anchor(CaseRequest request) => $"entry-{request.Index}";

    static void AddHead(HtmlText page, Case made)
    {
        var (filter, checkpoint) = (made.Source.Header.Filter, made.Source.Checkpoint);
        page.Add($"<h1>Case: {CaseWords.Title(made)}</h1>\n<dl class=\"facts\">\n");
        Fact("agent", made.Source.Agent + (made.Requests.First?.Usage.Operator is { } by ? $", of {by}" : ""));
        Fact("site", CaseWords.Sites(made));
        if (filter.Licensee is { } licensee)
            Fact("licensee", licensee);
        Fact("time", $"from {CaseWords.Time(made.Source.From)} to before {CaseWords.Time(made.Source.To)}; all times are UTC");
        Fact("log", $"{checkpoint.Origin}, as it was with {Figures.Count(checkpoint.Size, "entry", "entries")}; {Figures.Count(made.EntryCount)} of them are here");
        Fact("made", $"{CaseWords.Time(made.Source.MadeAt)} by {made.Source.Program}");
        if (made.Source.Scan is not null)
            page.Add($"<dt>scan</dt><dd><a href=\"scan/report.html\">What of the owner's was found in a corpus</a>. It stands beside the log and is not proven by it: the same index and corpus give it again.</dd>\n");
        page.Add($"""
            </dl>
            <nav aria-label="Contents"><ul><li><a href="#summary">Summary</a></li><li><a href="#timeline">Timeline</a></li><li><a href="#terms">Terms in force</a></li><li><a href="#requests">Requests</a></li><li><a href="#keys">Keys</a></li><li><a href="#proven">What is proven, and what is not</a></li><li><a href="#verify">How to verify</a></li></ul></nav>

            """);

        void Fact(string name, string text) => page.Add($"<dt>{name}</dt><dd>{text}</dd>\n");
    }

    static void AddKeys(HtmlText page, Case made)
    {
        page.Add($"<h2 id=\"keys\">5. Keys of the log</h2>\n<p>The log signs with these keys; they are in <code>keys.txt</code>. Their history is in the log itself, as entries of kind 6.</p>\n");
        page.StartTable("key", "id", "signed this checkpoint", "history");
        var signers = made.Source.Keys.Verify(made.Source.Header.Note).Select(signature => signature.Key).ToHashSet();
        foreach (var key in made.Source.Keys.Logs)
        {
            var id = key.Id.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
            var history = made.KeyChanges.Where(change => change.Payload.Vkey == key.ToString()).Select(change => $"{change.Payload.Change} {CaseWords.Time(change.Time)} (index {change.Index})");
            page.Add($"<tr><td class=\"p\"><code>{key.ToString()}</code></td><td class=\"time\"><code>{id}</code></td><td>{(signers.Contains(key) ? "yes" : "no")}</td><td class=\"p\">{string.Join("; ", history)}</td></tr>\n");
        }
        page.EndTable();
        foreach (var (name, time) in CaseWords.Witnesses(made.Source))
            page.Add($"<p>The witness {name} signed the same checkpoint at {CaseWords.Time(time)}, by its own clock.</p>\n");
        page.Add($"<p>The checkpoint under which everything here is proven:</p>\n<pre>{HtmlText.Lines(made.Source.Header.Note.ToString(), 400)}</pre>\n");
    }

    static void AddProven(HtmlText page, Case made)
    {
        page.Add($"<h2 id=\"proven\">6. What this proves, and what it does not</h2>\n<h3>Proven</h3>\n");
        AddWords(page, CaseWords.Proven(made));
        page.Add($"<h3>Not proven</h3>\n");
        AddWords(page, CaseWords.NotProven(made));
        page.Add($"<h3>What the proofs of an identity mean</h3>\n<dl>\n");
        foreach (var (proof, _, meaning) in CaseWords.Proofs)
            page.Add($"<dt id=\"proof-{proof}\">{SvgPlots.Key(HtmlSummary.CssClass(proof), proof)}</dt><dd>{meaning} <span class=\"quiet\">{Figures.Count(made.Requests.Proofs.Requests(proof), "request", "requests")} here.</span></dd>\n");
        page.Add($"</dl>\n");
    }

    static void AddWords(HtmlText page, IEnumerable<(string Title, string Text)> words)
    {
        page.Add($"<dl>\n");
        foreach (var (title, text) in words)
            page.Add($"<dt>{title}</dt><dd>{HtmlText.Lines(text, 2000)}</dd>\n");
        page.Add($"</dl>\n");
    }

    static void AddSteps(HtmlText page, Case made)
    {
        page.Add($"<h2 id=\"verify\">7. How to verify</h2>\n<dl>\n");
        foreach (var (title, text, command) in CaseWords.Steps(made))
        {
            page.Add($"<dt>{title}</dt><dd>{HtmlText.Lines(text, 2000)}");
            if (command is not null)
                page.Add($"<pre>{command}</pre>");
            page.Add($"</dd>\n");
        }
        page.Add($"</dl>\n");
    }
}
