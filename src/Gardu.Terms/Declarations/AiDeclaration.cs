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
        foreach (var pattern in terms.Patterns)
            if (terms.At(pattern, trainer) is { } value)
                text.Append($"{(DeclaredTerms.Passes(value) ? "Allow" : "Disallow")}: {pattern}\n");
        return text.ToString();
    }
}
