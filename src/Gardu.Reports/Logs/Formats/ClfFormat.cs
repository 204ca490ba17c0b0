using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Gardu.Reports.Logs.Fields;

namespace Gardu.Reports.Logs.Formats;

/// <summary>
/// Common Log Format and what grew out of it:
/// <code>
///   [host[:port] ]address ident user [time] "request" status bytes[ "referrer" "user agent"[ anything]]
/// </code>
/// </summary>
sealed class ClfFormat : LogFormat
{
    readonly bool needsHost;
    readonly bool needsUserAgent;
    readonly bool ignoresRest;

    ClfFormat(string name, bool needsHost = false, bool needsUserAgent = false, bool ignoresRest = false) =>
        (Name, this.needsHost, this.needsUserAgent, this.ignoresRest) = (name, needsHost, needsUserAgent, ignoresRest);

    /// <summary>Any of them, told apart line by line.</summary>
    public static ClfFormat Any { get; } = new("combined or common");

    /// <summary>Seven fields; whatever follows is not looked at.</summary>
    public static ClfFormat Common { get; } = new("common", ignoresRest: true);

    /// <summary>With referrer and user agent.</summary>
    public static ClfFormat Combined { get; } = new("combined", needsUserAgent: true);

    /// <summary>With a host in front.</summary>
    public static ClfFormat VirtualHost { get; } = new("vhost", needsHost: true);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool TryRead(Span<byte> line, ref LogEntry entry)
    {
        var bracket = FindTime(line, ref entry);
        if (bracket < 0)
            return false;
        var at = bracket + ClfClock.Length + 4; // [ time ] space quote
        if (at >= line.Length || line[at - 1] != '"' || line[at - 2] != ' ')
            return false;
        var requestEnd = FindQuote(line, at, out var requestEscaped);
        if (requestEnd < 0)
            return false;
        if (!TryReadStatus(line, requestEnd, out var status))
        {
            // A quote that the server did not escape: the request ends where a status follows.
            requestEnd = FindStatus(line, requestEnd + 1);
            if (requestEnd < 0 || !TryReadStatus(line, requestEnd, out status))
                return false;
            requestEscaped = true;
        }
        var request = line[at..requestEnd];
        at = requestEnd + 6; // quote, space, three digits, space
        long bytes = 0;
        if (at < line.Length && line[at] == '-')
        {
            at++;
        }
        else
        {
            var start = at;
            for (; at < line.Length && (uint)(line[at] - '0') <= 9; at++)
                bytes = bytes * 10 + line[at] - '0';
            if (at == start || at - start > 18)
                return false;
        }

        Span<byte> referrer = default, userAgent = default;
        var quotedEscaped = false;
        var hasUserAgent = false;
        if (at < line.Length && !ignoresRest)
        {
            if (at + 2 >= line.Length || line[at] != ' ' || line[at + 1] != '"')
                return false;
            at += 2;
            var end = FindQuote(line, at, out quotedEscaped);
            if (end < 0 || end + 2 >= line.Length || line[end + 1] != ' ' || line[end + 2] != '"')
                return false;
            referrer = line[at..end];
            at = end + 3;
            end = FindQuote(line, at, out var userAgentEscaped);
            if (end < 0 || (end + 1 < line.Length && line[end + 1] != ' '))
                return false;
            userAgent = line[at..end];
            quotedEscaped |= userAgentEscaped;
            hasUserAgent = true;
        }
        if ((needsUserAgent && !hasUserAgent) || !TryReadFront(line[..(bracket - 1)], ref entry) || (needsHost && entry.Host.IsEmpty))
            return false;

        if (requestEscaped)
            request = Escapes.UndoBackslashes(request);
        if (quotedEscaped)
        {
            referrer = Escapes.UndoBackslashes(referrer);
            userAgent = Escapes.UndoBackslashes(userAgent);
        }
        RequestLine.Read(request, ref entry);
        entry.Status = status;
        entry.Bytes = bytes;
        entry.Referrer = OrNone(referrer);
        entry.UserAgent = OrNone(userAgent);
        entry.HasUserAgent = hasUserAgent;
        return true;
    }

    /// <summary>A value, empty where the log writes a dash for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReadOnlySpan<byte> OrNone(ReadOnlySpan<byte> value) => value.Length == 1 && value[0] == '-' ? [] : value;

    /// <summary>Where the bracket of a readable time stands behind a space; a user's name may hold brackets too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int FindTime(ReadOnlySpan<byte> line, ref LogEntry entry)
    {
        for (var from = 0; ByteScan.IndexOf(line[from..], (byte)'[') is var found and >= 0; from += found + 1)
        {
            var at = from + found;
            var end = at + 1 + ClfClock.Length;
            if (end >= line.Length)
                return -1;
            if (at > 0 && line[at - 1] == ' ' && line[end] == ']' && entry.Clock.TryRead(line.Slice(at + 1, ClfClock.Length), out entry.Time))
                return at;
        }
        return -1;
    }

    /// <summary>The next quote that no backslash escapes; -1 where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int FindQuote(ReadOnlySpan<byte> line, int from, out bool escaped)
    {
        escaped = false;
        var found = ByteScan.IndexOfEither(line[from..], (byte)'"', (byte)'\\');
        if (found < 0 || line[from + found] == '"')
            return found < 0 ? -1 : from + found;
        escaped = true;
        return FindQuoteBehindEscapes(line, from + found);
    }

    static int FindQuoteBehindEscapes(ReadOnlySpan<byte> line, int from)
    {
        while (from < line.Length)
        {
            var found = line[from..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0)
                return -1;
            from += found;
            if (line[from] == '"')
                return from;
            from += 2;
        }
        return -1;
    }

    /// <summary>Reads the three digits that stand between spaces behind the request's closing quote.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryReadStatus(ReadOnlySpan<byte> line, int quote, out int status)
    {
        status = 0;
        if (quote + 6 > line.Length - 1)
            return false;
        var word = BinaryPrimitives.ReadUInt32LittleEndian(line[(quote + 1)..]);
        var (hundreds, tens, ones) = ((word >> 8 & 0xFF) - '0', (word >> 16 & 0xFF) - '0', (word >> 24) - '0');
        status = (int)(hundreds * 100 + tens * 10 + ones);
        return (byte)word == ' ' && hundreds <= 9 && tens <= 9 && ones <= 9 && line[quote + 5] == ' ';
    }

    static int FindStatus(ReadOnlySpan<byte> line, int from)
    {
        for (; line[from..].IndexOf((byte)'"') is var found and >= 0; from += found + 1)
            if (TryReadStatus(line, from + found, out _))
                return from + found;
        return -1;
    }

    /// <summary>Reads what stands before the time: address, ident and user, behind a host where there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool TryReadFront(ReadOnlySpan<byte> front, ref LogEntry entry)
    {
        var space = ByteScan.IndexOf(front, (byte)' ');
        if (space <= 0)
            return false;
        var first = front[..space];
        var rest = front[(space + 1)..];
        if (rest is not [(byte)'-', (byte)' ', (byte)'-'])
        {
            var second = rest.IndexOf((byte)' ');
            if (second <= 0)
                return false;
            if (HasTwoWordsBehind(rest, second) && first[^1] != ',' && !HostText.IsAddress(first) && HostText.IsAddress(rest[..second]))
            {
                entry.Host = HostText.WithoutPort(first);
                first = rest[..second];
            }
        }
        entry.Address = HostText.FirstOfList(first);
        return true;
    }

    static bool HasTwoWordsBehind(ReadOnlySpan<byte> rest, int second) => rest[(second + 1)..].IndexOf((byte)' ') > 0;
}
