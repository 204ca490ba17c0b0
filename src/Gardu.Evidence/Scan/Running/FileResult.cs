using Gardu.Evidence.Scan.Reading;

namespace Gardu.Evidence.Scan.Running;

/// <summary>What came of one file.</summary>
public sealed record FileResult
{
    /// <summary>Its number in <see cref="ScanHead.Files"/>.</summary>
    public required int File { get; init; }

    /// <summary>Octets of it that were read, packed as they are.</summary>
    public required long Length { get; init; }

    /// <summary>What it was when it was read; null where it was not read to its end.</summary>
    public FileStamp? Stamp { get; init; }

    /// <summary>Records that were looked at; of one in parts, the parts.</summary>
    public long Records { get; init; }

    /// <summary>Octets of their texts.</summary>
    public long TextOctets { get; init; }

    /// <summary>Anchors of theirs that were looked for.</summary>
    public long Anchors { get; init; }

    /// <summary>Pairs of a record and a document that have a run in common, of too few words for a hit.</summary>
    public long Candidates { get; init; }

    /// <summary>Records that were there and could not be read.</summary>
    public long Skipped { get; init; }

    /// <summary>Why the first of them could not; null where all could.</summary>
    public string? FirstSkipped { get; init; }

    /// <summary>Why not all of it was read; null where it was.</summary>
    public string? Problem { get; init; }
}
