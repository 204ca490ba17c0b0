using System.IO.Compression;

namespace Gardu.Evidence.Tests.Scan.Reading;

static class Packed
{
    public static byte[] Gzip(ReadOnlySpan<byte> content) => Pack(content, stream => new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true));

    public static byte[] Brotli(ReadOnlySpan<byte> content) => Pack(content, stream => new BrotliStream(stream, CompressionLevel.Fastest, leaveOpen: true));

    public static byte[] Zlib(ReadOnlySpan<byte> content) => Pack(content, stream => new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true));

    public static byte[] Deflate(ReadOnlySpan<byte> content) => Pack(content, stream => new DeflateStream(stream, CompressionLevel.Fastest, leaveOpen: true));

    public static byte[] Zstd(ReadOnlySpan<byte> content)
    {
        using var compressor = new ZstdSharp.Compressor(3);
        return compressor.Wrap(content).ToArray();
    }

    static byte[] Pack(ReadOnlySpan<byte> content, Func<Stream, Stream> packing)
    {
        var packed = new MemoryStream();
        using (var stream = packing(packed))
            stream.Write(content);
        return packed.ToArray();
    }
}

/// <summary>A stream of any length that is nowhere held; gives as much as it likes at once.</summary>
sealed class MadeStream(long length, Func<long, byte> octet, int atOnce = int.MaxValue) : Stream
{
    long position;

    /// <summary>A beginning, and then one letter only.</summary>
    public MadeStream(long length, string start) : this(length, at => at < start.Length ? (byte)start[(int)at] : (byte)'x')
    {
    }

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(Math.Min(buffer.Length, atOnce), length - position);
        for (var at = 0; at < count; at++)
            buffer[at] = octet(position + at);
        position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => position; set => throw new NotSupportedException(); }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
