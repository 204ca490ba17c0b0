namespace Gardu.Evidence.Scan.Reading;

/// <summary>Which member or column is the text, where nobody said it.</summary>
static class TextFields
{
    /// <summary>The usual names, the likeliest first.</summary>
    public static readonly IReadOnlyList<string> Names = ["text", "content", "body", "raw_content", "article", "document", "markdown", "html", "message"];

    /// <summary>The first of the usual names that is among them, else the one with the longest texts; null where there are none.</summary>
    /// <param name="lengths">For each field with texts, how long these are.</param>
    public static string? Find(IReadOnlyDictionary<string, long> lengths) =>
        Names.FirstOrDefault(lengths.ContainsKey) ?? lengths.OrderByDescending(field => field.Value).ThenBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Key).FirstOrDefault();

    /// <summary>What the field's texts are, by its name.</summary>
    public static TextKind KindOf(string name, TextKind otherwise) => name.Equals("html", StringComparison.OrdinalIgnoreCase) ? TextKind.Html : otherwise;
}
