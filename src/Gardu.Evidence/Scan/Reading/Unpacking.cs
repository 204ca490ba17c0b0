using System.IO.Compression;
using System.Text;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>
/// Streams that unpack, one member or frame after another. What came before a damage stays good. That a gzip file breaks off shows only under the runtime's strict validation, which the program turns on; what stands
/// behind its last member and is none is passed over where it is short, as gzip(1) does.
/// </summary>
static class Unpacking
{
    /// <summary>Times its packed size that something may unpack to: deflate makes at most 1,032 octets of one, and texts stay far below.</summary>
    public const int RatioMax = 1000;

    /// <summary>Octets unpacked from which on the ratio counts: 64 MiB, which any machine can take.</summary>
    public const long RatioFrom = 64L * 1024 * 1024;

    /// <summary>The largest window of zstd, as a power of two: 128 MiB, which is as far as <c>zstd -d</c> goes by itself.</summary>
    public const int ZstdWindowLogMax = 27;

    /// <summary>The content of a gzip file.</summary>
    public static Stream Gzip(ByteWindow packed) => new UnpackedStream(new GZipStream(packed, CompressionMode.Decompress), packed);

    /// <summary>The content of a zstd file.</summary>
    public static Stream Zstd(ByteWindow packed)
    {
        var unpacking = new DecompressionStream(packed, leaveOpen: false);
        unpacking.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, ZstdWindowLogMax);
        return new UnpackedStream(unpacking, packed);
    }

    /// <summary>The content behind a coding of HTTP (RFC 9110, 8.4.1); null for one that is not known. Many archives keep the header of a coding that they took away: what does not begin as it should is taken as it is.</summary>
    public static Stream? Content(ReadOnlySpan<byte> coding, ByteWindow packed)
    {
        packed.Ensure(4);
        return packed.Rest switch
        {
            _ when Is(coding, "identity"u8) => packed,
            var start when Is(coding, "gzip"u8) || Is(coding, "x-gzip"u8) => IsGzip(start) ? Gzip(packed) : packed,
            var start when Is(coding, "zstd"u8) => IsZstd(start) ? Zstd(packed) : packed,
            _ when Is(coding, "br"u8) => new UnpackedStream(new BrotliStream(packed, CompressionMode.Decompress), packed),
            var start when Is(coding, "deflate"u8) => new UnpackedStream(IsZlib(start) ? new ZLibStream(packed, CompressionMode.Decompress) : new DeflateStream(packed, CompressionMode.Decompress), packed),
            _ => null,
        };
    }

    /// <summary>Whether it begins as RFC 1952, 2.3.1 has it.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> start) => start is [0x1F, 0x8B, 8, ..];

    /// <summary>Whether it begins with a frame of zstd, or one to skip (RFC 8878, 3.1).</summary>
    public static bool IsZstd(ReadOnlySpan<byte> start) => start is [0x28, 0xB5, 0x2F, 0xFD, ..] or [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..];

    /// <summary>Whether it begins as RFC 1950, 2.2 has it; some servers leave that out.</summary>
    static bool IsZlib(ReadOnlySpan<byte> start) => start.Length >= 2 && (start[0] & 0x0F) == 8 && ((start[0] << 8) + start[1]) % 31 == 0;

    static bool Is(ReadOnlySpan<byte> coding, ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(coding, name);
}

/// <summary>What is unpacked, as long as it is no bomb.</summary>
sealed class UnpackedStream(Stream unpacking, ByteWindow packed) : ForwardStream
{
    long unpacked;

    public override int Read(Span<byte> buffer)
    {
        var read = Unpack(buffer);
        unpacked += read;
        if (unpacked >= Unpacking.RatioFrom && unpacked / Unpacking.RatioMax > packed.Loaded)
            throw new UnreadableException($"it unpacks to more than {Unpacking.RatioMax:N0} times its size and is no text");
        if (read == 0 && buffer.Length > 0 && packed.Ensure(1) && packed.Rest.ContainsAnyExcept((byte)0)) // zeros are what tapes were filled up with
            throw new UnreadableException("something stands behind what is packed and is not read");
        return read;
    }

    int Unpack(Span<byte> buffer)
    {
        try
        {
            return unpacking.Read(buffer);
        }
        catch (InvalidOperationException damaged) when (unpacking is BrotliStream) // which it throws where the others throw what is caught
        {
            throw new InvalidDataException(damaged.Message, damaged);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            unpacking.Dispose();
        base.Dispose(disposing);
    }
}
