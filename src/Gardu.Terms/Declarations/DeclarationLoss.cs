using System.Text;
using Gardu.Protocols.Robots;
using Gardu.Protocols.Signals;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Declarations;

/// <summary>Something in a line of terms that public vocabularies have no words for.</summary>
/// <param name="Path">The line's pattern; <c>*</c> for unknown machines, who are spoken of on every path.</param>
/// <param name="Subject">Who the line speaks of.</param>
/// <param name="Value">What they get.</param>
/// <param name="Vocabularies">Which vocabularies cannot say it.</param>
/// <param name="Instead">Why, and what they say in its place.</param>
public sealed record DeclarationLoss(string Path, string Subject, TermsValue Value, IReadOnlyList<string> Vocabularies, string Instead)
{
    /// <summary>Those that speak of uses and not of agents.</summary>
    static readonly string[] OfPurposes = [.. VocabularyNames.All.Where(name => name != VocabularyNames.Robots)];

    /// <summary>Every loss in what is declared, in the order of the terms.</summary>
    public static IReadOnlyList<DeclarationLoss> Of(DeclaredTerms terms)
    {
        var (losses, signals) = (new List<DeclarationLoss>(), Signals(terms));
        foreach (var rule in terms.Rules)
            foreach (var line in rule.Lines)
                losses.AddRange(OfLine(terms, rule, line, signals));
        if (terms.UnknownMachines is { } value)
        {
            losses.Add(new("*", "unknown-machines", value, OfPurposes, "they speak of purposes, which unknown machines have none of; nothing is said"));
            losses.AddRange(OfValue("*", "unknown-machines", value, [VocabularyNames.Robots]));
        }
        return losses;
    }

    static IEnumerable<DeclarationLoss> OfLine(DeclaredTerms terms, TermsRule rule, TermsLine line, IReadOnlyDictionary<string, bool> signals)
    {
        var path = rule.Path.Text;
        DeclarationLoss Lose(IReadOnlyList<string> vocabularies, string instead) => new(path, line.Subject, line.Value, vocabularies, instead);
        if (line.IsAgents)
        {
            yield return Lose(OfPurposes, "they speak of purposes, not of agents; what they say holds for the purpose");
            foreach (var loss in OfValue(path, line.Subject, line.Value, [VocabularyNames.Robots]))
                yield return loss;
            yield break;
        }
        foreach (var loss in OfValue(path, line.Subject, line.Value, [VocabularyNames.Robots, .. OfPurposes]))
            yield return loss;
        foreach (var purpose in Enum.GetValues<Purpose>().Where(purpose => Means(line.Subject, purpose)))
        {
            var words = Labels.All.FirstOrDefault(label => label.Purpose == purpose);
            string[] wordless = [.. new[] { (VocabularyNames.ContentSignal, words?.ContentSignal), (VocabularyNames.ContentUsage, words?.ContentUsage), (VocabularyNames.Rsl, words?.Rsl), (VocabularyNames.Tdm, purpose.IsAi() ? VocabularyNames.Tdm : null), (VocabularyNames.AiTxt, ForTraining(purpose)), (VocabularyNames.NoAi, ForTraining(purpose)) }.Where(entry => entry.Item2 is null).Select(entry => entry.Item1)];
            if (wordless.Length > 0)
                yield return Lose(wordless, $"no word for {purpose.Name()}; nothing is said");
            if (purpose.IsAi() && DeclaredTerms.Passes(line.Value) && Labels.All.Any(label => label.Purpose.IsAi() && !DeclaredTerms.Passes(terms.At(rule.Path, DeclaredTerms.AnyOf(label.Purpose)))))
                yield return Lose([VocabularyNames.Tdm], "one reservation for all mining; reserved, since another AI purpose does not pass free");
            if (words?.ContentSignal is { } key && DeclaredTerms.Passes(line.Value) && signals.TryGetValue(key, out var said) && !said)
                yield return Lose([VocabularyNames.ContentSignal], "one answer for the whole site; no, since it does not pass free on another path that may be fetched");
        }
    }

    static IEnumerable<DeclarationLoss> OfValue(string path, string subject, TermsValue value, string[] vocabularies)
    {
        if (value.Price is { } price)
        {
            yield return new(path, subject, value, [.. vocabularies.Where(name => name != VocabularyNames.Rsl)], "no prices; said as a refusal");
            if (price.Unit != PriceUnit.Request && vocabularies.Contains(VocabularyNames.Rsl))
                yield return new(path, subject, value, [VocabularyNames.Rsl], "prices per request alone; sends to the terms page for the price");
        }
        if (value.Limit is not null)
            yield return new(path, subject, value, vocabularies, "no limits; nothing is said of it");
    }

    static string? ForTraining(Purpose purpose) => purpose == Purpose.AiTrain ? VocabularyNames.AiTxt : null;

    /// <summary>What robots.txt signals to everybody, read back.</summary>
    static IReadOnlyDictionary<string, bool> Signals(DeclaredTerms terms)
    {
        var group = RobotsTxt.Parse(Encoding.UTF8.GetBytes(RobotsDeclaration.Render(new DeclarationSource(terms, [], "")))).GroupOf("*");
        return ContentSignals.Parse(group is { ContentSignals: [var signal] } ? signal.Value : "");
    }

    static bool Means(string subject, Purpose purpose) =>
        subject == PurposeNames.All || (subject == PurposeNames.AiAll && purpose.IsAi()) || subject == purpose.Name();
}
