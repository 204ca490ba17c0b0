namespace Gardu.Evidence.Scan.Normalising;

/// <summary>A text as it is compared: what <see cref="Normaliser"/> leaves of it. Used again and again, one by each thread.</summary>
sealed class NormalText
{
    /// <summary>Octets behind the text that may be read and are zero, so that nothing has to look where it ends.</summary>
    public const int Padding = 128;

    byte[] octets = new byte[64 * 1024];

    /// <summary>Octets of the text.</summary>
    public int Length { get; set; }

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Octets => octets.AsSpan(0, Length);

    /// <summary>The text and the zeros behind it.</summary>
    public ReadOnlySpan<byte> Padded => octets.AsSpan(0, Length + Padding);

    /// <summary>Where the next octets go: room for that many at least.</summary>
    public Span<byte> Room(int atLeast)
    {
        if (octets.Length - Length < atLeast + Padding)
            Array.Resize(ref octets, (int)Math.Min(Array.MaxLength, Math.Max(octets.Length * 2L, (long)Length + atLeast + Padding)));
        return octets.AsSpan(Length);
    }

    /// <summary>Makes what is behind the text zeros.</summary>
    public void Close() => Room(0)[..Padding].Clear();
}
