using System.Buffers.Text;
using System.Text;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>Lines of headers, as WARC (ISO 28500) and HTTP/1.1 (RFC 9112) have them, with what stands before the first.</summary>
static class HeaderBlock
{
    /// <summary>Octets of a block.</summary>
    public const int Max = 64 * 1024;

    /// <summary>Octets of the block that a window begins with, with the empty line behind it; 0 where none ends within <see cref="Max"/>.</summary>
    public static int Length(ByteWindow window)
    {
        for (var wanted = 4096; ; wanted = Max)
        {
            var isMore = window.Ensure(wanted);
            var block = window.Rest[..Math.Min(window.Rest.Length, wanted)];
            for (var at = 0; block[at..].IndexOf((byte)'\n') is var line and >= 0;)
            {
                at += line + 1;
                if (block[at..] is [(byte)'\n', ..])
                    return at + 1;
                if (block[at..] is [(byte)'\r', (byte)'\n', ..])
                    return at + 2;
            }
            if (!isMore || wanted == Max)
                return 0;
        }
    }

    /// <summary>The value of the first header of a name, without blanks around it; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> block, ReadOnlySpan<byte> name)
    {
        foreach (var range in block.Split((byte)'\n'))
        {
            var line = block[range];
            if (line.Length > name.Length && line[name.Length] == ':' && Ascii.EqualsIgnoreCase(line[..name.Length], name))
                return line[(name.Length + 1)..].Trim(" \t\r"u8);
        }
        return default;
    }

    /// <summary>The length that a header states; -1 where it states none.</summary>
    public static long ContentLength(ReadOnlySpan<byte> block)
    {
        var value = Value(block, "Content-Length"u8);
        return Utf8Parser.TryParse(value, out long length, out var digits) && digits == value.Length && length >= 0 ? length : -1;
    }
}
