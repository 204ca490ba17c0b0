using Gardu.Protocols.Robots;

namespace Gardu.Terms.Declarations;

/// <summary>Terms as preferences of use (draft-ietf-aipref): <c>train-ai=n, search=y</c>. A price is a no.</summary>
public static class UsageDeclaration
{
    /// <summary>What is said of the paths of a pattern; empty where nothing is.</summary>
    public static string At(DeclaredTerms terms, PathPattern pattern) => string.Join(", ", Labels.All
        .Where(label => label.ContentUsage is not null)
        .Select(label => (label.ContentUsage, Value: terms.At(pattern, DeclaredTerms.AnyOf(label.Purpose))))
        .Where(said => said.Value is not null)
        .Select(said => $"{said.ContentUsage}={(DeclaredTerms.Passes(said.Value) ? "y" : "n")}"));
}
