using System.Runtime.CompilerServices;
using Gardu.Reports.Logs.Fields;

namespace Gardu.Reports.Logs;

/// <summary>
/// One request as a log line tells it. Everything points into the line or into <see cref="Scratch"/>, escapes undone;
/// what a log leaves out is empty.
/// </summary>
ref struct LogEntry
{
    /// <summary>Longest line that is read, in bytes; what is longer is no log line.</summary>
    public const int LineBytesMax = 64 * 1024;

    /// <summary>The client's address as text, without port or brackets.</summary>
    public ReadOnlySpan<byte> Address;

    /// <summary>The host that was asked for, without port.</summary>
    public ReadOnlySpan<byte> Host;

    /// <summary>Empty where the request line could not be read.</summary>
    public ReadOnlySpan<byte> Method;

    /// <summary>Path and query as sent; the whole request line where that could not be read.</summary>
    public ReadOnlySpan<byte> Target;

    public ReadOnlySpan<byte> Referrer;

    public ReadOnlySpan<byte> UserAgent;

    /// <summary>Milliseconds since 1970, UTC.</summary>
    public long Time;

    /// <summary>0 where the log has none.</summary>
    public int Status;

    /// <summary>Size of the response, not negative.</summary>
    public long Bytes;

    /// <summary>False where the log has no place for a user agent at all.</summary>
    public bool HasUserAgent;

    /// <summary>Room for what does not stand in the line in one piece; at least <see cref="LineBytesMax"/> bytes.</summary>
    public Span<byte> Scratch;

    /// <summary>Remembers the last time stamp from line to line.</summary>
    public ClfClock Clock;

    /// <summary>Forgets the last line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Clear()
    {
        Address = Host = Method = Target = Referrer = UserAgent = default;
        (Time, Status, Bytes, HasUserAgent) = (0, 0, 0, false);
    }
}
