using System.Globalization;

namespace Gardu.Evidence.Scan.Reporting;

/// <summary>A report as tables for spreadsheets (RFC 4180, UTF-8): a row for each document, and a row for each hit.</summary>
static class ScanCsv
{
    /// <summary>The documents that were found.</summary>
    public static void WriteDocuments(ScanReport report, TextWriter csv)
    {
        Row(csv, "id", "tier", "share", "longest_words", "words", "near_verbatim", "copies", "records", "title", "author", "date", "licence", "language", "url", "sha256");
        foreach (var found in report.Documents)
            Row(csv, found.Id, found.Tier.Word(), Number(found.Share), Number(found.Longest), Number(found.Words), Number(found.NearVerbatim), Number(found.Copies), Number(found.Records),
                found.Document.Title, found.Document.Author, found.Document.Date, found.Document.Licence, found.Document.Language, found.Document.Url, found.Document.Sha256);
    }

    /// <summary>Where they were found.</summary>
    public static void WriteHits(ScanReport report, TextWriter csv)
    {
        Row(csv, "id", "file", "record", "offset", "record_id", "record_url", "share", "words", "longest_words", "runs");
        foreach (var found in report.Documents)
            foreach (var hit in found.Hits)
                Row(csv, found.Id, report.Scan.Files[hit.File], Number(hit.Record), Number(hit.Offset + hit.PartOffset), hit.RecordId, hit.RecordUrl, Number(hit.Share), Number(hit.Words), Number(hit.Runs.Max(run => run.Words)), Number(hit.Runs.Count));
    }

    static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    static void Row(TextWriter csv, params ReadOnlySpan<string?> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            csv.Write(i == 0 ? "" : ",");
            csv.Write(Cell(cells[i] ?? ""));
        }
        csv.Write("\r\n");
    }

    /// <summary>A cell. What a spreadsheet would take for a formula is made text: others wrote it.</summary>
    static string Cell(string text)
    {
        if (text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..])
            text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
