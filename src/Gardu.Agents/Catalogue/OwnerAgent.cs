using Gardu.Terms;

namespace Gardu.Agents.Catalogue;

/// <summary>
/// What an owner says of an agent: one that the catalogue does not know, which needs operator and purpose, or what is to be
/// different of one that it knows. What is null stays as it is.
/// </summary>
/// <param name="Token">Product token; compared with the catalogue's without regard to case.</param>
/// <param name="Operator">Who runs it; a name that the catalogue knows is that operator, without regard to case.</param>
/// <param name="Purpose">What decisions go by.</param>
/// <param name="Patterns">As <see cref="Agent.Patterns"/>; they replace the known ones.</param>
/// <param name="Feed">File in the feeds folder that lists its addresses, which the owner brings; it replaces the known lists.</param>
/// <param name="Dns">Suffixes of its addresses' names; they replace the known ones.</param>
/// <param name="Signature">The URL that its signatures name, as the identifier that <see cref="Protocols.Signatures.SignatureAgent.IdentifierOf"/> gives; it replaces the known ones.</param>
public sealed record OwnerAgent(
    string Token,
    string? Operator = null,
    Purpose? Purpose = null,
    IReadOnlyList<string>? Patterns = null,
    string? Feed = null,
    IReadOnlyList<string>? Dns = null,
    string? Signature = null);

/// <summary>Why an owner's agent is not taken over.</summary>
/// <param name="Index">Which of the given agents, from 0.</param>
/// <param name="Field">The key that is wrong or missing: <c>token</c>, <c>operator</c>, <c>purpose</c>, <c>patterns</c>, <c>feed</c> or <c>dns</c>.</param>
/// <param name="Message">What is wrong, in words.</param>
public sealed record OwnerAgentProblem(int Index, string Field, string Message);
