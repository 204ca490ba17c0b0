using Gardu.Evidence.Scan.Running;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Notes;

namespace Gardu.Evidence.Cases;

/// <summary>What a case is made of; handed in by whoever has a ledger.</summary>
public sealed record CaseSource
{
    /// <summary>The first line of the export: checkpoint, filter and the log's keys. The filter names an agent, a beginning and an end.</summary>
    public required ExportHeader Header { get; init; }

    /// <summary>The checkpoint of the header, read.</summary>
    public required Checkpoint Checkpoint { get; init; }

    /// <summary>The entries that the filter admits, with their proofs, by index; gone through once.</summary>
    public required IEnumerable<ExportEntry> Entries { get; init; }

    /// <summary>Whose signatures are to be believed: the log's and its witnesses'.</summary>
    public required TrustedKeys Keys { get; init; }

    /// <summary>The bytes that were declared, by their SHA-256 in lower-case hexadecimal digits; null where they are not at hand. They have that hash: whoever hands them in sees to it.</summary>
    public required Func<string, byte[]?> Declared { get; init; }

    /// <summary>The folder of a finished scan that comes along (<see cref="ScanFolder"/>); null for none.</summary>
    public string? Scan { get; init; }

    /// <summary>The program that makes the case, with its version.</summary>
    public required string Program { get; init; }

    /// <summary>When it is made, by the clock of the machine that makes it.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    internal string Agent => Header.Filter.Agent!; // see Header

    internal DateTimeOffset From => Header.Filter.From!.Value;

    internal DateTimeOffset To => Header.Filter.To!.Value;
}
