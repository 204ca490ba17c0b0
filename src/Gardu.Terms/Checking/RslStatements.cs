using Gardu.Protocols.Rsl;
using Gardu.Terms.Declarations;

namespace Gardu.Terms.Checking;

/// <summary>What each RSL document says to somebody who tells nothing of themselves and reports whatever is asked.</summary>
static class RslStatements
{
    public static IEnumerable<Statement> Of(SiteDeclarations site, string path)
    {
        foreach (var (source, document) in site.Licenses)
            foreach (var label in Labels.All)
                if (label.Rsl is { } use && Say(source, label.Purpose, RslEvaluation.Ask(document, site.Site, path, new RslQuestion(use, CanReport: _ => true))) is { } statement)
                    yield return statement;
    }

    static Statement? Say(string source, Purpose purpose, RslAnswer answer)
    {
        Statement Of(Stance stance, string words) => new(VocabularyNames.Rsl, source, purpose, stance, words);
        switch (answer.Finding)
        {
            case RslFinding.Silent:
                return null;
            case RslFinding.Prohibited:
                return Of(Stance.Refuse, "prohibits it");
            case RslFinding.Unlisted:
                return Of(Stance.Refuse, "permits other uses alone") with { IsFirm = false };
            case RslFinding.Restricted:
                return Of(Stance.Mixed, "licenses it to some users or places alone");
            case RslFinding.Licensed:
                var free = answer.Licenses.FirstOrDefault(license => license.Payment is null or { Type: "free" });
                return free is not null
                    ? Of(Stance.Allow, "licenses it free" + Duties(free)) with { IsFirm = free.Permits.Usage is not null }
                    : Of(Stance.Price, "asks " + string.Join(" or ", answer.Licenses.Select(license => Payment(license) + Duties(license)).Distinct()));
            default:
                throw new InvalidOperationException($"no words for {answer.Finding}");
        }
    }

    static string Payment(RslLicense license)
    {
        var payment = license.Payment!; // one without is free
        var amount = payment.Amount is null ? "a payment" : $"{payment.Amount} {payment.Currency}";
        return amount + (payment.Type is null ? "" : $" ({payment.Type})") + (payment.Accepts?.Type is { } accepts ? $" by {accepts}" : "")
            + (payment.Amount is null && (payment.Custom ?? payment.Standard) is { } where ? $", see {where}" : "");
    }

    static string Duties(RslLicense license)
    {
        var reports = string.Join(", ", license.Reporting.Select(reporting => reporting.Type).Distinct());
        var contact = license.Legal.FirstOrDefault(legal => legal.Type == "contact")?.Words[0];
        return (reports.Length == 0 ? "" : $", to be reported ({reports})") + (contact is null ? "" : $", contact {contact}");
    }
}
