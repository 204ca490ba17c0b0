using System.Text;
using Gardu.Protocols.Robots;
using Gardu.Terms.Values;

namespace Gardu.Terms.Written;

/// <summary>The terms of one site as its owner wrote them; <see cref="Compiled.CompiledTerms"/> is what runs.</summary>
/// <param name="Mode">The site's mode, for rules that name none.</param>
/// <param name="Rules">In the order of the file; order decides nothing.</param>
/// <param name="UnknownMachines">What machines outside the catalogue get on every path; null where the file is silent.</param>
public sealed record SiteTerms(Mode Mode, IReadOnlyList<TermsRule> Rules, TermsValue? UnknownMachines)
{
    /// <summary>What stands where an owner wrote nothing: search may, training may not.</summary>
    public static SiteTerms Default(Mode mode) => new(
        mode,
        [new TermsRule(PathPattern.Root, null, [new TermsLine("search", TermsValue.Allow), new TermsLine("ai-train", TermsValue.Refuse)])],
        null);

    /// <summary>The same terms as if every rule were in <c>enforce</c>: what their lines say, however far each goes today.</summary>
    public SiteTerms Enforced => this with { Mode = Mode.Enforce, Rules = [.. Rules.Select(rule => rule with { Mode = null })] };

    /// <summary>The terms in canonical form: YAML that reads as the same terms.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"mode: {Mode.Name()}\nterms:{(Rules.Count == 0 ? " []" : "")}\n");
        foreach (var rule in Rules)
        {
            text.Append($"  - path: {Quoted(rule.Path.Text)}\n");
            if (rule.Mode is { } mode)
                text.Append($"    mode: {mode.Name()}\n");
            foreach (var line in rule.Lines.Where(line => !line.IsAgents))
                text.Append($"    {line.Subject}: {line.Value}\n");
            if (rule.Lines.Any(line => line.IsAgents))
                text.Append("    agents:\n");
            foreach (var line in rule.Lines.Where(line => line.IsAgents))
                text.Append($"      {Quoted(line.Name)}: {line.Value}\n");
        }
        return text.Append(UnknownMachines is null ? "" : $"unknown-machines: {UnknownMachines}\n").ToString();
    }

    /// <summary>Double-quoted (YAML 1.2 section 7.3.1): patterns and names may begin with what means something in YAML.</summary>
    static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}

/// <summary>One entry under <c>terms:</c>.</summary>
/// <param name="Path">The paths it speaks of.</param>
/// <param name="Mode">Replaces the site's mode; null keeps it.</param>
/// <param name="Lines">Who gets what.</param>
public sealed record TermsRule(PathPattern Path, Mode? Mode, IReadOnlyList<TermsLine> Lines);

/// <summary>One line of a rule.</summary>
/// <param name="Subject">A purpose, <c>ai-all</c>, <c>all</c>, <c>agent:TOKEN</c> or <c>operator:NAME</c>.</param>
/// <param name="Value">What that subject gets.</param>
public sealed record TermsLine(string Subject, TermsValue Value)
{
    /// <summary>Start of a subject that is one agent.</summary>
    public const string AgentPrefix = "agent:";

    /// <summary>Start of a subject that is all agents of one operator.</summary>
    public const string OperatorPrefix = "operator:";

    /// <summary>Whether it speaks of one agent, or of one operator's.</summary>
    public bool IsAgents => Subject.StartsWith(AgentPrefix, StringComparison.Ordinal) || Subject.StartsWith(OperatorPrefix, StringComparison.Ordinal);

    /// <summary>The subject as it stands in the file: <c>CCBot</c> under <c>agents</c>, <c>operator:OpenAI</c>, <c>search</c>.</summary>
    public string Name => Subject.StartsWith(AgentPrefix, StringComparison.Ordinal) ? Subject[AgentPrefix.Length..] : Subject;
}
