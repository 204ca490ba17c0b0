namespace Gardu.Reports.Traffic;

/// <summary>Tells pages from what pages load.</summary>
public static class PageViews
{
    const int ExtensionMax = 12;

    static readonly HashSet<string> AssetExtensions =
    [
        "css", "js", "mjs", "map", "wasm", "webmanifest",
        "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "bmp", "tif", "tiff", "apng", "jxl", "heic",
        "woff", "woff2", "ttf", "otf", "eot",
        "mp3", "m4a", "aac", "ogg", "oga", "opus", "wav", "flac", "mp4", "m4v", "webm", "ogv", "mov", "avi", "mkv", "m3u8", "ts",
    ];

    static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = AssetExtensions.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a path, in UTF-8 and with or without a query, is a page by the looks of it: it has no static asset's extension.</summary>
    public static bool IsPage(ReadOnlySpan<byte> target)
    {
        var end = target.IndexOfAny((byte)'?', (byte)';', (byte)'#');
        var path = end < 0 ? target : target[..end];
        var name = path[(path.LastIndexOf((byte)'/') + 1)..];
        var extension = name[(name.LastIndexOf((byte)'.') + 1)..];
        if (extension.Length == name.Length || extension.Length is 0 or > ExtensionMax)
            return true;
        Span<char> lower = stackalloc char[ExtensionMax];
        for (var i = 0; i < extension.Length; i++)
            lower[i] = char.ToLowerInvariant((char)extension[i]);
        return !Lookup.Contains(lower[..extension.Length]);
    }
}
