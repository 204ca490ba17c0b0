using Gardu.Terms.Declarations;

namespace Gardu.Terms.Checking;

/// <summary>
/// What the rules of robots.txt come to for a purpose: whether all, some or none of the agents of that purpose may fetch. A file
/// that lets everybody in says little of any use, so an allowance is firm only where it names an agent of the purpose.
/// </summary>
static class RobotsStatements
{
    const int NamesMax = 5;

    public static IEnumerable<Statement> Of(SiteDeclarations site, string path)
    {
        if (site.Robots is not { } robots)
            yield break;
        foreach (var purpose in Enum.GetValues<Purpose>())
        {
            var agents = site.TokensOf(purpose).Select(token => (Token: token, Rule: robots.RuleFor(token, path))).ToArray();
            if (Array.TrueForAll(agents, agent => agent.Rule is null))
                continue;
            string[] admitted = [.. agents.Where(agent => agent.Rule?.Allows != false).Select(agent => agent.Token)];
            string[] kept = [.. agents.Where(agent => agent.Rule?.Allows == false).Select(agent => agent.Token)];
            string[] named = [.. admitted.Where(robots.Names)];
            string[] NamedFirst(string[] tokens) => [.. tokens.OrderByDescending(robots.Names)];
            Statement Say(Stance stance, string words) => new(VocabularyNames.Robots, VocabularyNames.Robots, purpose, stance, words);
            yield return (admitted.Length, kept.Length) switch
            {
                (_, 0) => Say(Stance.Allow, $"lets {(named.Length > 0 ? Names(named) : "everybody")} in") with { IsFirm = named.Length > 0 },
                (0, _) => Say(Stance.Refuse, "keeps every agent out"),
                _ => Say(Stance.Mixed, $"lets {Names(NamedFirst(admitted))} in and keeps {Names(NamedFirst(kept))} out"),
            };
        }
    }

    /// <summary>Some names, and how many more there are.</summary>
    public static string Names(IReadOnlyList<string> names) =>
        names.Count <= NamesMax ? string.Join(", ", names) : $"{string.Join(", ", names.Take(NamesMax - 1))} and {names.Count - NamesMax + 1} others";
}
