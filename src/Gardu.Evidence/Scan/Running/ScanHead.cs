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
