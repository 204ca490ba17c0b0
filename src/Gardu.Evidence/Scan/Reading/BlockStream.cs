namespace Gardu.Evidence.Scan.Reading;

/// <summary>The next octets of a window, up to a length. Disposing it leaves the window.</summary>
sealed class BlockStream(ByteWindow window, long length) : ForwardStream
{
    /// <summary>Octets that are left of it.</summary>
    public long Left { get; private set; } = length;

    public override int Read(Span<byte> buffer)
    {
        var read = window.Read(buffer[..(int)Math.Min(buffer.Length, Left)]);
        Left -= read;
        return read;
    }

    /// <summary>Takes what is left; false where the window ends before.</summary>
    public bool Drain()
    {
        while (Left > 0 && (!window.Rest.IsEmpty || window.More()))
        {
            var taken = (int)Math.Min(window.Rest.Length, Left);
            window.Take(taken);
            Left -= taken;
        }
        return Left == 0;
    }
}
