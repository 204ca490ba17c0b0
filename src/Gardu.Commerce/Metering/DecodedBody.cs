using System.Buffers;
using System.Text;

namespace Gardu.Commerce.Metering;

/// <summary>Takes a stretch of a body's text.</summary>
delegate void TextSink(ReadOnlySpan<char> text);

/// <summary>
/// A body read as text: by the charset of HTTP, else by a byte order mark, else by what the text itself says, else as UTF-8. What no
/// character stands for becomes U+FFFD, and a byte order mark is no text.
/// </summary>
sealed class DecodedBody(Stream body, TextKind kind, string? charset)
{
    /// <summary>Bytes in which a text has to name its encoding (HTML Standard, section 4.2.5.4).</summary>
    const int DeclarationMax = 1024;

    const int BufferSize = 16 * 1024;

    const char Mark = '\uFEFF';

    /// <summary>Hands over the whole text piece by piece; false, and no more is read, once the body has more bytes than it may.</summary>
    public async ValueTask<bool> ReadAsync(TextSink sink, long bytesMax, CancellationToken cancellationToken)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(BufferSize);
        var chars = Array.Empty<char>();
        try
        {
            var length = await body.ReadAtLeastAsync(bytes, DeclarationMax, throwOnEndOfStream: false, cancellationToken);
            var encoding = Find(bytes.AsSpan(0, length));
            var decoder = encoding.GetDecoder();
            chars = ArrayPool<char>.Shared.Rent(encoding.GetMaxCharCount(bytes.Length));
            var isStart = true;
            for (var total = (long)length; total <= bytesMax; total += length)
            {
                // The end is told by reading nothing, which also flushes what was left of a broken character.
                var count = decoder.GetChars(bytes.AsSpan(0, length), chars, flush: length == 0);
                var text = chars.AsSpan(0, count);
                sink(isStart && text is [Mark, ..] ? text[1..] : text);
                if (length == 0)
                    return true;
                isStart &= count == 0;
                length = await body.ReadAsync(bytes, cancellationToken);
            }
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    Encoding Find(ReadOnlySpan<byte> start)
    {
        if ((Charsets.Find(charset) ?? Charsets.OfMark(start)) is { } encoding)
            return encoding;
        start = start[..Math.Min(start.Length, DeclarationMax)];
        var declared = kind is TextKind.Xml or TextKind.Html or TextKind.Xhtml ? Charsets.OfXml(start) : null;
        if (declared is null && kind is TextKind.Html or TextKind.Xhtml)
            declared = PageText.CharsetOf(start);
        return declared ?? Encoding.UTF8;
    }
}
