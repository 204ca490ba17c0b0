using System.Text.Json;

namespace Gardu.Protocols.Signatures;

/// <summary>JSON of strangers: bounded in size and depth, without a member that stands twice, and whose text is Unicode.</summary>
static class BoundedJson
{
    static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    public static bool TryParse(ReadOnlyMemory<byte> json, int bytesMax, out JsonDocument? document, out string? error)
    {
        document = null;
        error = json.Length > bytesMax ? $"more than {bytesMax} bytes" : null;
        if (error is not null)
            return false;
        if (json.Span.StartsWith("\uFEFF"u8))
            json = json[3..];
        try
        {
            document = JsonDocument.Parse(json, Options);
            Read(document.RootElement);
            return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            document?.Dispose();
            document = null;
            error = "no JSON";
            return false;
        }
    }

    /// <summary>Reads every text once, so that an escape which is no Unicode throws here and nowhere else.</summary>
    static void Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Read(item);
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    Read(member.Value);
                }
                break;
        }
    }
}
