using System.Buffers;

namespace Gardu.Commerce.Metering;

/// <summary>
/// The size of a body's text in bytes of UTF-8, for prices per kB and per token. Of a web page that is what a reader sees: the text
/// outside <c>script</c>, <c>style</c>, <c>noscript</c> and <c>template</c>, each run of white space as one blank. Of other text, JSON and XML it
/// is all, without a byte order mark. Of anything else it is the body as it stands.
/// </summary>
public static class TextSize
{
    /// <summary>Largest web page that is read, in bytes.</summary>
    public const int PageMax = 32 * 1024 * 1024;

    const int BytesPerKilobyte = 1000;

    const int BytesPerToken = 4;

    const int BufferSize = 64 * 1024;

    /// <summary>Measures a body.</summary>
    /// <param name="body">The body without content coding; read to its end unless it is too large, and left open. Its own errors are thrown.</param>
    /// <param name="mediaType">Its media type, such as <c>text/html</c>; null for none. Parameters are ignored.</param>
    /// <param name="charset">
    /// The charset of its <c>Content-Type</c>. Without one that is known, a byte order mark says it, then an XML declaration or a <c>meta</c>
    /// element; else it is UTF-8.
    /// </param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Bytes as the count. Only a web page larger than <see cref="PageMax"/> is not counted.</returns>
    public static async ValueTask<MeterResult> MeasureAsync(Stream body, string? mediaType, string? charset, CancellationToken cancellationToken = default)
    {
        var kind = TextKinds.Of(mediaType);
        if (kind == TextKind.Octets)
            return MeterResult.Of(await CountAsync(body, cancellationToken));
        var text = new DecodedBody(body, kind, charset);
        if (kind is TextKind.Html or TextKind.Xhtml)
        {
            using var page = new PageBuffer();
            return await text.ReadAsync(page.Add, PageMax, cancellationToken)
                ? MeterResult.Of(PageText.Bytes(page.Text, page.Length, isXml: kind == TextKind.Xhtml))
                : MeterResult.Failed($"the page is larger than {PageMax / (1024 * 1024)} MiB");
        }
        var size = new Utf8Size();
        await text.ReadAsync(size.Add, long.MaxValue, cancellationToken);
        return MeterResult.Of(size.Bytes);
    }

    /// <summary>Kilobytes of 1,000 bytes, rounded up.</summary>
    public static long Kilobytes(long bytes) => RoundedUp(bytes, BytesPerKilobyte);

    /// <summary>Tokens as a unit of sale: a quarter of the bytes, rounded up.</summary>
    public static long Tokens(long bytes) => RoundedUp(bytes, BytesPerToken);

    static long RoundedUp(long bytes, int each)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return bytes / each + (bytes % each == 0 ? 0 : 1);
    }

    static async ValueTask<long> CountAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var count = 0L;
            for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
                count += read;
            return count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
