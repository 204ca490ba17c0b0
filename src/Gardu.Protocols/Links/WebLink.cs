namespace Gardu.Protocols.Links;

/// <summary>A link from one address to another.</summary>
/// <param name="Target">Absolute.</param>
/// <param name="Relations">Its relation types in lower case (<c>license</c>).</param>
/// <param name="Type">Media type of the target; null where it is not said.</param>
public sealed record WebLink(Uri Target, IReadOnlyList<string> Relations, string? Type)
{
    /// <summary>Whether it has a relation and leads to a media type.</summary>
    public bool Leads(string relation, string type) =>
        Relations.Contains(relation) && string.Equals(Type?.Split(';')[0].Trim(), type, StringComparison.OrdinalIgnoreCase);

    /// <summary>The words of a relation.</summary>
    internal static string[] RelationsOf(string rel) =>
        [.. rel.ToLowerInvariant().Split([' ', '\t', '\r', '\n', '\f'], StringSplitOptions.RemoveEmptyEntries)];
}
