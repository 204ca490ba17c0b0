using Gardu.Agents.Catalogue;

namespace Gardu.Reports.Traffic;

/// <summary>Numbers for the agents and operators of a catalogue, so that tallies are arrays.</summary>
sealed class AgentIndex
{
    readonly Dictionary<string, int> byToken;
    readonly Dictionary<string, int> byOperator;

    public AgentIndex(AgentCatalogue catalogue)
    {
        Agents = catalogue.Agents;
        Operators = [.. catalogue.Operators.Select(known => known.Name)];
        byToken = Agents.Select((agent, place) => (agent.Token, place)).ToDictionary(entry => entry.Token, entry => entry.place, StringComparer.OrdinalIgnoreCase);
        byOperator = Operators.Select((name, place) => (name, place)).ToDictionary(entry => entry.name, entry => entry.place);
    }

    public IReadOnlyList<Agent> Agents { get; }

    public IReadOnlyList<string> Operators { get; }

    /// <summary>An agent's place; -1 where the catalogue has none of that token.</summary>
    public int Agent(string token) => byToken.TryGetValue(token, out var place) ? place : -1;

    /// <summary>An operator's place; -1 where the catalogue has none of that name.</summary>
    public int Operator(string name) => byOperator.TryGetValue(name, out var place) ? place : -1;
}
