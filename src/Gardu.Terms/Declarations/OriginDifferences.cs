using Gardu.Protocols.Robots;
using Gardu.Protocols.Rsl;
using Gardu.Protocols.Tdm;
using Gardu.Terms.Values;

namespace Gardu.Terms.Declarations;

/// <summary>Where a file of the origin's own says something else than the terms that are served in its place.</summary>
public static class OriginDifferences
{
    /// <summary>Each difference in words, by the declared patterns; empty where both say the same.</summary>
    /// <param name="terms">What is declared.</param>
    /// <param name="file">Which file it is; robots.txt is merged and differs in nothing.</param>
    /// <param name="bytes">The origin's file.</param>
    /// <param name="publicBase">Scheme and authority of the site.</param>
    public static IReadOnlyList<string> Of(DeclaredTerms terms, DeclarationFile file, byte[] bytes, string publicBase)
    {
        if (file == DeclarationFile.Rsl)
            return RslReader.TryParse(bytes, out var document, out var error)
                ? Compare(terms, (path, label) => label.Rsl is { } use ? Said(RslEvaluation.Ask(document, publicBase, path, new RslQuestion(use))) : null)
                : [$"it cannot be read: {error}"];
        if (file == DeclarationFile.Tdm)
            return TdmReservations.TryParse(bytes, out var reservations)
                ? Compare(terms, (path, label) => !label.Purpose.IsAi() || reservations!.Find(path) is not { } entry ? null : entry.IsReserved ? "reserved" : "allow")
                : ["it cannot be read: it is no JSON array"];
        if (file == DeclarationFile.Ai)
            return Compare(terms, (path, label) => label.Purpose != Purpose.AiTrain ? null : RobotsTxt.Parse(bytes).IsAllowed("Spawning-AI", path) ? "allow" : "refuse");
        return [];
    }

    static string Said(RslAnswer answer) =>
        !answer.IsLicensed ? "refuse" : answer.Licenses.FirstOrDefault(license => license.Payment is null) is not null ? "allow" : "a price";

    static string[] Compare(DeclaredTerms terms, Func<string, Labels, string?> theirs) =>
    [
        .. from pattern in terms.Patterns.Reverse() // the widest first
           where pattern.Rest.Length == 0
           from label in Labels.All
           let ours = terms.At(pattern, DeclaredTerms.AnyOf(label.Purpose))
           where ours is not null
           let said = theirs(pattern.Text, label)
           where said is not null && !Agree(ours, said)
           select $"of {label.Purpose.Name()} on {pattern} it says {said}, the terms say {ours}",
    ];

    static bool Agree(TermsValue ours, string theirs) => theirs switch
    {
        "allow" => DeclaredTerms.Passes(ours),
        "a price" => ours.Verdict == Verdict.Charge,
        "reserved" => !DeclaredTerms.Passes(ours),
        _ => ours.Verdict == Verdict.Refuse,
    };
}
