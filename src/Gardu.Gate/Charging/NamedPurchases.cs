using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace Gardu.Gate.Charging;

/// <summary>Purchases under way that their buyers have named (<c>Idempotency-Key</c>), so that none is made twice at the same time by one gate.</summary>
sealed class NamedPurchases
{
    readonly ConcurrentDictionary<(string Licensee, UInt128 Key), byte> underWay = new();

    /// <summary>Begins one; false where one of that name is under way.</summary>
    public bool TryBegin(string licensee, ReadOnlySpan<byte> key) => underWay.TryAdd((licensee, BinaryPrimitives.ReadUInt128BigEndian(key)), 0);

    /// <summary>Ends one.</summary>
    public void End(string licensee, ReadOnlySpan<byte> key) => underWay.TryRemove((licensee, BinaryPrimitives.ReadUInt128BigEndian(key)), out _);
}
