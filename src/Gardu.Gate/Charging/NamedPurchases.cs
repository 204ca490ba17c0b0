using System.Collections.Concurrent;

namespace Gardu.Gate.Charging;

/// <summary>Purchases under way that their buyers have named (<c>Idempotency-Key</c>), so that none is made twice at the same time by one gate.</summary>
sealed class NamedPurchases
{
    readonly ConcurrentDictionary<(string Licensee, string Name), byte> underWay = new();

    /// <summary>Begins one; false where one of that name is under way.</summary>
    public bool TryBegin(string licensee, string name) => underWay.TryAdd((licensee, name), 0);

    /// <summary>Ends one.</summary>
    public void End(string licensee, string name) => underWay.TryRemove((licensee, name), out _);
}
