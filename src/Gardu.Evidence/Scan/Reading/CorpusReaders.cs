namespace Gardu.Evidence.Scan.Reading;

/// <summary>Opens files of a corpus, whatever they are.</summary>
public static class CorpusReaders
{
    /// <summary>How deep something may be packed in itself.</summary>
    public const int PackedMax = 3;

    /// <summary>
    /// Opens a file, or standard input for <see cref="CorpusFiles.StandardInput"/>. Never throws for what is there: where it cannot be opened, or is of no format that is read, the reader gives nothing and its
    /// <see cref="ICorpusReader.Problem"/> says why once <see cref="ICorpusReader.Read"/> was asked.
    /// </summary>
    public static ICorpusReader Open(string path, ReadOptions options)
    {
        if (path == CorpusFiles.StandardInput)
            return Open(Console.OpenStandardInput(), "standard input", options);
        try
        {
            return Open(new StampedStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan), path), path, options);
        }
        catch (Exception failure) when (Unreadable.Is(failure))
        {
            return new UnreadFile(null, null, $"it cannot be opened: {Unreadable.Why(failure)}");
        }
    }

    /// <summary>Opens a stream, from where it is. Its name tells the format where its beginning does not. Disposing the reader disposes it.</summary>
    public static ICorpusReader Open(Stream stream, string name, ReadOptions options) => Open(new StampedStream(stream, path: null), name, options);

    /// <summary>Reads pages of a site as they come. What of them is no text is skipped.</summary>
    public static ICorpusReader Open(IEnumerable<SitePage> pages) => new SitePagesReader(pages);

    static CorpusReader Open(StampedStream file, string name, ReadOptions options)
    {
        var window = new ByteWindow(file);
        var depth = 0;
        for (; depth <= PackedMax; depth++)
        {
            window.Ensure(CorpusFormats.StartSize);
            if (Unpacking.IsGzip(window.Rest))
                window = new ByteWindow(Unpacking.Gzip(window));
            else if (Unpacking.IsZstd(window.Rest))
                window = new ByteWindow(Unpacking.Zstd(window));
            else
                break;
            name = CorpusFormats.Unpacked(name);
        }
        if (depth > PackedMax)
            return new UnreadFile(file, window, $"it is packed more than {PackedMax} times");
        var (format, what) = CorpusFormats.Of(name, window.Rest[..Math.Min(window.Rest.Length, CorpusFormats.StartSize)]);
        return format switch
        {
            CorpusFormat.Text => new PlainTextReader(file, window, TextKind.Plain),
            CorpusFormat.Html => new PlainTextReader(file, window, TextKind.Html),
            CorpusFormat.JsonLines => new JsonLinesReader(file, window, options.TextField, isLines: true),
            CorpusFormat.Json => new JsonLinesReader(file, window, options.TextField, isLines: false),
            CorpusFormat.Warc => new WarcReader(file, window),
            CorpusFormat.Parquet when depth > 0 || file.Path is null => new UnreadFile(file, window, "it is a Parquet file, which has to stand on disk, and not packed"),
            CorpusFormat.Parquet => new ParquetReader(file, window, options.TextField),
            _ => new UnreadFile(file, window, $"it is {what}"),
        };
    }
}

/// <summary>A file that gives nothing, and why.</summary>
sealed class UnreadFile(StampedStream? file, ByteWindow? window, string why) : CorpusReader(file)
{
    public override long BytesUnpacked => 0;

    protected override IEnumerable<CorpusRecord> Records() => throw new UnreadableException(why);

    protected override void Close() => window?.Dispose();
}
