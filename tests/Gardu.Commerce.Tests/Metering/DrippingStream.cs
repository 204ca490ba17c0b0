namespace Gardu.Commerce.Tests.Metering;

/// <summary>A body that arrives in pieces of given sizes, over and over; it cannot be sought and says no length, like one of the network.</summary>
sealed class DrippingStream(byte[] body, params int[] pieces) : Stream
{
    int at;
    int piece;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var count = Math.Min(Math.Min(buffer.Length, body.Length - at), pieces.Length == 0 ? int.MaxValue : pieces[piece++ % pieces.Length]);
        body.AsMemory(at, count).CopyTo(buffer);
        at += count;
        return ValueTask.FromResult(count);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();
}
