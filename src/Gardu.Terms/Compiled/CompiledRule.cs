using Gardu.Protocols.Robots;
using Gardu.Terms.Identities;
using Gardu.Terms.Written;

namespace Gardu.Terms.Compiled;

/// <summary>One rule, its lines sorted by subject so that the most specific is found first.</summary>
sealed class CompiledRule
{
    readonly (string Name, Clause Clause)[] agents;
    readonly (string Name, Clause Clause)[] operators;
    readonly Clause?[] purposes = new Clause?[PurposeNames.Every.Count];
    readonly Clause? aiAll;
    readonly Clause? all;

    public CompiledRule(TermsRule written, PathPattern pattern, Mode siteMode)
    {
        (Prefix, Rest, Length) = (pattern.Prefix, pattern.Rest, pattern.Length);
        var agentLines = new List<(string, Clause)>();
        var operatorLines = new List<(string, Clause)>();
        foreach (var line in written.Lines)
        {
            var clause = new Clause($"{written.Path} {line.Subject}", line.Value, written.Mode ?? siteMode);
            if (line.Subject.StartsWith(TermsLine.AgentPrefix, StringComparison.Ordinal))
                agentLines.Add((line.Subject[TermsLine.AgentPrefix.Length..], clause));
            else if (line.Subject.StartsWith(TermsLine.OperatorPrefix, StringComparison.Ordinal))
                operatorLines.Add((line.Subject[TermsLine.OperatorPrefix.Length..], clause));
            else if (line.Subject == PurposeNames.AiAll)
                aiAll = clause;
            else if (line.Subject == PurposeNames.All)
                all = clause;
            else if (PurposeNames.TryParse(line.Subject, out var purpose))
                purposes[(int)purpose] = clause;
            else
                throw new InvalidOperationException($"no such subject: {line.Subject}");
        }
        (agents, operators) = ([.. agentLines], [.. operatorLines]);
    }

    /// <summary>The literal start of its pattern.</summary>
    public string Prefix { get; }

    /// <summary>What follows the literal start, from the first wildcard on.</summary>
    public string Rest { get; }

    /// <summary>Length of its pattern: the longer is the more specific.</summary>
    public int Length { get; }

    /// <summary>The line that speaks of this machine: agent beats operator, purpose, ai-all, all; null where none does.</summary>
    public Clause? For(AgentIdentity identity)
    {
        if (identity.Purpose is not { } purpose)
            return all;
        return Find(agents, identity.Agent)
            ?? (identity.Operator is null ? null : Find(operators, identity.Operator))
            ?? purposes[(int)purpose]
            ?? (purpose.IsAi() ? aiAll : null)
            ?? all;
    }

    static Clause? Find((string Name, Clause Clause)[] lines, string name)
    {
        foreach (var line in lines)
            if (string.Equals(line.Name, name, StringComparison.OrdinalIgnoreCase))
                return line.Clause;
        return null;
    }
}
