using Gardu.Gate.Declaring;
using Gardu.Gate.Recording;

namespace Gardu.Gate.Tests;

/// <summary>A history in memory that can be made to fail.</summary>
sealed class MemoryDeclarations : IDeclarationStore
{
    readonly Lock gate = new();
    readonly List<Declaration> changes = [];
    readonly Dictionary<string, byte[]> bytes = [];

    public volatile string? Failing;

    public IReadOnlyList<Declaration> Changes
    {
        get
        {
            lock (gate)
                return [.. changes];
        }
    }

    public IReadOnlyList<Declaration> Latest() => [.. Changes.GroupBy(change => (change.Site, change.Name)).Select(changes => changes.Last())];

    public void Add(Declaration declaration, ReadOnlyMemory<byte> content)
    {
        if (Failing is { } why)
            throw new StoreException(why);
        lock (gate)
        {
            changes.Add(declaration);
            if (declaration.Hash is not null)
                bytes[declaration.Hash] = content.ToArray();
        }
    }

    public byte[]? Read(string hash)
    {
        lock (gate)
            return bytes.GetValueOrDefault(hash);
    }
}
