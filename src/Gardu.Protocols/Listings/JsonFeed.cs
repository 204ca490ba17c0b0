using System.Net;
using System.Text.Json;

namespace Gardu.Protocols.Listings;

/// <summary>Reads JSON Feed 1.1 and 1.0.</summary>
static class JsonFeed
{
    const string Version = "https://jsonfeed.org/version/";

    /// <summary>Null for what is no such feed to its end.</summary>
    public static PageListing? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var feed = JsonDocument.Parse(json);
            var root = feed.RootElement;
            if (Text(root, "version")?.StartsWith(Version, StringComparison.Ordinal) != true || !root.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
                return null;
            var author = Author(root);
            var pages = items.EnumerateArray().Take(PageListing.PagesMax).Select(item => Page(item, author)).OfType<ListedPage>().ToArray();
            return new PageListing(ListingKind.Feed, pages, items.GetArrayLength() > PageListing.PagesMax ? PageListing.TooMany : null);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException) // the latter for half a surrogate
        {
            return null;
        }
    }

    static ListedPage? Page(JsonElement item, string? author) =>
        (Text(item, "url") ?? Text(item, "id")) is not { } address ? null : new ListedPage(address)
        {
            Title = Text(item, "title"),
            Author = Author(item) ?? author,
            Date = Text(item, "date_published") ?? Text(item, "date_modified"),
            Content = Text(item, "content_html") ?? WebUtility.HtmlEncode(Text(item, "content_text")),
        };

    static string? Author(JsonElement of) => of.ValueKind != JsonValueKind.Object ? null
        : of.TryGetProperty("authors", out var authors) && authors.ValueKind == JsonValueKind.Array ? authors.EnumerateArray().Select(author => Text(author, "name")).FirstOrDefault(name => name is not null)
        : of.TryGetProperty("author", out var author) ? Text(author, "name") : null;

    static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text ? text : null;
}
