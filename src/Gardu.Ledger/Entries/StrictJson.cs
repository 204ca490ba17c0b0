using System.Text.Json;

namespace Gardu.Ledger.Entries;

/// <summary>Objects of JSON that strangers wrote: none of whose members stands twice, and whose texts are Unicode.</summary>
static class StrictJson
{
    static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Reads one object; null where it is none, or <paramref name="read"/> finds it to be another.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> json, Func<JsonElement, T?> read) where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // No JSON, or an escape that is no Unicode: the library says both so.
            return null;
        }
    }

    /// <summary>A text; null where the member is absent or something else.</summary>
    public static string? Text(this JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A whole number as <see cref="CanonicalJson"/> writes it; null where the member is absent or something else.</summary>
    public static long? Number(this JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number is >= 0 and <= CanonicalJson.NumberMax ? number : null;

    /// <summary>A list's items; empty where the member is absent or something else.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];

    /// <summary>A list of texts; empty where the member is absent or something else, or an item is none.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement item, string name)
    {
        var items = item.Items(name);
        return items.All(text => text.ValueKind == JsonValueKind.String) ? [.. items.Select(text => text.GetString()!)] : [];
    }

    /// <summary>An object; null where the member is absent or something else.</summary>
    public static JsonElement? Member(this JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;
}
