using System.Text.Json.Serialization;
using Gardu.Evidence.Scan.Indexing;

namespace Gardu.Evidence.Scan.Matching;

/// <summary>A document of the owner's found in one record of a corpus. Octets are of raw texts, from 0 on.</summary>
public sealed record Hit
{
    /// <summary>The document's number in the index, by which hits are put in order.</summary>
    public required uint Number { get; init; }

    /// <summary>The document.</summary>
    public required OwnDocument Document { get; init; }

    /// <summary>The number of the file, in the order in which files were named.</summary>
    public required int File { get; init; }

    /// <summary>The number of the record in its file.</summary>
    public required long Record { get; init; }

    /// <summary>Where the record's text begins, in octets of the file as unpacked.</summary>
    public required long Offset { get; init; }

    /// <summary>Octets of the record's text before the part of it that was looked at; 0 but for texts of more than 1 MiB.</summary>
    public long PartOffset { get; init; }

    /// <summary>What the corpus calls the record; null where it does not.</summary>
    public string? RecordId { get; init; }

    /// <summary>Where the corpus has the record from; null where it does not say.</summary>
    public string? RecordUrl { get; init; }

    /// <summary>Words of the document that are equal and count, in all runs; letters of scripts without spaces are half a word.</summary>
    public required double Words { get; init; }

    /// <summary>Words of the document that count.</summary>
    public required double OwnWords { get; init; }

    /// <summary>Of all the document's words that count, the share that is equal here, from 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>The runs in the order of the record.</summary>
    public required IReadOnlyList<HitRun> Runs { get; init; }

    /// <summary>The longest run side by side.</summary>
    public required Excerpt Longest { get; init; }
}

/// <summary>A run of a hit.</summary>
/// <param name="Words">Words of it that are equal and count.</param>
/// <param name="Own">Its first octet in the document, and the one behind its last.</param>
/// <param name="Text">The same in the record.</param>
/// <param name="Equal">The document's words that are equal and count, in half words from its beginning: where each row of them begins, and where it ends.</param>
public sealed record HitRun(double Words, [property: JsonPropertyName("own")] IReadOnlyList<int> Own, IReadOnlyList<int> Text, IReadOnlyList<IReadOnlyList<int>> Equal);

/// <summary>A run as it stands on both sides, with a little before and behind: pieces by turns different and equal, the first one different and perhaps empty. A long one is cut.</summary>
/// <param name="Own">The document's side.</param>
/// <param name="Text">The record's side.</param>
/// <param name="IsCut">Whether it goes on.</param>
public sealed record Excerpt(IReadOnlyList<string> Own, IReadOnlyList<string> Text, bool IsCut);
