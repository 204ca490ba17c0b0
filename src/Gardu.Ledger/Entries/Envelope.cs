using System.Buffers.Binary;
using Gardu.Ledger.Merkle;

namespace Gardu.Ledger.Entries;

/// <summary>
/// A leaf of the log: what can be public of an entry. The salt, which is kept beside it with the payload, hides what the hash is of.
/// <code>
///   offset  octets
///        0       1  version: 1
///        1       1  kind
///        2       8  microseconds since 1970, big-endian
///       10      32  SHA-256(salt ‖ payload)
/// </code>
/// </summary>
/// <param name="Kind">What it is about; kinds that are not known here are carried all the same.</param>
/// <param name="Micros">When, by the clock of whoever wrote it: microseconds since 1970, 0 or more.</param>
/// <param name="PayloadHash">SHA-256 over salt and payload.</param>
public readonly record struct Envelope(EntryKind Kind, long Micros, TreeHash PayloadHash)
{
    /// <summary>Length in octets.</summary>
    public const int Size = 2 + sizeof(long) + TreeHash.Size;

    /// <summary>Octets of a salt.</summary>
    public const int SaltSize = 16;

    /// <summary>Octets of a payload at the most.</summary>
    public const int PayloadMax = 65_536;

    const byte Version = 1;
    const int TimeAt = 2;
    const int HashAt = TimeAt + sizeof(long);

    /// <summary>When, UTC.</summary>
    public DateTimeOffset Time => DateTimeOffset.UnixEpoch.AddMicroseconds(Micros);

    /// <summary>The envelope of a payload.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="micros">Microseconds since 1970; 0 or more.</param>
    /// <param name="salt">Of <see cref="SaltSize"/>.</param>
    /// <param name="payload">At most <see cref="PayloadMax"/>.</param>
    /// <exception cref="ArgumentException">One of them is not.</exception>
    public static Envelope Of(EntryKind kind, long micros, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(micros);
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, PayloadMax);
        return new Envelope(kind, micros, TreeHash.Of(salt, payload));
    }

    /// <summary>Reads an envelope; false for another length or version, and for a time that has no date.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out Envelope envelope)
    {
        envelope = default;
        if (octets.Length != Size || octets[0] != Version || !TreeHash.TryRead(octets[HashAt..], out var hash))
            return false;
        var micros = BinaryPrimitives.ReadInt64BigEndian(octets[TimeAt..]);
        envelope = new Envelope((EntryKind)octets[1], micros, hash);
        return micros >= 0 && micros <= (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }

    /// <summary>Writes it.</summary>
    /// <param name="octets">At least <see cref="Size"/>.</param>
    public void Write(Span<byte> octets)
    {
        octets[0] = Version;
        octets[1] = (byte)Kind;
        BinaryPrimitives.WriteInt64BigEndian(octets[TimeAt..], Micros);
        PayloadHash.Write(octets[HashAt..]);
    }

    /// <summary>Its hash in the tree.</summary>
    public TreeHash LeafHash()
    {
        Span<byte> octets = stackalloc byte[Size];
        Write(octets);
        return TreeHash.OfLeaf(octets);
    }

    /// <summary>Whether it is the envelope of a payload.</summary>
    public bool Holds(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> payload) => salt.Length == SaltSize && TreeHash.Of(salt, payload) == PayloadHash;
}
