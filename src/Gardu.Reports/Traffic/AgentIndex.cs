using Gardu.Agents.Catalogue;

namespace Gardu.Reports.Traffic;

/// <summary>Numbers for the agents and operators of a catalogue, so that tallies are arrays.</summary>
sealed class AgentIndex
{
    readonly Dictionary<string, int> byToken = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, int> byOperator = [];

    public AgentIndex(AgentCatalogue catalogue)
    {
        Agents = catalogue.Agents;
        Operators = [.. catalogue.Operators.Select(known => known.Name)];
        for (var place = 0; place < Agents.Count; place++)
            byToken.Add(Agents[place].Token, place);
        for (var place = 0; place < Operators.Count; place++)
            byOperator.Add(Operators[place], place);
    }

    public IReadOnlyList<Agent> Agents { get; }

    public IReadOnlyList<string> Operators { get; }

    /// <summary>An agent's place; -1 where the catalogue has none of that token.</summary>
    public int Agent(string token) => byToken.TryGetValue(token, out var place) ? place : -1;

    /// <summary>An operator's place; -1 where the catalogue has none of that name.</summary>
    public int Operator(string name) => byOperator.TryGetValue(name, out var place) ? place : -1;
}
