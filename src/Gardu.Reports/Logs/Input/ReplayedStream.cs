namespace Gardu.Reports.Logs.Input;

/// <summary>A stream whose first bytes have been looked at already, read from the start again.</summary>
sealed class ReplayedStream(ReadOnlyMemory<byte> start, Stream rest, Action<int> passed) : Stream
{
    ReadOnlyMemory<byte> left = start;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (left.IsEmpty)
        {
            var read = rest.Read(buffer);
            passed(read);
            return read;
        }
        var length = Math.Min(left.Length, buffer.Length);
        left.Span[..length].CopyTo(buffer);
        left = left[length..];
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            rest.Dispose();
        base.Dispose(disposing);
    }
}
