using System.Buffers;
using System.Text.Json;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;

namespace Gardu.Ledger.Statements;

/// <summary>Usage entries, counted: what both sides can recompute from an export or from receipts. Nobody signs it; the entries are what proves it.</summary>
/// <param name="Filter">Which entries; that of the export.</param>
/// <param name="Log">The log that they are of, as far as it was counted.</param>
/// <param name="Lines">One for each site, purpose, proof and decision, in <see cref="StatementLine.Order"/>.</param>
/// <param name="Requests">Of all lines.</param>
/// <param name="Bytes">Of all lines.</param>
public sealed record Statement(ExportFilter Filter, Checkpoint Log, IReadOnlyList<StatementLine> Lines, long Requests, long Bytes)
{
    /// <summary>Octets of a file at the most.</summary>
    public const int BytesMax = 16 * 1024 * 1024;

    /// <summary>Lines at the most.</summary>
    public const int LinesMax = 65_536;

    /// <summary>How the file begins.</summary>
    public const string Beginning = "{\"bytes\":";

    const string Format = "gardu-statement/1";

    /// <summary>Writes it in canonical form (RFC 8785), with a line feed at the end.</summary>
    public void Write(IBufferWriter<byte> to)
    {
        var json = new CanonicalJson(to).Begin().Number("bytes", Bytes);
        Filter.Write(json);
        json.Text("format", Format).BeginList("lines");
        foreach (var line in Lines)
            json.Begin().Number("bytes", line.Bytes).Text("decision", line.Decision).Text("proof", line.Proof).Text("purpose", line.Purpose)
                .Number("requests", line.Requests).Text("site", line.Site).End();
        json.EndList().Begin("log").Text("origin", Log.Origin).Text("root", Log.Root.ToString()).Number("size", Log.Size).End();
        json.Number("requests", Requests).End();
        to.Write("\n"u8);
    }

    /// <summary>Reads a file; null for anything that <see cref="Write"/> does not write, lines in another order too. Sums are read as they are said.</summary>
    public static Statement? Parse(ReadOnlyMemory<byte> file) => file.Length > BytesMax || !file.Span.EndsWith("\n"u8) ? null : StrictJson.Read(file, json =>
    {
        if (ExportFilter.Read(json) is not { } filter || LogOf(json) is not { } log || json.Number("requests") is not { } requests || json.Number("bytes") is not { } bytes)
            return null;
        StatementLine?[] lines = [.. json.Items("lines").Select(LineOf)];
        if (lines.Length > LinesMax || lines.Contains(null))
            return null;
        var statement = new Statement(filter, log, [.. lines.OfType<StatementLine>()], requests, bytes);
        return statement.IsSorted && Canonical.IsWritten(file[..^1], statement.Write) ? statement : null;
    });

    /// <summary>Where it says other numbers than the entries give; none where they agree.</summary>
    /// <param name="counted">What the entries give.</param>
    public IEnumerable<StatementDifference> Against(Statement counted)
    {
        var others = counted.Lines.ToDictionary(KeyOf);
        var both = Lines.Select(said => Differences(said, others.GetValueOrDefault(KeyOf(said)) ?? said with { Requests = 0, Bytes = 0 }));
        var mine = Lines.Select(KeyOf).ToHashSet();
        var missing = counted.Lines.Where(line => !mine.Contains(KeyOf(line))).Select(line => Differences(line with { Requests = 0, Bytes = 0 }, line));
        return both.Concat(missing).SelectMany(differences => differences)
            .Append(new StatementDifference("in all", "requests", Requests, counted.Requests)).Append(new StatementDifference("in all", "bytes", Bytes, counted.Bytes))
            .Where(difference => difference.Said != difference.Counted);
    }

    static StatementDifference[] Differences(StatementLine said, StatementLine counted) =>
        [new(said.ToString(), "requests", said.Requests, counted.Requests), new(said.ToString(), "bytes", said.Bytes, counted.Bytes)];

    static (string Site, string Purpose, string Proof, string Decision) KeyOf(StatementLine line) => (line.Site, line.Purpose, line.Proof, line.Decision);

    bool IsSorted => Lines.Zip(Lines.Skip(1)).All(pair => StatementLine.Order(pair.First, pair.Second) < 0);

    static Checkpoint? LogOf(JsonElement json) =>
        json.Member("log") is { } log && log.Text("origin") is { } origin && NoteKey.IsName(origin) && log.Number("size") is { } size && TreeHash.TryParse(log.Text("root"), out var root)
            ? new Checkpoint(origin, size, root)
            : null;

    static StatementLine? LineOf(JsonElement line) =>
        line.Text("site") is { } site && line.Text("purpose") is { } purpose && line.Text("proof") is { } proof && line.Text("decision") is { } decision
        && line.Number("requests") is { } requests && line.Number("bytes") is { } bytes
            ? new StatementLine(site, purpose, proof, decision, requests, bytes)
            : null;
}
