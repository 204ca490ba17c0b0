using Gardu.Protocols.Robots;
using Gardu.Protocols.Signals;

namespace Gardu.Terms.Declarations;

/// <summary>Terms as preferences of use (draft-ietf-aipref): <c>train-ai=n, search=y</c>. A price is a no.</summary>
public static class UsageDeclaration
{
    /// <summary>What is said of the paths of a pattern; empty where nothing is.</summary>
    public static string At(DeclaredTerms terms, PathPattern pattern) => UsagePreferences.Write(Labels.All
        .Where(label => label.ContentUsage is not null)
        .Select(label => (Label: label.ContentUsage!, Value: terms.At(pattern, DeclaredTerms.AnyOf(label.Purpose)))) // those without a word are left out
        .Where(said => said.Value is not null)
        .Select(said => KeyValuePair.Create(said.Label, DeclaredTerms.Passes(said.Value))));
}
