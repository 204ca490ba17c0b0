using Gardu.Agents.Catalogue;
using Gardu.Agents.Undeclared;
using Gardu.Terms.Identities;

namespace Gardu.Agents.Identification;

/// <summary>What a request says it is, by its user agent alone; what is established is an <c>AgentIdentity</c>.</summary>
/// <param name="Agent">The agent of the catalogue it names; null where it names none.</param>
/// <param name="IsBrowser">True for a browser's user agent that names no agent.</param>
/// <param name="Name">The agent's token, the library's name, <c>(empty)</c>, or empty for a browser.</param>
public sealed record AgentClaim(Agent? Agent, bool IsBrowser, string Name)
{
    /// <summary>Which browser it says it is; null where it is none's user agent.</summary>
    public BrowserClaim? Browser => IsBrowser ? field ??= BrowserClaim.Read(UserAgent) : null;

    /// <summary>The user agent of a browser, as far as it is looked at.</summary>
    internal string UserAgent { get; init; } = "";

    /// <summary>Who asks as long as nothing but the header is known; made once, so that identifying allocates nothing.</summary>
    public AgentIdentity Unproven { get; } =
        Agent?.Unproven ?? (IsBrowser ? AgentIdentity.Person : AgentIdentity.UnknownMachine(Name));
}
