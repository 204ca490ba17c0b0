using System.Text;
using Gardu.Reports.Rendering;

namespace Gardu.Evidence.Cases;

/// <summary><c>README.txt</c> of a case: what it is, how to verify it, what is claimed and what is not, in plain text.</summary>
static class CaseReadme
{
    const int Width = 100;
    const int NameMax = 2000;

    public static string Write(Case made)
    {
        var text = new StringBuilder();
        Paragraph($"CASE: {CaseWords.Title(made)}", "");
        Paragraph($"Asked for: {CaseWords.Asked(made)}.", "");
        Paragraph($"Found: {Figures.Count(made.RequestCount, "request", "requests")}, {Figures.Size(made.Requests.Bytes)} sent: {CaseWords.Decisions(made)}. {CaseWords.WhoAsked(made)}", "");
        Paragraph($"Made at {CaseWords.Time(made.Source.MadeAt)} by {made.Source.Program}, out of the log {made.Source.Checkpoint.Origin}.", "");
        Heading("WHAT IS IN IT");
        Paragraph("index.html: to read, in any browser, without a network", "  ");
        Paragraph("entries.jsonl: the requests, and what was in force, each entry with its proof", "  ");
        Paragraph("statement.json: the requests, added up", "  ");
        Paragraph("keys.txt: the log's keys", "  ");
        Paragraph("declared/: the very bytes that were declared, each named by its SHA-256", "  ");
        if (made.Source.Scan is not null)
            Paragraph("scan/: what of the owner's was found in a corpus; report.html to read, in any browser", "  ");
        Paragraph("MANIFEST.sha256: of every other file", "  ");
        Heading("HOW TO VERIFY IT");
        foreach (var (title, step, command) in CaseWords.Steps(made))
        {
            Paragraph($"{title}. {step}", "");
            if (command is not null)
                text.Append("    ").Append(command).Append("\n\n");
        }
        Heading("WHAT IT PROVES");
        foreach (var (title, words) in CaseWords.Proven(made))
            Paragraph($"{title}. {words}", "");
        Heading("WHAT IT DOES NOT PROVE");
        foreach (var (title, words) in CaseWords.NotProven(made))
            Paragraph($"{title}. {words}", "");
        Heading("WHAT THE PROOFS OF AN IDENTITY MEAN");
        foreach (var (proof, _, meaning) in CaseWords.Proofs)
            Paragraph($"{proof}: {meaning}", "");
        return text.ToString();

        void Heading(string heading) => text.Append('\n').Append(heading).Append("\n\n");

        // Lines are broken between words, so that any reader of text shows it.
        void Paragraph(string words, string indent)
        {
            var column = 0;
            foreach (var word in PrintableText.Of(words, NameMax).Split(' '))
            {
                if (column > 0 && column + 1 + word.Length > Width)
                {
                    text.Append('\n');
                    column = 0;
                }
                text.Append(column == 0 ? indent : " ").Append(word);
                column += word.Length + (column == 0 ? indent.Length : 1);
            }
            text.Append(indent.Length == 0 ? "\n\n" : "\n");
        }
    }
}
