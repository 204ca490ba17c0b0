namespace Gardu.Evidence.Scan.Reading;

/// <summary>
/// Some records of one file, one after another in one buffer. Used again and again, one by each thread; whatever is needed for longer is copied out.
/// </summary>
public sealed class RecordBatch
{
    /// <summary>Octets of a record's text at the most, unless <see cref="PartLimit"/> says another number: little enough to stay in the cache while it is looked at.</summary>
    public const int PartMax = 1024 * 1024;

    /// <summary>Octets that two parts of one text have in common.</summary>
    public const int PartOverlap = 32 * 1024;

    /// <summary>Octets after which a reader adds no further record.</summary>
    public const int FullAt = 1024 * 1024;

    readonly List<CorpusRecord> records = [];

    /// <summary>Octets of a record's text at the most. A longer one comes in parts, each of which begins <see cref="PartOverlap"/> before the last one ended.</summary>
    public int PartLimit { get; init; } = PartMax;

    byte[] octets = new byte[2 * FullAt];

    /// <summary>The records in the order of the file.</summary>
    public IReadOnlyList<CorpusRecord> Records => records;

    /// <summary>Octets in use.</summary>
    public int Length { get; private set; }

    /// <summary>Whether a reader adds no further record.</summary>
    public bool IsFull => Length >= FullAt;

    /// <summary>What of the buffer something takes.</summary>
    public ReadOnlySpan<byte> this[Slice slice] => octets.AsSpan(slice.At, slice.Length);

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        records.Clear();
        Length = 0;
    }

    /// <summary>Room for so many octets behind what is in use; <see cref="Add(int)"/> takes it.</summary>
    public Span<byte> Room(int length)
    {
        if (octets.Length - Length < length)
            Array.Resize(ref octets, Math.Max(octets.Length * 2, Length + length));
        return octets.AsSpan(Length, length);
    }

    /// <summary>Takes what was written to <see cref="Room"/>.</summary>
    public Slice Add(int length)
    {
        var slice = new Slice(Length, length);
        Length += length;
        return slice;
    }

    /// <summary>Takes a copy.</summary>
    public Slice Add(ReadOnlySpan<byte> copied)
    {
        copied.CopyTo(Room(copied.Length));
        return Add(copied.Length);
    }

    /// <summary>Adds a record whose slices are of this buffer.</summary>
    public void Add(CorpusRecord record) => records.Add(record);
}

/// <summary>A stretch of a <see cref="RecordBatch"/>'s buffer, in octets.</summary>
public readonly record struct Slice(int At, int Length);

/// <summary>One text of a corpus, or a part of a long one, and where it stands.</summary>
/// <param name="Number">Its number in the file, from 0 on, those that are skipped or passed over counted too: of a line, of a value in an array, of a WARC record, of a row. Parts of one text have the same.</param>
/// <param name="Offset">Where its text begins, in octets of the file as unpacked (and as UTF-8, where all of it was in another encoding); of what has no such place, as a Parquet row, 0.</param>
/// <param name="Text">The text in UTF-8. That of JSON is as it stands between the quotes, with its escapes.</param>
/// <param name="Head">
/// What says more of it: the JSON object it is of (of one longer than a part, an object of the members before the text), the head of a WARC record, for Parquet an object of JSON made of the columns that say what a
/// row is; empty for plain text.
/// </param>
/// <param name="Kind">How <paramref name="Text"/> stands there.</param>
/// <param name="PartOffset">Octets of the whole text before this part; 0 for one that is whole.</param>
public readonly record struct CorpusRecord(long Number, long Offset, Slice Text, Slice Head, TextKind Kind, long PartOffset = 0);

/// <summary>How the text of a record stands there.</summary>
public enum TextKind
{
    /// <summary>As it is.</summary>
    Plain,

    /// <summary>As a string of JSON, with its escapes.</summary>
    Json,

    /// <summary>A page of HTML with its tags.</summary>
    Html,
}
