using System.Buffers.Text;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>A body in chunks (RFC 9112, 7.1), without them. Trailers are left.</summary>
sealed class ChunkedStream(ByteWindow body) : ForwardStream
{
    /// <summary>Octets of the line before a chunk, with its extensions.</summary>
    const int LineMax = 1024;

    long left;
    bool isBegun;
    bool isOver;

    /// <summary>Whether a body begins with a chunk. Archives often keep <c>Transfer-Encoding</c> of a body from which they took the chunks away.</summary>
    public static bool Begins(ByteWindow body)
    {
        body.Ensure(LineMax);
        return Size(body.Rest, out _, out _);
    }

    public override int Read(Span<byte> buffer)
    {
        if (left == 0 && !isOver)
            TakeSize();
        if (isOver)
            return 0;
        var read = body.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
        if (read == 0 && buffer.Length > 0)
            throw new UnreadableException("its body breaks off");
        left -= read;
        return read;
    }

    void TakeSize()
    {
        body.Ensure(LineMax);
        if (isBegun && body.Rest is [(byte)'\r', (byte)'\n', ..])
            body.Take(2);
        isBegun = true;
        if (!Size(body.Rest, out left, out var length))
            throw new UnreadableException("its body breaks off or has a chunk without a size");
        body.Take(length);
        isOver = left == 0;
    }

    static bool Size(ReadOnlySpan<byte> line, out long size, out int length)
    {
        (size, length) = (0, 0);
        var end = line[..Math.Min(line.Length, LineMax)].IndexOf("\r\n"u8);
        if (end < 1 || !Utf8Parser.TryParse(line[..end], out size, out var digits, 'x') || size < 0)
            return false;
        length = end + 2;
        return digits == end || line[digits] is (byte)';' or (byte)' ' or (byte)'\t';
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            body.Dispose();
        base.Dispose(disposing);
    }
}
