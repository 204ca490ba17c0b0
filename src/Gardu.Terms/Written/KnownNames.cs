using Gardu.Terms.Yaml;

namespace Gardu.Terms.Written;

/// <summary>Whom terms may name: a line for anybody else would never speak of a request.</summary>
/// <param name="agents">Product tokens; compared without regard to case.</param>
/// <param name="operators">Names of operators; compared without regard to case.</param>
public sealed class KnownNames(IEnumerable<string> agents, IEnumerable<string> operators)
{
    readonly HashSet<string> agents = new(agents, StringComparer.OrdinalIgnoreCase);
    readonly HashSet<string> operators = new(operators, StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with a name (<c>CCBot</c>, <c>operator:OpenAI</c>), in words; null where it is known.</summary>
    public string? Unknown(string name)
    {
        if (!name.StartsWith(TermsLine.OperatorPrefix, StringComparison.Ordinal))
            return agents.Contains(name) ? null
                : $"no agent \"{name}\" is known{Suggestion.For(name, agents)}; one of your own stands under \"agents\" at the top of the file";
        var typed = name[TermsLine.OperatorPrefix.Length..];
        return operators.Contains(typed) ? null : $"no operator \"{typed}\" is known{Suggestion.For(typed, operators)}";
    }
}
