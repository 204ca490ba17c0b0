using Gardu.Protocols.Robots;
using Gardu.Protocols.Signals;
using Gardu.Terms.Declarations;
using Gardu.Terms.Identities;

namespace Gardu.Terms.Importing;

/// <summary>What a robots.txt says that terms cannot, or say otherwise.</summary>
static class RobotsLeftovers
{
    public static IEnumerable<string> Of(RobotsTxt robots, IReadOnlyList<AgentIdentity> agents)
    {
        foreach (var line in robots.PassedOver)
            yield return $"Line {line.Number}, {line.Text}: not taken over{(line.Text.StartsWith("crawl-delay", StringComparison.OrdinalIgnoreCase) ? "; a limit such as \"limit 30/min\" says something like it" : "")}.";
        foreach (var license in robots.Licenses.Concat(robots.Agents.SelectMany(robots.LicensesOf)).Distinct())
            yield return $"License {license}: the gate serves a license.xml of these terms; import that file too, to take over what it says.";
        foreach (var sitemap in robots.Sitemaps)
            yield return $"Sitemap {sitemap}: stays in your own robots.txt, which the gate serves behind its part.";
        foreach (var token in robots.Agents.Where(token => token != "*" && !agents.Any(agent => agent.Agent.Equals(token, StringComparison.OrdinalIgnoreCase))))
            yield return $"{token} is no agent of the catalogue, so its group is left out, and it gets what every machine gets; name it under \"agents\" to give it lines of its own.";
        foreach (var (token, group) in robots.Agents.Select(token => (token, robots.GroupOf(token)!))) // named, so it has a group
        {
            foreach (var note in OfUses(token, group))
                yield return note;
            foreach (var rule in group.Rules.Where(rule => rule.Length != rule.Pattern.Length && rule.Length - rule.Pattern.Length > 1))
                yield return $"{token}: {rule.Pattern} is written longer than it is, which makes it count before others in robots.txt and not here.";
        }
    }

    static IEnumerable<string> OfUses(string token, RobotsGroup group)
    {
        foreach (var signal in group.ContentSignals)
        {
            var taken = ContentSignals.Parse(signal.Value);
            foreach (var part in signal.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                if (!Labels.All.Any(label => label.ContentSignal is { } key && taken.ContainsKey(key) && part.StartsWith(key, StringComparison.OrdinalIgnoreCase)))
                    yield return $"{token}: Content-Signal {part}: no terms say that.";
            foreach (var no in Labels.All.Where(label => label.ContentSignal is { } key && taken.TryGetValue(key, out var answer) && !answer))
                yield return $"{token}: Content-Signal {no.ContentSignal}=no became a refusal of {no.Purpose.Name()}, of agents too that robots.txt lets in.";
        }
        foreach (var usage in group.ContentUsages)
        {
            var taken = UsagePreferences.Parse(usage.Value);
            if (taken.Count == 0 || taken.Keys.Any(key => !Labels.All.Any(label => label.ContentUsage == key)))
                yield return $"{token}: Content-Usage {usage}: not taken over as a whole, since not all of it is known.";
            foreach (var no in Labels.All.Where(label => label.ContentUsage is { } key && taken.TryGetValue(key, out var answer) && !answer))
                yield return $"{token}: Content-Usage {no.ContentUsage}=n became a refusal of {no.Purpose.Name()}, of agents too that robots.txt lets in.";
        }
    }
}
