using System.Collections.Frozen;
using System.Text;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>How a file is laid out, once unpacked.</summary>
enum CorpusFormat
{
    /// <summary>One text.</summary>
    Text,

    /// <summary>One page.</summary>
    Html,

    /// <summary>Objects of JSON, one a line.</summary>
    JsonLines,

    /// <summary>Objects of JSON: one a line, one after another, or in an array.</summary>
    Json,

    /// <summary>Records of a web archive.</summary>
    Warc,

    /// <summary>Columns.</summary>
    Parquet,

    /// <summary>Something that is not read.</summary>
    Unread,
}

/// <summary>Tells a format by how a file begins, then by its name.</summary>
static class CorpusFormats
{
    /// <summary>Octets at the beginning that are looked at.</summary>
    public const int StartSize = 4096;

    const int TarMarkAt = 257;

    static readonly FrozenDictionary<string, CorpusFormat> ByEnding = new Dictionary<string, CorpusFormat>
    {
        [".jsonl"] = CorpusFormat.JsonLines,
        [".ndjson"] = CorpusFormat.JsonLines,
        [".json"] = CorpusFormat.Json,
        [".txt"] = CorpusFormat.Text,
        [".text"] = CorpusFormat.Text,
        [".md"] = CorpusFormat.Text,
        [".markdown"] = CorpusFormat.Text,
        [".rst"] = CorpusFormat.Text,
        [".tex"] = CorpusFormat.Text,
        [".csv"] = CorpusFormat.Text,
        [".tsv"] = CorpusFormat.Text,
        [".html"] = CorpusFormat.Html,
        [".htm"] = CorpusFormat.Html,
        [".xhtml"] = CorpusFormat.Html,
        [".xml"] = CorpusFormat.Html,
        [".warc"] = CorpusFormat.Warc,
        [".wet"] = CorpusFormat.Warc,
        [".wat"] = CorpusFormat.Warc,
        [".parquet"] = CorpusFormat.Parquet,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The format of a file, and for one that is not read, what it is.</summary>
    public static (CorpusFormat Format, string? What) Of(string name, ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PAR1"u8))
            return (CorpusFormat.Parquet, null);
        if (start.StartsWith("WARC/"u8))
            return (CorpusFormat.Warc, null);
        if (Other(start) is { } what)
            return (CorpusFormat.Unread, what);
        var isMarked = start is [0xEF, 0xBB, 0xBF, ..] or [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
        if (ByEnding.TryGetValue(Path.GetExtension(name), out var format))
            return (format == CorpusFormat.Text && IsPage(start) ? CorpusFormat.Html : format, null);
        if (!isMarked && start.Contains((byte)0))
            return (CorpusFormat.Unread, "no text");
        return (IsJson(start) ? CorpusFormat.Json : IsPage(start) ? CorpusFormat.Html : CorpusFormat.Text, null);
    }

    /// <summary>The name without the ending of what it was packed with.</summary>
    public static string Unpacked(string name) =>
        Path.GetExtension(name).ToLowerInvariant() is ".gz" or ".gzip" or ".zst" or ".zstd" ? Path.ChangeExtension(name, null) : name;

    /// <summary>What it is that is not read; null where it may be read.</summary>
    static string? Other(ReadOnlySpan<byte> start) => start switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] => "a ZIP archive, which has to be unpacked first",
        [(byte)'B', (byte)'Z', (byte)'h', _, 0x31, 0x41, 0x59, ..] => "packed by bzip2 and has to be unpacked first",
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => "packed by xz and has to be unpacked first",
        [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => "a 7z archive, which has to be unpacked first",
        [4, 0x22, 0x4D, 0x18, ..] => "packed by lz4 and has to be unpacked first",
        _ when start.StartsWith("PARE"u8) => "an encrypted Parquet file",
        _ when start.StartsWith("ARROW1"u8) => "an Arrow file; write it as Parquet",
        _ when start.StartsWith("%PDF-"u8) => "a PDF; take its text out first",
        _ when start.Length > TarMarkAt && start[TarMarkAt..].StartsWith("ustar"u8) => "a tar archive, which has to be unpacked first",
        _ => null,
    };

    static bool IsPage(ReadOnlySpan<byte> start)
    {
        start = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        start = start.TrimStart(" \t\r\n"u8);
        return Begins(start, "<!doctype html"u8) || Begins(start, "<html"u8);
    }

    static bool IsJson(ReadOnlySpan<byte> start)
    {
        start = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        start = start.TrimStart(" \t\r\n"u8);
        if (start is [(byte)'[', ..])
            start = start[1..].TrimStart(" \t\r\n"u8);
        return start is [(byte)'{', ..] && start[1..].TrimStart(" \t\r\n"u8) is [(byte)'"' or (byte)'}', ..];
    }

    static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name) => text.Length >= name.Length && Ascii.EqualsIgnoreCase(text[..name.Length], name);
}
