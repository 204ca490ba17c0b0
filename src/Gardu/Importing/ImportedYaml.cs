using System.Text;
using Gardu.Configuration;
using Gardu.Reports.Rendering;
using Gardu.Terms;
using Gardu.Terms.Importing;
using Gardu.Terms.Written;

namespace Gardu.Importing;

/// <summary>Imported terms as a <c>gardu.yaml</c> that loads, in observe, with a comment for each thing that could not be taken over.</summary>
static class ImportedYaml
{
    const int NoteMax = 500;

    /// <summary>Renders the file.</summary>
    public static string Render(ImportedTerms terms, string sources, string host, string origin)
    {
        var text = new StringBuilder(
            $"# Made by gardu terms import from {Shown(sources)}. In observe nothing changes for anybody: look it through, then warn, then enforce.\n"
            + $"sites:\n  - host: {YamlText.Quoted(host)}\n    origin: {YamlText.Quoted(origin)}\n");
        var written = new SiteTerms(Mode.Observe, [.. terms.Rules.Select(rule => rule with { Lines = [.. rule.Lines.OrderBy(Place)] })], null).ToString();
        foreach (var line in written.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            text.Append("    ").Append(line).Append('\n');
        if (terms.Notes.Count > 0)
            text.Append("\n# Not as it was:\n");
        foreach (var note in terms.Notes)
            text.Append($"# - {Shown(note)}\n");
        return text.ToString();
    }

    static int Place(TermsLine line) => PurposeNames.TryParse(line.Subject, out var purpose) ? purpose == Purpose.Other ? (int)Purpose.AiTrain + 1 : (int)purpose : int.MaxValue;

    static string Shown(string text) => PrintableText.Of(text, NoteMax);
}
