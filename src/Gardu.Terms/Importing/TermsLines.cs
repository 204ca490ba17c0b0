using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Importing;

/// <summary>The fewest lines that give each agent its value: one for a purpose where all its agents get the same, <c>ai-all</c> where all AI purposes do.</summary>
static class TermsLines
{
    /// <summary>Makes the lines of a rule.</summary>
    /// <param name="all">What every machine gets; null where the rule does not speak of all.</param>
    /// <param name="values">What agents get: all of them, or those alone that the rule speaks of.</param>
    /// <param name="agents">All agents there are.</param>
    public static IReadOnlyList<TermsLine> Of(TermsValue? all, IReadOnlyDictionary<AgentIdentity, TermsValue> values, IReadOnlyList<AgentIdentity> agents)
    {
        var purposes = new List<TermsLine>();
        var single = new List<TermsLine>();
        foreach (var purpose in Enum.GetValues<Purpose>())
        {
            var members = agents.Where(agent => agent.Purpose == purpose).ToArray();
            var told = members.Where(values.ContainsKey).ToArray();
            if (told.Length == members.Length && members.Select(agent => values[agent]).Distinct().Count() == 1)
                purposes.Add(new TermsLine(purpose.Name(), values[members[0]]));
            else
                single.AddRange(told.Where(agent => values[agent] != all).Select(agent => new TermsLine(TermsLine.AgentPrefix + agent.Agent, values[agent])));
        }
        return [.. Shortest(purposes.Where(line => line.Value != all)), .. all is null ? [] : new[] { new TermsLine(PurposeNames.All, all) }, .. single];
    }

    /// <summary>Lines for purposes, those for all AI purposes as one where they agree.</summary>
    public static IEnumerable<TermsLine> Shortest(IEnumerable<TermsLine> purposes)
    {
        var lines = purposes.ToArray();
        var ai = lines.Where(line => PurposeNames.TryParse(line.Subject, out var purpose) && purpose.IsAi()).ToArray();
        var isOne = ai.Length == Enum.GetValues<Purpose>().Count(purpose => purpose.IsAi()) && ai.Select(line => line.Value).Distinct().Count() == 1;
        return isOne ? lines.Except(ai).Append(new TermsLine(PurposeNames.AiAll, ai[0].Value)) : lines;
    }
}
