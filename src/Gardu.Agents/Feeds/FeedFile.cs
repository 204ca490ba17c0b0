using System.Globalization;
using System.Text.Json;
using Gardu.Agents.Addresses;

namespace Gardu.Agents.Feeds;

/// <summary>
/// Reads the JSON in which operators publish addresses:
/// <c>{"creationTime":"…","prefixes":[{"ipv4Prefix":"192.0.2.0/24"},{"ipv6Prefix":"2001:db8::/32"}]}</c>. Tolerant as
/// draft-illyes-webbotauth-jafar asks: unknown members, any case, <c>ip_prefix</c> and <c>ipv6_prefixes</c> as cloud
/// vendors write them, hosts without a prefix length, plain strings; an entry that cannot be read is counted and passed
/// over.
/// </summary>
public static class FeedFile
{
    /// <summary>Largest file accepted, in bytes.</summary>
    public const int BytesMax = 1024 * 1024;

    /// <summary>Why a larger file is not accepted.</summary>
    public static string TooLarge { get; } = $"larger than {BytesMax / 1024} KiB";

    static readonly JsonDocumentOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };

    static readonly string[] Lists = ["prefixes", "ipv4prefixes", "ipv6prefixes"];
    static readonly string[] Entries = ["ipv4prefix", "ipv6prefix", "ipprefix", "ipaddress", "cidr"];

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="json">UTF-8, with or without a byte order mark.</param>
    /// <param name="fileTime">The date where the file itself gives none.</param>
    /// <param name="feed">The list; null where <paramref name="error"/> is set.</param>
    /// <param name="error">Why the file is no list of addresses.</param>
    public static bool TryParse(string file, ReadOnlyMemory<byte> json, DateTimeOffset fileTime, out AddressFeed? feed, out string? error)
    {
        (feed, error) = (null, null);
        if (json.Length > BytesMax)
        {
            error = TooLarge;
            return false;
        }
        if (json.Span.StartsWith("\uFEFF"u8))
            json = json[3..];
        try
        {
            using var document = JsonDocument.Parse(json, Tolerant);
            feed = Read(file, document.RootElement, fileTime);
            error = feed is null ? "holds no address" : null;
        }
        catch (JsonException)
        {
            error = "not JSON";
        }
        return feed is not null;
    }

    static AddressFeed? Read(string file, JsonElement root, DateTimeOffset fileTime)
    {
        var ranges = new List<AddressRange>();
        var rejected = 0;
        foreach (var entry in root.ValueKind == JsonValueKind.Array ? root.EnumerateArray() : Members(root, Lists).SelectMany(Items))
        {
            var before = ranges.Count;
            foreach (var text in entry.ValueKind == JsonValueKind.String ? [entry] : Members(entry, Entries))
                if (Text(text) is { } value && AddressRange.TryParse(value, out var range))
                    ranges.Add(range);
            rejected += ranges.Count == before ? 1 : 0;
        }
        return ranges.Count == 0 ? null : new AddressFeed(file, DateOf(root) ?? fileTime, ranges, rejected);
    }

    static DateTimeOffset? DateOf(JsonElement root) =>
        Members(root, ["creationtime"]).Select(Text).FirstOrDefault() is { } time
        && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
            ? created
            : null;

    static IEnumerable<JsonElement> Items(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    /// <summary>The members of those names, which are in lower case and without underscores.</summary>
    static IEnumerable<JsonElement> Members(JsonElement parent, string[] names)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            yield break;
        foreach (var member in parent.EnumerateObject())
            if (NameOf(member) is { } name && names.Contains(name.Replace("_", "", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase))
                yield return member.Value;
    }

    static string? Text(JsonElement value) => Unescaped(() => value.ValueKind == JsonValueKind.String ? value.GetString() : null);

    static string? NameOf(JsonProperty member) => Unescaped(() => member.Name);

    /// <summary>Null for text whose escapes are no Unicode (half a surrogate pair), which the reader finds out only here.</summary>
    static string? Unescaped(Func<string?> text)
    {
        try
        {
            return text();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
