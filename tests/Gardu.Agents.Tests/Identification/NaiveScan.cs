using Gardu.Agents.Catalogue;

namespace Gardu.Agents.Tests.Identification;

/// <summary>The rule of <c>ClaimReader</c> said again without any speed: every place, every pattern, the first place, the longest pattern.</summary>
static class NaiveScan
{
    public static string? Find(AgentCatalogue catalogue, string text)
    {
        text = text.Trim();
        for (var at = 0; at < text.Length; at++)
        {
            var best = catalogue.Agents
                .SelectMany(agent => agent.Patterns.Select(pattern => (agent.Token, Pattern: pattern)))
                .Where(entry => Stands(entry.Pattern, text, at))
                .OrderByDescending(entry => entry.Pattern.TrimStart('^').Length)
                .FirstOrDefault();
            if (best.Token is not null)
                return best.Token;
        }
        return null;
    }

    static bool Stands(string pattern, string text, int at)
    {
        var body = pattern.TrimStart('^');
        if (at + body.Length > text.Length || !text.Substring(at, body.Length).Equals(body, StringComparison.OrdinalIgnoreCase))
            return false;
        if (pattern != body && at != 0)
            return false;
        if (at > 0 && (IsWord(text[at - 1]) || "-_./@".Contains(text[at - 1], StringComparison.Ordinal)))
            return false;
        if (at >= 5 && text.Substring(at - 5, 5).Equals("like ", StringComparison.OrdinalIgnoreCase))
            return false;
        var end = at + body.Length;
        return end == text.Length || !IsWord(body[^1]) || !(IsWord(text[end]) || "-_@".Contains(text[end], StringComparison.Ordinal));
    }

    static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c);
}
