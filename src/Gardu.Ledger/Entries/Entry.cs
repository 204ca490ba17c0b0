namespace Gardu.Ledger.Entries;

/// <summary>An entry as whoever may see it gets it: the envelope, and the payload that it is of.</summary>
/// <param name="Envelope">The leaf of the tree.</param>
/// <param name="Salt">Hides the payload from those who have the envelope alone; empty where it was erased.</param>
/// <param name="Payload">One JSON object in UTF-8; empty where it was erased.</param>
public sealed record Entry(Envelope Envelope, ReadOnlyMemory<byte> Salt, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Whether the payload is gone.</summary>
    public bool IsErased => Salt.IsEmpty;

    /// <summary>Whether the payload, where it is there, is the one that the envelope stands for.</summary>
    public bool IsWhole => IsErased ? Payload.IsEmpty : Envelope.Holds(Salt.Span, Payload.Span);

    /// <summary>Envelope, salt and payload in a row, as a receipt carries them.</summary>
    public byte[] ToArray()
    {
        var octets = new byte[Envelope.Size + Salt.Length + Payload.Length];
        Envelope.Write(octets);
        Salt.Span.CopyTo(octets.AsSpan(Envelope.Size));
        Payload.Span.CopyTo(octets.AsSpan(Envelope.Size + Salt.Length));
        return octets;
    }

    /// <summary>Reads what <see cref="ToArray"/> gives; null for anything else, a payload of another envelope too.</summary>
    public static Entry? Read(ReadOnlyMemory<byte> octets)
    {
        if (octets.Length < Envelope.Size || !Envelope.TryRead(octets.Span[..Envelope.Size], out var envelope))
            return null;
        var rest = octets[Envelope.Size..];
        if (rest.Length is > 0 and < Envelope.SaltSize or > Envelope.SaltSize + Envelope.PayloadMax)
            return null;
        var entry = rest.IsEmpty ? new Entry(envelope, default, default) : new Entry(envelope, rest[..Envelope.SaltSize], rest[Envelope.SaltSize..]);
        return entry.IsWhole ? entry : null;
    }
}
