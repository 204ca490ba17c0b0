using System.Globalization;
using System.Text.Json;
using Gardu.Agents.Addresses;

namespace Gardu.Agents.Feeds;

/// <summary>
/// Reads the JSON in which operators publish addresses:
/// <c>{"creationTime":"…","prefixes":[{"ipv4Prefix":"192.0.2.0/24"},{"ipv6Prefix":"2001:db8::/32"}]}</c>. Tolerant as
/// draft-illyes-webbotauth-jafar asks: unknown members, any case, hosts without a prefix length, plain strings; an entry
/// that cannot be read is counted and passed over.
/// </summary>
public static class FeedFile
{
    /// <summary>Largest file accepted, in bytes.</summary>
    public const int BytesMax = 1024 * 1024;

    static readonly JsonDocumentOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="json">UTF-8, with or without a byte order mark.</param>
    /// <param name="fileTime">The date where the file itself gives none.</param>
    /// <param name="feed">The list; null where <paramref name="error"/> is set.</param>
    /// <param name="error">Why the file is no list of addresses.</param>
    public static bool TryParse(string file, ReadOnlyMemory<byte> json, DateTimeOffset fileTime, out AddressFeed? feed, out string? error)
    {
        feed = null;
        if (json.Length > BytesMax)
        {
            error = $"larger than {BytesMax / 1024} KiB";
            return false;
        }
        if (json.Span.StartsWith("\uFEFF"u8))
            json = json[3..];
        try
        {
            using var document = JsonDocument.Parse(json, Tolerant);
            feed = Read(file, document.RootElement, fileTime);
        }
        catch (JsonException broken)
        {
            error = $"not JSON: {broken.Message}";
            return false;
        }
        error = feed is null ? "holds no address" : null;
        return feed is not null;
    }

    static AddressFeed? Read(string file, JsonElement root, DateTimeOffset fileTime)
    {
        var prefixes = root.ValueKind == JsonValueKind.Array ? root : Member(root, "prefixes");
        if (prefixes is not { ValueKind: JsonValueKind.Array } list)
            return null;
        var ranges = new List<AddressRange>();
        var rejected = 0;
        foreach (var entry in list.EnumerateArray())
        {
            var text = entry.ValueKind == JsonValueKind.String ? entry : Member(entry, "ipv4Prefix") ?? Member(entry, "ipv6Prefix") ?? Member(entry, "ipPrefix");
            if (text is { ValueKind: JsonValueKind.String } value && AddressRange.TryParse(value.GetString(), out var range))
                ranges.Add(range);
            else
                rejected++;
        }
        var dated = Member(root, "creationTime") is { ValueKind: JsonValueKind.String } time
            && DateTimeOffset.TryParse(time.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
                ? created
                : fileTime;
        return ranges.Count == 0 ? null : new AddressFeed(file, dated, ranges, rejected);
    }

    static JsonElement? Member(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var member in parent.EnumerateObject())
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return member.Value;
        return null;
    }
}
