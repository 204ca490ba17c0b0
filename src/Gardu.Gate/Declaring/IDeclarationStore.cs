using Gardu.Gate.Recording;

namespace Gardu.Gate.Declaring;

/// <summary>One change of what a site says: from then on, these bytes.</summary>
/// <param name="Time">When it came into force.</param>
/// <param name="Site">The site's name.</param>
/// <param name="Name">The address of a file that was served (<c>https://news.example/robots.txt</c>), <see cref="Terms"/>, or <see cref="OriginRobots"/>.</param>
/// <param name="Hash">SHA-256 of the bytes in lower-case hexadecimal digits; null where it is said no longer.</param>
public sealed record Declaration(DateTimeOffset Time, string Site, string Name, string? Hash)
{
    /// <summary>The name of the site's terms as written; their version is how the hash begins.</summary>
    public const string Terms = "terms";

    /// <summary>The name of the last good copy of the origin's own robots.txt.</summary>
    public const string OriginRobots = "origin robots.txt";
}

/// <summary>Where the history of declarations is kept, for good. Every call throws <see cref="StoreException"/> where it cannot be done.</summary>
public interface IDeclarationStore
{
    /// <summary>The last change of each name of each site.</summary>
    IReadOnlyList<Declaration> Latest();

    /// <summary>Writes a change durably.</summary>
    /// <param name="declaration">The change.</param>
    /// <param name="bytes">The bytes of its hash; empty where it has none.</param>
    void Add(Declaration declaration, ReadOnlyMemory<byte> bytes);

    /// <summary>The bytes of a hash; null where they are not kept.</summary>
    byte[]? Read(string hash);
}
