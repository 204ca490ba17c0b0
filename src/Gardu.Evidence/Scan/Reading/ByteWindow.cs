using System.Buffers;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>
/// A stream whose next octets can be looked at before they are taken. Where the stream cannot be read on, it ends, and <see cref="Fault"/> says why; read as a stream itself, it throws that.
/// </summary>
sealed class ByteWindow : ForwardStream
{
    const int SizeAtFirst = 256 * 1024;

    Stream source;
    byte[] octets = ArrayPool<byte>.Shared.Rent(SizeAtFirst);
    int start;
    int end;
    bool isEnd;

    public ByteWindow(Stream source) => this.source = source;

    /// <summary>Octets that have been taken: where <see cref="Rest"/> begins.</summary>
    public long Offset { get; private set; }

    /// <summary>Octets that the stream has given.</summary>
    public long Loaded => Offset + (end - start);

    /// <summary>Why the stream ended before its end; null where it did not.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>What has been read and not been taken. Valid until more is read.</summary>
    public ReadOnlySpan<byte> Rest => octets.AsSpan(start, end - start);

    /// <summary>Begins anew with another stream.</summary>
    public void Reset(Stream next) => (source, start, end, isEnd, Offset, Fault) = (next, 0, 0, false, 0, null);

    /// <summary>Throws where the stream ended before its end.</summary>
    public void ThrowIfBroken()
    {
        if (Fault is not null)
            throw new UnreadableException(Unreadable.Why(Fault));
    }

    /// <summary>Reads something more behind <see cref="Rest"/>; false at the end.</summary>
    public bool More()
    {
        if (isEnd)
            return false;
        MakeRoom();
        try
        {
            var read = source.Read(octets.AsSpan(end));
            end += read;
            isEnd = read == 0;
        }
        catch (Exception failure) when (Unreadable.Is(failure))
        {
            (Fault, isEnd) = (failure, true);
        }
        return !isEnd;
    }

    /// <summary>Reads until there is as much; false where the stream has less.</summary>
    public bool Ensure(int count)
    {
        while (end - start < count)
        {
            if (!More())
                return false;
        }
        return true;
    }

    /// <summary>Takes octets of <see cref="Rest"/>.</summary>
    public void Take(int count)
    {
        start += count;
        Offset += count;
    }

    /// <summary>Takes white space; false where the stream ends in it.</summary>
    public bool TakeBlanks()
    {
        while (true)
        {
            var found = Rest.IndexOfAnyExcept(" \t\r\n"u8);
            Take(found < 0 ? Rest.Length : found);
            if (found >= 0)
                return true;
            if (!More())
                return false;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (start == end && !More())
            ThrowIfBroken();
        var count = Math.Min(buffer.Length, end - start);
        Rest[..count].CopyTo(buffer);
        Take(count);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && octets.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(octets);
            (octets, start, end, isEnd) = ([], 0, 0, true);
            source.Dispose();
        }
        base.Dispose(disposing);
    }

    void MakeRoom()
    {
        if (start == end)
            (start, end) = (0, 0);
        if (octets.Length - end >= octets.Length / 2)
            return;
        var kept = end - start;
        if (kept <= octets.Length / 2)
        {
            Rest.CopyTo(octets);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(octets.Length * 2);
            Rest.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(octets);
            octets = larger;
        }
        (start, end) = (0, kept);
    }
}
