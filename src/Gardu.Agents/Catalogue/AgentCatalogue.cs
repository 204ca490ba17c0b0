using System.Collections.Frozen;
using Gardu.Terms.Identities;

namespace Gardu.Agents.Catalogue;

/// <summary>Every agent that is known by name: the built-in data file, and what the owner adds or overrides.</summary>
public sealed class AgentCatalogue
{
    readonly FrozenDictionary<string, Agent> byToken;

    /// <summary>Makes a catalogue; tokens must differ, without regard to case.</summary>
    public AgentCatalogue(DateOnly dated, IReadOnlyList<Agent> agents)
    {
        (Dated, Agents) = (dated, agents);
        byToken = agents.ToFrozenDictionary(agent => agent.Token, StringComparer.OrdinalIgnoreCase);
        Operators = [.. agents.Select(agent => agent.Operator).DistinctBy(known => known.Name)];
    }

    /// <summary>The catalogue that comes with the program.</summary>
    public static AgentCatalogue BuiltIn { get; } = CatalogueFile.ReadBuiltIn();

    /// <summary>The day on which the data file was last revised.</summary>
    public DateOnly Dated { get; }

    /// <summary>All agents, by operator.</summary>
    public IReadOnlyList<Agent> Agents { get; }

    /// <summary>All agents as their names alone make them known.</summary>
    public IReadOnlyList<AgentIdentity> Claimed => [.. Agents.Select(agent => agent.Unproven)];

    /// <summary>All operators.</summary>
    public IReadOnlyList<AgentOperator> Operators { get; }

    /// <summary>Every suffix of names that proves an agent.</summary>
    public IEnumerable<string> DnsSuffixes => Agents.SelectMany(agent => agent.Proofs.DnsSuffixes).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds an agent by token, without regard to case.</summary>
    public Agent? Find(string token) => byToken.GetValueOrDefault(token);

    /// <summary>
    /// The same catalogue with the owner's agents added and overridden. One that cannot be applied is left out and told
    /// in <paramref name="problems"/>; never fails.
    /// </summary>
    public AgentCatalogue With(IReadOnlyList<OwnerAgent> owners, out IReadOnlyList<OwnerAgentProblem> problems)
    {
        var application = new OwnerAgents(this);
        var changed = owners.Count == 0 ? this : application.Apply(owners);
        problems = application.Problems;
        return changed;
    }
}
