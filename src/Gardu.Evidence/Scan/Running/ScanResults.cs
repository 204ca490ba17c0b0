using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gardu.Evidence.Scan.Matching;
using Gardu.Evidence.Scan.Reading;
using Gardu.Evidence.Scan.Reporting;

namespace Gardu.Evidence.Scan.Running;

/// <summary>What a scan is of and how it is made: whoever has the same, has the same results, octet for octet.</summary>
public sealed record ScanHead
{
    /// <summary>The version of what is written here.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The program and its version.</summary>
    public required string Program { get; init; }

    /// <summary>The SHA-256 of the index.</summary>
    public required string Index { get; init; }

    /// <summary>Documents of the index.</summary>
    public required long Documents { get; init; }

    /// <summary>The SHA-256 of the table of normalisation 1.</summary>
    public required string Normalisation { get; init; }

    /// <summary>Octets of normalised text in a row that are certain to be seen; null for the fast way.</summary>
    public int? Guarantee { get; init; }

    /// <summary>The member or column of records that holds the text; null where each file tells.</summary>
    public string? TextField { get; init; }

    /// <summary>Whether the corpus cannot hold the owner's text, so that what is found is a false hit.</summary>
    public bool IsControl { get; init; }

    /// <summary>What was to be scanned, as it was named, in order.</summary>
    public required IReadOnlyList<string> Files { get; init; }
}

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

/// <summary>A line of a journal: one of these.</summary>
public sealed record JournalLine
{
    /// <summary>The first line.</summary>
    public ScanHead? Scan { get; init; }

    /// <summary>A batch that is done.</summary>
    public BatchResult? Batch { get; init; }

    /// <summary>A file that is done.</summary>
    public FileResult? File { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalLine))]
[JsonSerializable(typeof(Hit))]
[JsonSerializable(typeof(ScanHead))]
[JsonSerializable(typeof(FileResult))]
[JsonSerializable(typeof(ScanReport))]
sealed partial class ScanJson : JsonSerializerContext
{
    /// <summary>For people and programs that read it at once: indented, letters as they are.</summary>
    public static ScanJson Shown { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
