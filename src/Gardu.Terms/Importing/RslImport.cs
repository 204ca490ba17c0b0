using Gardu.Protocols.Rsl;
using Gardu.Terms.Declarations;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Importing;

/// <summary>
/// Makes terms of an RSL document, 0.9 too: each content a rule, each use a line. A price per crawl or use becomes a price per
/// request; what terms cannot ask for is refused, with a note, and never given.
/// </summary>
public sealed class RslImport
{
    const string Other = "other";

    readonly List<string> notes = [];
    string? currency;

    RslImport() { }

    /// <summary>Makes the terms.</summary>
    public static ImportedTerms Read(RslDocument document)
    {
        var import = new RslImport();
        var origin = document.Contents.Select(content => content.Origin).FirstOrDefault(found => found is not null);
        var rules = new List<TermsRule>();
        foreach (var scope in document.Contents.GroupBy(content => content.Pattern?.Text))
        {
            RslContent[] contents = [.. scope.Where(content => import.IsTaken(content, origin))];
            if (contents.Length == 0)
                continue;
            foreach (var content in contents)
                import.NoteRest(content);
            var lines = import.Lines(scope.Key!, contents, isAlone: document.Contents.Count == contents.Length); // those without a pattern are not taken
            if (lines.Count > 0)
                rules.Add(new TermsRule(contents[0].Pattern!, null, lines));
        }
        return new ImportedTerms(rules, [.. import.notes.Distinct()]);
    }

    bool IsTaken(RslContent content, string? origin)
    {
        if (content.Pattern is null)
            notes.Add($"The content \"{content.Url}\" is no path, and is left out.");
        else if (content.Origin is not null && !content.Origin.Equals(origin, StringComparison.OrdinalIgnoreCase))
            notes.Add($"The content {content.Url} is of another site than {origin}, and is left out.");
        else
            return true;
        return false;
    }

    IReadOnlyList<TermsLine> Lines(string path, RslContent[] contents, bool isAlone)
    {
        var lines = new List<TermsLine>();
        var here = new RslDocument(RslDocument.MaxAgeDefault, [.. contents.Select(content => content with { Url = "/" })]);
        foreach (var (purpose, use) in Labels.All.Where(label => label.Rsl is not null).Select(label => (label.Purpose.Name(), label.Rsl!)).Append((Other, Other))) // those without a word are left out
        {
            var answer = RslEvaluation.Ask(here, "", "/", new RslQuestion(use, CanReport: _ => true));
            if (ValueOf(path, purpose, answer, isAlone) is { } value)
                lines.Add(new TermsLine(purpose, value));
        }
        if (lines.Count == Enum.GetValues<Purpose>().Length && lines.DistinctBy(line => line.Value).Count() == 1)
            return [new TermsLine(PurposeNames.All, lines[0].Value)];
        return [.. TermsLines.Shortest(lines)];
    }

    TermsValue? ValueOf(string path, string purpose, RslAnswer answer, bool isAlone)
    {
        switch (answer.Finding)
        {
            case RslFinding.Prohibited:
                return TermsValue.Refuse;
            case RslFinding.Unlisted when purpose == Other:
                notes.Add($"{path}: uses that RSL has no word for are not permitted there; nothing is said of them here.");
                return null;
            case RslFinding.Unlisted:
                notes.Add($"{path} {purpose}: not among the uses that are permitted there; refused.");
                return TermsValue.Refuse;
            case RslFinding.Restricted:
                notes.Add($"{path} {purpose}: licensed to some users or places alone, which nothing here can tell apart; refused.");
                return purpose == Other ? null : TermsValue.Refuse;
            case RslFinding.Licensed when answer.Licenses.All(license => license.Permits.Usage is null && (license.Payment is null || purpose == Other || !isAlone)):
                if (answer.Licenses.Any(license => license.Payment is not null) && purpose != Other)
                    notes.Add($"{path} {purpose}: a payment that names no uses is left to what the other contents say.");
                return null; // nothing is said of it here
            case RslFinding.Licensed:
                return answer.Licenses.Select(license => ValueOf($"{path} {purpose}", license)).Min();
            default:
                return null;
        }
    }

    TermsValue ValueOf(string line, RslLicense license)
    {
        if (license.Payment is not { Type: not "free" } payment)
            return TermsValue.Allow;
        if (payment.Accepts is { } accepts)
            notes.Add($"{line}: payment by {accepts.Type} is not taken over.");
        if (payment.Type == "attribution")
        {
            notes.Add($"{line}: asks to be named, which the gate cannot see to; allowed.");
            return TermsValue.Allow;
        }
        if (payment.Amount is null || payment.Type is not (null or "crawl" or "use"))
        {
            notes.Add($"{line}: asks {(payment.Amount is null ? "a payment" : $"{payment.Amount} {payment.Currency}")}{(payment.Type is null ? "" : $" ({payment.Type})")}{(payment.Custom ?? payment.Standard) switch { null => "", var where => $", see {where}" }}, which is no price per request; refused until you write one.");
            return TermsValue.Refuse;
        }
        if (payment.Amount.All(digit => digit is '0' or '.'))
            return TermsValue.Allow;
        if (payment.Currency != (currency ??= payment.Currency) || !TermsValue.TryParse($"{payment.Amount} {payment.Currency}", out var value, out _))
        {
            notes.Add($"{line}: {payment.Amount} {payment.Currency} is no price that can be written here (one currency, six decimal places); refused.");
            return TermsValue.Refuse;
        }
        return value!; // it was read
    }

    /// <summary>What terms have no place for.</summary>
    void NoteRest(RslContent content)
    {
        void Left(string what) => notes.Add($"{content.Pattern}: {what} is not taken over.");
        if (content.Server is not null)
            Left($"the licence server {content.Server}");
        if (content.IsEncrypted)
            Left("that it is encrypted");
        if (content.Terms is not null)
            Left($"the address of the terms, {content.Terms},");
        if (content.Copyright is { } copyright)
            Left($"the copyright of {copyright.Name}");
        if (content.Schema is not null || content.Alternates.Count > 0)
            Left("a schema or alternate");
        if (content.LastModified is not null)
            Left("the time of the last change");
        foreach (var standard in content.Licenses.Select(license => license.Payment?.Standard).OfType<string>().Distinct())
            Left($"the framework {standard}");
        foreach (var license in content.Licenses)
        {
            foreach (var reporting in license.Reporting)
                Left($"the duty to report ({reporting.Type}, {reporting.Profile})");
            foreach (var legal in license.Legal)
                Left($"{legal.Type} ({string.Join(' ', legal.Words)})");
            if (license.Prohibits.User is not null || license.Prohibits.Geo is not null)
                Left("that some users or places are excluded");
        }
    }
}
