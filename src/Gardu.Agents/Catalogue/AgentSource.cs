namespace Gardu.Agents.Catalogue;

/// <summary>Whose word an entry is: the catalogue's, the owner's, or the catalogue's with something of the owner's in it.</summary>
/// <param name="Name">As programs read it: <c>catalogue</c>, <c>owner</c> or <c>overridden</c>.</param>
/// <param name="Overrides">What the owner says otherwise, by the keys of <c>gardu.yaml</c>; empty unless it is overridden.</param>
public sealed record AgentSource(string Name, IReadOnlyList<string> Overrides)
{
    /// <summary>The program's own catalogue.</summary>
    public static AgentSource Catalogue { get; } = new("catalogue", []);

    /// <summary>The owner alone.</summary>
    public static AgentSource Owner { get; } = new("owner", []);

    /// <summary>Whether the owner has an entry of this name.</summary>
    public bool IsOwners => this != Catalogue;

    /// <summary>Whose word an agent of a catalogue is that the owner may have changed.</summary>
    public static AgentSource Of(Agent agent) => AgentCatalogue.BuiltIn.Find(agent.Token) switch
    {
        null => Owner,
        var known when ReferenceEquals(known, agent) => Catalogue,
        var known => new AgentSource("overridden", [.. Differences(known, agent)]),
    };

    /// <summary>What two entries of an agent differ in, by the keys of <c>gardu.yaml</c>.</summary>
    public static IEnumerable<string> Differences(Agent known, Agent agent)
    {
        if (known.Operator.Name != agent.Operator.Name)
            yield return "operator";
        if (known.Purpose != agent.Purpose)
            yield return "purpose";
        if (!known.Patterns.SequenceEqual(agent.Patterns))
            yield return "patterns";
        if (!known.Proofs.Feeds.SequenceEqual(agent.Proofs.Feeds))
            yield return "feed";
        if (!known.Proofs.DnsSuffixes.SequenceEqual(agent.Proofs.DnsSuffixes))
            yield return "dns";
        if (!known.Proofs.Signers.SequenceEqual(agent.Proofs.Signers))
            yield return "signature";
    }
}
