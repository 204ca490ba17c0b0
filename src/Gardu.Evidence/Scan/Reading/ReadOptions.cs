namespace Gardu.Evidence.Scan.Reading;

/// <summary>What the one who reads a corpus says of it.</summary>
public sealed record ReadOptions
{
    /// <summary>The member of a JSON object, or the column of a Parquet file, that holds the text; null to have it found.</summary>
    public string? TextField { get; init; }
}
