namespace Gardu.Evidence.Scan.Normalising;

/// <summary>A text as it is compared: what <see cref="Normaliser"/> leaves of it. Used again and again, one by each thread.</summary>
/// <param name="room">Octets it begins with room for.</param>
sealed class NormalText(int room = 64 * 1024)
{
    /// <summary>Octets behind the text that may be read and are zero, so that nothing has to look where it ends.</summary>
    public const int Padding = 128;

    byte[] octets = new byte[room + Padding];

    /// <summary>Octets of raw text after which a place is marked.</summary>
    public const int MarkEvery = 1024;

    readonly List<(int Raw, int Normal)> marks = [];

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

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        Length = 0;
        marks.Clear();
    }

    /// <summary>Marks that what follows comes from this place of the raw text on, every so often.</summary>
    public void Mark(int raw)
    {
        if (marks.Count == 0 || raw - marks[^1].Raw >= MarkEvery)
            marks.Add((raw, Length));
    }

    /// <summary>A stretch of a raw text that has a stretch of this one in it, and where in this one it begins.</summary>
    public (Range Raw, int Begin) RawAround(int begin, int end, int rawLength)
    {
        var (first, past) = (Math.Max(0, Mark(begin, isPast: true) - 1), Mark(end, isPast: false));
        return (marks[first].Raw..(past < marks.Count ? marks[past].Raw : rawLength), marks[first].Normal);
    }

    /// <summary>The first mark at a place or behind it, or past it.</summary>
    int Mark(int place, bool isPast)
    {
        var (low, high) = (0, marks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (marks[middle].Normal < place || (isPast && marks[middle].Normal == place))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Makes what is behind the text zeros.</summary>
    public void Close() => Room(0)[..Padding].Clear();
}
