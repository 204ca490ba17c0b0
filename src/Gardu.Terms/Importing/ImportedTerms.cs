using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Importing;

/// <summary>Terms made of what a site declared before, and everything of it that terms cannot say.</summary>
/// <param name="Rules">The terms.</param>
/// <param name="Notes">What could not be taken over, or was taken otherwise; a sentence each, with text of the file in it.</param>
public sealed record ImportedTerms(IReadOnlyList<TermsRule> Rules, IReadOnlyList<string> Notes)
{
    /// <summary>
    /// Terms of several files as one: of two values for one path and subject the price, which robots.txt could only say as a
    /// refusal, else the stricter.
    /// </summary>
    public static ImportedTerms Join(IReadOnlyList<ImportedTerms> parts)
    {
        if (parts is [var only])
            return only;
        var rules = parts.SelectMany(part => part.Rules).GroupBy(rule => rule.Path.Text)
            .Select(same => new TermsRule(same.First().Path, null, [.. same.SelectMany(rule => rule.Lines).GroupBy(line => line.Subject).Select(lines => lines.Aggregate(Both))]));
        return new ImportedTerms([.. rules], [.. parts.SelectMany(part => part.Notes), "Where files speak of one path and use, the price counts, else the stricter; a line for an agent counts before one for its purpose."]);
    }

    static TermsLine Both(TermsLine one, TermsLine other) => (one.Value.Verdict, other.Value.Verdict) switch
    {
        (Verdict.Charge, Verdict.Refuse) => one,
        (Verdict.Refuse, Verdict.Charge) => other,
        _ => one.Value.CompareTo(other.Value) >= 0 ? one : other,
    };
}
