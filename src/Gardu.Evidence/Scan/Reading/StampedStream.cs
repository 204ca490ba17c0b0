using System.Buffers;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>A file that is stamped while it is read, and of which it is known whether it changed meanwhile.</summary>
sealed class StampedStream : ForwardStream
{
    readonly Stream file;
    readonly FileStatus? before;
    readonly XxHash128 whole = new();
    readonly IncrementalHash head = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    byte[] tail = ArrayPool<byte>.Shared.Rent(FileStamp.EndSize); // a ring
    long stamped;

    /// <param name="file">The file from its beginning.</param>
    /// <param name="path">Where it stands; null for what has no place, such as standard input.</param>
    public StampedStream(Stream file, string? path)
    {
        (this.file, Path) = (file, path);
        before = path is null ? null : FileStatus.Of(path);
    }

    /// <summary>Where it stands; null for what has no place, such as standard input.</summary>
    public string? Path { get; }

    /// <summary>Octets that have been read.</summary>
    public long BytesRead => stamped;

    /// <summary>Reads what has not been read yet and gives the stamp. Throws what <see cref="Unreadable"/> knows where the file cannot be read or changed since it was opened.</summary>
    public FileStamp Finish()
    {
        var room = ArrayPool<byte>.Shared.Rent(FileStamp.EndSize);
        try
        {
            while (Read(room.AsSpan()) > 0) { }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
        if (before is { IsRegular: true } was && (FileStatus.Of(Path!) != was || was.Length != stamped))
            throw new UnreadableException("it was changed or replaced while it was read");
        return new FileStamp(stamped, Convert.ToHexStringLower(whole.GetHashAndReset()), Convert.ToHexStringLower(head.GetHashAndReset()), TailHash());
    }

    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer);
        Stamp(buffer[..read]);
        return read;
    }

    public override long Length => file.Length;

    protected override void Dispose(bool disposing)
    {
        if (disposing && tail.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(tail);
            tail = [];
            head.Dispose();
            file.Dispose();
        }
        base.Dispose(disposing);
    }

    void Stamp(ReadOnlySpan<byte> octets)
    {
        whole.Append(octets);
        if (stamped < FileStamp.EndSize)
            head.AppendData(octets[..(int)Math.Min(octets.Length, FileStamp.EndSize - stamped)]);
        stamped += octets.Length;
        var last = octets[Math.Max(0, octets.Length - FileStamp.EndSize)..];
        var at = (int)((stamped - last.Length) % FileStamp.EndSize);
        var before = Math.Min(last.Length, FileStamp.EndSize - at);
        last[..before].CopyTo(tail.AsSpan(at));
        last[before..].CopyTo(tail);
    }

    string TailHash()
    {
        var oldest = stamped > FileStamp.EndSize ? (int)(stamped % FileStamp.EndSize) : 0;
        head.AppendData(tail.AsSpan(oldest, (int)Math.Min(stamped, FileStamp.EndSize) - oldest));
        head.AppendData(tail.AsSpan(0, oldest));
        return Convert.ToHexStringLower(head.GetHashAndReset());
    }
}
