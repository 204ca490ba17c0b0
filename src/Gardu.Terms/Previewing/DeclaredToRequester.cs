using Gardu.Protocols.Robots;
using Gardu.Protocols.Rsl;
using Gardu.Protocols.Tdm;
using Gardu.Terms.Declarations;
using Gardu.Terms.Identities;

namespace Gardu.Terms.Previewing;

/// <summary>What one machine reads of a site's terms today, for one path: each vocabulary rendered and read back as a machine would.</summary>
/// <param name="Robots">The records of robots.txt that are for it, as they stand there; empty where none is.</param>
/// <param name="Usages">What <c>Content-Usage</c> says of the path: true for allowed, by label.</param>
/// <param name="Rsl">What RSL says of its purpose on the path; null where RSL has no word for the purpose, or nothing is declared.</param>
/// <param name="Tdm">The reservation that holds for the path; null where none does.</param>
public sealed record DeclaredToRequester(IReadOnlyList<string> Robots, IReadOnlyDictionary<string, bool> Usages, RslAnswer? Rsl, TdmReservation? Tdm)
{
    /// <summary>Renders and reads.</summary>
    /// <param name="source">What is declared, and the origin's own robots.txt.</param>
    /// <param name="who">A machine.</param>
    /// <param name="path">Path and query as sent.</param>
    public static DeclaredToRequester Of(DeclarationSource source, AgentIdentity who, string path)
    {
        source = source with { Agents = who.Kind == RequesterKind.Agent ? [who] : [] };
        var robots = RobotsTxt.Parse(source.Terms.IsEmpty ? source.OriginRobots : DeclarationFile.Robots.Bytes(source));
        var use = Labels.All.FirstOrDefault(label => label.Purpose == who.Purpose)?.Rsl;
        var rsl = DeclarationFile.Rsl.IsSaid(source.Terms) && use is not null && RslReader.TryParse(DeclarationFile.Rsl.Bytes(source), out var document, out _) ? document : null;
        var tdm = DeclarationFile.Tdm.IsSaid(source.Terms) && TdmReservations.TryParse(DeclarationFile.Tdm.Bytes(source), out var reservations) ? reservations!.Find(path) : null; // set where it was read
        return new DeclaredToRequester(
            Records(robots.GroupOf(who.Agent)),
            robots.UsagesOf(who.Agent, path),
            rsl is null ? null : RslEvaluation.Ask(rsl, source.PublicBase, path, new RslQuestion(use!)), // no document without a word
            tdm);
    }

    static string[] Records(RobotsGroup? group) => group is null ? [] :
    [
        .. group.Rules.Select(rule => $"{(rule.Allows ? "Allow" : "Disallow")}: {rule.Pattern}"),
        .. group.Licenses.Select(license => $"License: {license}"),
        .. group.ContentSignals.Select(signal => $"Content-Signal: {signal}"),
        .. group.ContentUsages.Select(usage => $"Content-Usage: {usage}"),
    ];
}
