using System.IO.Compression;

namespace Gardu.Reports.Logs.Input;

/// <summary>One log to read: a file, or standard input; decompressed by what its first bytes say.</summary>
public sealed class LogFile
{
    /// <summary>How standard input is named on the command line.</summary>
    public const string StandardInput = "-";

    readonly Func<Stream> open;

    LogFile(string name, long length, Func<Stream> open) => (Name, Length, this.open) = (name, length, open);

    /// <summary>As the owner named it.</summary>
    public string Name { get; }

    /// <summary>Bytes on disk; 0 where that is not known.</summary>
    public long Length { get; }

    /// <summary>A file on disk. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> where it cannot be read.</summary>
    public static LogFile FromPath(string path)
    {
        if (Directory.Exists(path))
            throw new IOException("it is a folder");
        using (var probe = File.OpenHandle(path))
            return new LogFile(path, RandomAccess.GetLength(probe), () => Plain(path));
    }

    /// <summary>An open stream, such as standard input.</summary>
    public static LogFile FromStream(string name, Stream stream) => new(name, 0, () => stream);

    /// <summary>Opens the file (a gzip file that breaks off shows only under the runtime's strict validation, which the program turns on); <paramref name="passed"/> is told of every stretch of bytes that has been read from it.</summary>
    internal Stream Open(Action<int> passed)
    {
        var start = new byte[4];
        var raw = open();
        var length = raw.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        passed(length);
        var whole = new ReplayedStream(start.AsMemory(0, length), raw, passed);
        return start switch
        {
            [0x1F, 0x8B, ..] => new GZipStream(whole, CompressionMode.Decompress),
            [0x28, 0xB5, 0x2F, 0xFD] => new ZstdSharp.DecompressionStream(whole, leaveOpen: false),
            _ => whole,
        };
    }

    static FileStream Plain(string path) => new(path, new FileStreamOptions
    {
        Options = FileOptions.SequentialScan,
        BufferSize = 0,
        Share = FileShare.ReadWrite | FileShare.Delete, // a server may still write to it, or move it away
    });
}
