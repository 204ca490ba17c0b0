namespace Gardu.Evidence.Scan.Running;

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
