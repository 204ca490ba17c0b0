using Gardu.Agents.Catalogue;
using Gardu.Terms.Identities;

namespace Gardu.Agents.Identification;

/// <summary>What a request says it is, by its user agent alone; what is established is an <c>AgentIdentity</c>.</summary>
/// <param name="Agent">The agent of the catalogue it names; null where it names none.</param>
/// <param name="IsBrowser">True for a browser's user agent that names no agent.</param>
/// <param name="Name">The agent's token, the library's name, <c>(empty)</c>, or empty for a browser.</param>
public sealed record AgentClaim(Agent? Agent, bool IsBrowser, string Name)
{
    /// <summary>Who asks as long as nothing but the header is known; made once, so that identifying allocates nothing.</summary>
    public AgentIdentity Unproven { get; } =
        Agent?.Unproven ?? (IsBrowser ? AgentIdentity.Person : AgentIdentity.UnknownMachine(Name));
}
