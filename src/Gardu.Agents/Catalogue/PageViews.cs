namespace Gardu.Agents.Catalogue;

/// <summary>Tells pages, which people visit, from what pages load.</summary>
public static class PageViews
{
    const int ExtensionMax = 12;

    static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Assets = new HashSet<string>(
    [
        "css", "js", "mjs", "map", "wasm", "webmanifest",
        "png", "apng", "jpg", "jpeg", "gif", "webp", "avif", "jxl", "heic", "svg", "ico", "bmp", "tif", "tiff",
        "woff", "woff2", "ttf", "otf", "eot",
        "mp3", "m4a", "aac", "ogg", "oga", "opus", "wav", "flac", "mp4", "m4v", "webm", "ogv", "mov", "avi", "mkv", "m3u8", "ts",
    ], StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a request shows a person a page: a <c>GET</c> that was answered 2xx or 304, of a path without a static asset's extension.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="status">HTTP status of the answer.</param>
    /// <param name="target">Path, with or without a query.</param>
    public static bool IsPageView(ReadOnlySpan<char> method, int status, ReadOnlySpan<char> target) =>
        method is "GET" && status is (>= 200 and <= 299) or 304 && !IsAsset(target);

    /// <summary>Whether a path has the extension of what pages load.</summary>
    internal static bool IsAsset(ReadOnlySpan<char> target)
    {
        var end = target.IndexOfAny('?', ';', '#');
        var path = end < 0 ? target : target[..end];
        var name = path[(path.LastIndexOf('/') + 1)..];
        var dot = name.LastIndexOf('.');
        return dot >= 0 && name.Length - dot - 1 is > 0 and <= ExtensionMax && Assets.Contains(name[(dot + 1)..]);
    }
}
