using Gardu.Protocols.Robots;
using Gardu.Protocols.Signals;
using Gardu.Terms.Declarations;

namespace Gardu.Terms.Checking;

/// <summary>What Content Signals and AIPREF say: in robots.txt to the agents of a purpose and to everybody, and in headers.</summary>
static class UseStatements
{
    const string Everybody = "*";

    public static IEnumerable<Statement> Of(SiteDeclarations site, string path)
    {
        foreach (var label in Labels.All)
        {
            if (label.ContentSignal is { } key)
            {
                if (InRobots(site, label.Purpose, VocabularyNames.ContentSignal, (robots, agent) => robots.SignalsOf(agent, path), key) is { } signal)
                    yield return signal with { IsSiteWide = true };
                if (InHeader(site, label.Purpose, VocabularyNames.ContentSignal, ContentSignals.Parse, key) is { } header)
                    yield return header;
            }
            if (label.ContentUsage is { } word)
            {
                if (InRobots(site, label.Purpose, VocabularyNames.ContentUsage, (robots, agent) => robots.UsagesOf(agent, path), word) is { } usage)
                    yield return usage;
                if (InHeader(site, label.Purpose, VocabularyNames.ContentUsage, UsagePreferences.Parse, word) is { } header)
                    yield return header;
            }
        }
    }

    static Statement? InRobots(SiteDeclarations site, Purpose purpose, string vocabulary, Func<RobotsTxt, string, IReadOnlyDictionary<string, bool>> said, string key)
    {
        if (site.Robots is not { } robots)
            return null;
        var answers = site.TokensOf(purpose).Append(Everybody)
            .Select(agent => (Agent: agent, Answer: said(robots, agent).TryGetValue(key, out var answer) ? answer : (bool?)null))
            .ToLookup(entry => entry.Answer, entry => entry.Agent == Everybody ? "everybody else" : entry.Agent);
        return (answers[true].ToArray(), answers[false].ToArray()) switch
        {
            ([], []) => null,
            (_, []) => Say(vocabulary, $"{vocabulary} in robots.txt", purpose, true),
            ([], _) => Say(vocabulary, $"{vocabulary} in robots.txt", purpose, false),
            var (yes, no) => new Statement(vocabulary, $"{vocabulary} in robots.txt", purpose, Stance.Mixed, $"says yes to {RobotsStatements.Names(yes)} and no to {RobotsStatements.Names(no)}"),
        };
    }

    static Statement? InHeader(SiteDeclarations site, Purpose purpose, string vocabulary, Func<string, IReadOnlyDictionary<string, bool>> parse, string key) =>
        parse(site.Header(vocabulary)).TryGetValue(key, out var answer) ? Say(vocabulary, $"{vocabulary} header", purpose, answer) : null;

    static Statement Say(string vocabulary, string source, Purpose purpose, bool answer) =>
        new(vocabulary, source, purpose, answer ? Stance.Allow : Stance.Refuse, answer ? "says yes" : "says no");
}
