using System.Text;
using Gardu.Protocols.Robots;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;

namespace Gardu.Terms.Declarations;

/// <summary>
/// Terms as groups of robots.txt (RFC 9309): one for all agents that are told the same, and <c>*</c> for machines outside the
/// catalogue. A price is a refusal here. An agent that would be told what <c>*</c> is told is in no group of its own.
/// </summary>
public static class RobotsDeclaration
{
    /// <summary>What a crawler needs in order to obey; opened wherever a group closes it.</summary>
    static readonly string[] Needed = ["/robots.txt", "/license.xml", "/ai.txt", "/.well-known/", FreePaths.OwnPrefix];

    /// <summary>Renders the groups, each with a line end behind it; empty where nothing is declared.</summary>
    /// <param name="terms">What is declared.</param>
    /// <param name="agents">Whom to address, one identity for each product token.</param>
    public static string Render(DeclaredTerms terms, IReadOnlyList<AgentIdentity> agents)
    {
        if (terms.IsEmpty)
            return "";
        var everybody = Lines(terms, AgentIdentity.UnknownMachine("*"));
        var preferences = Preferences(terms);
        var text = new StringBuilder();
        foreach (var group in agents.GroupBy(agent => Lines(terms, agent)).Where(group => group.Key != everybody).OrderBy(group => group.First().Agent, StringComparer.OrdinalIgnoreCase))
            Append(text, group.Select(agent => agent.Agent).Order(StringComparer.OrdinalIgnoreCase), group.Key, preferences);
        Append(text, ["*"], everybody, preferences);
        return text.ToString();
    }

    static void Append(StringBuilder text, IEnumerable<string> tokens, string lines, string preferences)
    {
        foreach (var token in tokens)
            text.Append("User-agent: ").Append(token).Append('\n');
        text.Append(lines).Append(preferences).Append('\n');
    }

    /// <summary>Allow and Disallow lines for a machine, the longest pattern first, so that who takes the first match reads the same.</summary>
    static string Lines(DeclaredTerms terms, AgentIdentity who)
    {
        var rules = new List<RobotsRule>();
        foreach (var pattern in terms.Patterns)
            if (terms.Speaks(pattern, who))
                rules.Add(new RobotsRule(pattern, DeclaredTerms.Passes(terms.At(pattern, who)) && DeclaredTerms.Passes(Everywhere(terms, who))));
        if (!DeclaredTerms.Passes(Everywhere(terms, who)) && Parse("/") is var root && !rules.Exists(rule => rule.Pattern.Text == root.Text))
            rules.Add(new RobotsRule(root, false));
        foreach (var path in Needed)
            if (rules.Exists(rule => !rule.Allows && rule.Pattern.IsMatch(path)) && !rules.Exists(rule => rule.Pattern.Text == path))
                rules.Add(new RobotsRule(Parse(path), true));
        if (rules.Count == 0)
            rules.Add(new RobotsRule(Parse("/"), true));
        return string.Concat(rules.OrderByDescending(rule => rule.Pattern.Length).ThenBy(rule => rule.Pattern.Text, StringComparer.Ordinal)
            .Select(rule => $"{(rule.Allows ? "Allow" : "Disallow")}: {rule.Pattern}\n"));
    }

    static TermsValue? Everywhere(DeclaredTerms terms, AgentIdentity who) => who.Kind == RequesterKind.UnknownMachine ? terms.UnknownMachines : null;

    /// <summary><c>Content-Usage</c> lines, the longest path first; each says all that is said of its paths, since only the longest counts.</summary>
    static string Preferences(DeclaredTerms terms)
    {
        var lines = new StringBuilder();
        foreach (var pattern in terms.Patterns)
            if (UsageDeclaration.At(terms, pattern) is { Length: > 0 } said && pattern.Text.StartsWith('/'))
                lines.Append($"Content-Usage: {(pattern.Text == "/" ? "" : pattern.Text + " ")}{said}\n");
        return lines.ToString();
    }

    static PathPattern Parse(string text) => PathPattern.TryParse(text, out var pattern) ? pattern! : throw new InvalidOperationException($"{text} is a pattern");
}
