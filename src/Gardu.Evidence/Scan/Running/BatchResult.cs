using Gardu.Evidence.Scan.Matching;

namespace Gardu.Evidence.Scan.Running;

/// <summary>What came of some records of a file that were looked at together.</summary>
public sealed record BatchResult
{
    /// <summary>The file's number.</summary>
    public required int File { get; init; }

    /// <summary>The batch's number in the file.</summary>
    public required int Batch { get; init; }

    /// <summary>Records in it; of one that is in parts, the parts.</summary>
    public required int Records { get; init; }

    /// <summary>Octets of their texts.</summary>
    public required long TextOctets { get; init; }

    /// <summary>Anchors of theirs that were looked for.</summary>
    public required long Anchors { get; init; }

    /// <summary>Pairs of a record and a document that have a run in common, of too few words for a hit.</summary>
    public required long Candidates { get; init; }

    /// <summary>What was found.</summary>
    public required IReadOnlyList<Hit> Hits { get; init; }
}
