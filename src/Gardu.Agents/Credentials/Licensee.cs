namespace Gardu.Agents.Credentials;

/// <summary>A buyer's account.</summary>
/// <param name="Id"><c>lic_</c> and 32 hexadecimal digits.</param>
/// <param name="Name">As the owner calls it.</param>
/// <param name="Email">Where to write to; null where the owner has none.</param>
/// <param name="Created">When it was added, UTC.</param>
public sealed record Licensee(string Id, string Name, string? Email, DateTimeOffset Created)
{
    /// <summary>What an id starts with.</summary>
    public const string Prefix = "lic_";
}
