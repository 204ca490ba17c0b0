using System.Text;
using System.Text.Json;
using static System.FormattableString;

namespace ScanBench;

/// <summary>What a scan found where nothing should be.</summary>
static class Finds
{
    const int Shown = 30, WordsShown = 14, LettersShown = 120;

    /// <summary>Documents that are substantive or strong, of scans of one index.</summary>
    public static int Named(JsonElement report) => report.GetProperty("found") is var found ? found.GetProperty("substantive").GetInt32() + found.GetProperty("strong").GetInt32() : 0;

    /// <summary>Octets of text that were looked at.</summary>
    public static double Gigabytes(JsonElement report) => report.GetProperty("corpus").GetProperty("textOctets").GetInt64() / 1e9;

    /// <summary>How many in how much; of none, what may be said of the rate.</summary>
    public static string Told(int found, double gigabytes) =>
        found == 0 ? Invariant($"0 in {gigabytes:0.000} GB, fewer than {3 / gigabytes:0.00} a GB") : Invariant($"{found} in {gigabytes:0.000} GB");

    /// <summary>Counts of each tier, and what each find is.</summary>
    public static void Write(StringBuilder page, JsonElement report)
    {
        var found = report.GetProperty("found");
        page.Append(Invariant($"{found.GetProperty("candidates").GetInt64():N0} candidates, {found.GetProperty("substantive").GetInt32()} substantive, {found.GetProperty("strong").GetInt32()} strong in {Gigabytes(report):0.000} GB of {report.GetProperty("corpus").GetProperty("records").GetInt64():N0} records.\n\n"));
        var documents = report.GetProperty("documents").EnumerateArray().ToArray();
        if (documents.Length == 0)
            return;
        page.Append("| document | in | tier | words | begins |\n|---|---|---|---:|---|\n");
        foreach (var document in documents.Take(Shown))
        {
            var hit = document.GetProperty("hits").EnumerateArray().MaxBy(hit => hit.GetProperty("words").GetDouble());
            var corpusFile = report.GetProperty("scan").GetProperty("files")[hit.GetProperty("file").GetInt32()].GetString()!;
            var run = string.Concat(hit.GetProperty("longest").GetProperty("own").EnumerateArray().Skip(1).Select(piece => piece.GetString()));
            var begins = string.Join(' ', run.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(WordsShown));
            page.Append(Invariant($"| {Short(document.GetProperty("id").GetString()!)} | {Short(corpusFile)} | {document.GetProperty("tier").GetString()} | {document.GetProperty("longest").GetDouble():0.#} | {begins[..Math.Min(begins.Length, LettersShown)].Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)} |\n"));
        }
        page.Append(documents.Length > Shown ? Invariant($"\n… and {documents.Length - Shown:N0} more.\n\n") : "\n");
    }

    /// <summary>The package, or the folder, and the file.</summary>
    static string Short(string path)
    {
        var parts = path.Split('/');
        var texts = Array.IndexOf(parts, "texts");
        return "`" + (texts >= 0 ? $"{parts[texts + 2]} … {parts[^1]}" : parts[^1]) + "`";
    }
}
