using Gardu.Agents.Catalogue;
using Gardu.Agents.Identification;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Written;
using Gardu.Terms.Yaml;

namespace Gardu.Commands.Terms;

/// <summary>Who asks, as <c>--as</c> and test files say it: a product token, <c>person</c>, <c>unknown</c>, or a whole user agent.</summary>
sealed class RequesterName(AgentCatalogue catalogue)
{
    /// <summary>What the options that take one say of it.</summary>
    public const string Description = "A product token such as GPTBot, person, unknown, or a whole user agent";

    const string Person = "person";

    readonly Identifier identifier = new(catalogue, [], []);

    /// <summary>Reads a name; one bare word that is nearly a known token is taken for a mistake, since it would be a machine that nobody is.</summary>
    public bool TryRead(string text, out AgentIdentity? identity, out string? error)
    {
        error = null;
        identity = text switch
        {
            Person => AgentIdentity.Person,
            PurposeNames.Unknown => AgentIdentity.UnknownMachine(PurposeNames.Unknown),
            _ when catalogue.Find(text) is { } agent => agent.IsControlToken ? agent.Identity(Proof.Spoofed, ProofReasons.ControlToken) : agent.Unproven,
            _ => identifier.Identify(identifier.Claim(text), null, DateTimeOffset.UnixEpoch), // without an address time plays no part
        };
        if (identity.Kind != RequesterKind.UnknownMachine || text.AsSpan().ContainsAny(' ', '/'))
            return true;
        if (text.StartsWith(TermsLine.OperatorPrefix, StringComparison.Ordinal))
        {
            error = $"\"{text}\" is no machine; name one of its agents ({string.Join(", ", catalogue.Agents.Where(agent => agent.Operator.Name.Equals(text[TermsLine.OperatorPrefix.Length..], StringComparison.OrdinalIgnoreCase)).Select(agent => agent.Token).DefaultIfEmpty("see gardu agents list"))})";
            return false;
        }
        var suggestion = Suggestion.For(text, [Person, PurposeNames.Unknown, .. catalogue.Agents.Select(agent => agent.Token)]);
        error = text == PurposeNames.Unknown || suggestion.Length == 0 ? null : $"no agent \"{text}\" is known{suggestion} A machine outside the catalogue is written as its whole user agent, such as \"{text}/1.0\"";
        return error is null;
    }
}
