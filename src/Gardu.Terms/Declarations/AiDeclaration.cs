using System.Text;

namespace Gardu.Terms.Declarations;

/// <summary>
/// Terms as <c>/ai.txt</c> (Spawning, 2023): what may be downloaded to train on, in the manner of robots.txt, for everybody.
/// A price is a refusal.
/// </summary>
public static class AiDeclaration
{
    /// <summary>Renders the file.</summary>
    /// <param name="terms">What is declared.</param>
    /// <param name="termsUrl">Absolute address of the terms in words.</param>
    public static string Render(DeclaredTerms terms, string termsUrl)
    {
        var trainer = DeclaredTerms.AnyOf(Purpose.AiTrain);
        var text = new StringBuilder($"# What may be downloaded to train models on. In words, with prices: {termsUrl}\nUser-Agent: *\n");
        var said = terms.Patterns.Select(pattern => (Pattern: pattern, Value: terms.At(pattern, trainer))).Where(entry => entry.Value is not null)
            .Select(entry => (entry.Pattern, Allows: DeclaredTerms.Passes(entry.Value))).ToArray();
        var opening = said.Where(entry => entry.Allows).ToLookup(entry => entry.Pattern.Length, entry => entry.Pattern);
        foreach (var (pattern, allows) in said.OrderByDescending(entry => entry.Pattern.Length).ThenBy(entry => entry.Allows)) // the first match counts to some, the longest to others
        {
            if (!allows && RobotsDeclaration.LongerThanOpened(opening[pattern.Length], null, pattern) is { } longer)
                text.Append($"Disallow: {longer}\n");
            text.Append($"{(allows ? "Allow" : "Disallow")}: {pattern}\n");
        }
        return text.ToString();
    }
}
