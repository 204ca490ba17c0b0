using Gardu.Protocols.Robots;
using Gardu.Protocols.Tdm;
using Gardu.Terms.Declarations;

namespace Gardu.Terms.Checking;

/// <summary>Everything that a site says of a path, in every vocabulary.</summary>
public static class Statements
{
    /// <summary>What is said of a path (path and query), in the order of <see cref="VocabularyNames"/>.</summary>
    public static IReadOnlyList<Statement> Of(SiteDeclarations site, string path) =>
        [.. RobotsStatements.Of(site, path), .. UseStatements.Of(site, path), .. RslStatements.Of(site, path), .. OfTdm(site, path), .. OfAiTxt(site, path), .. OfTags(site)];

    /// <summary>The file, then the headers, then the page; the reservation is for all mining at once.</summary>
    static IEnumerable<Statement> OfTdm(SiteDeclarations site, string path)
    {
        var rights = TdmRights.Of(site.Reservations?.Find(path))
            .Then(TdmRights.Read(site.Header(TdmRights.ReservationName), site.Header(TdmRights.PolicyName)))
            .Then(TdmRights.Read(site.Page?.Meta(TdmRights.ReservationName).FirstOrDefault(), site.Page?.Meta(TdmRights.PolicyName).FirstOrDefault()));
        if (rights.IsReserved is not { } isReserved)
            return [];
        var words = !isReserved ? "reserves nothing" : rights.Policy is null ? "reserves it, and names no terms" : $"reserves it, with terms at {rights.Policy}";
        return Enum.GetValues<Purpose>().Where(purpose => purpose.IsAi())
            .Select(purpose => new Statement(VocabularyNames.Tdm, VocabularyNames.Tdm, purpose, isReserved ? Stance.Reserved : Stance.Allow, words) { IsFirm = isReserved && rights.Policy is null });
    }

    /// <summary>The reader of the file is named Spawning-AI, and asks before it downloads what others train on.</summary>
    static IEnumerable<Statement> OfAiTxt(SiteDeclarations site, string path)
    {
        if (site.AiTxt?.RuleFor("Spawning-AI", path) is { } rule)
            yield return new Statement(VocabularyNames.AiTxt, VocabularyNames.AiTxt, Purpose.AiTrain, rule.Allows ? Stance.Allow : Stance.Refuse, $"says {(rule.Allows ? "Allow" : "Disallow")}: {rule.Pattern}");
    }

    static IEnumerable<Statement> OfTags(SiteDeclarations site)
    {
        var tags = site.Headers["X-Robots-Tag"].Select(value => (Source: "X-Robots-Tag", Tag: RobotsTag.Parse(value)))
            .Concat((site.Page?.Meta("robots") ?? []).Select(value => (Source: "robots meta", Tag: RobotsTag.Parse(value))));
        foreach (var (source, tag) in tags)
        {
            if (tag.Says("noai"))
                yield return new Statement(VocabularyNames.NoAi, source, Purpose.AiTrain, tag.Agent is null ? Stance.Refuse : Stance.Mixed, tag.Agent is null ? "says noai" : $"says noai to {tag.Agent}");
            else if (tag.Says("noimageai"))
                yield return new Statement(VocabularyNames.NoAi, source, Purpose.AiTrain, Stance.Mixed, "says noimageai, for images alone");
        }
    }
}
