using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Gardu.Reports.Logs.Fields;

namespace Gardu.Reports.Logs.Formats;

/// <summary>
/// The ordinary Combined line (no ident, no user, nothing escaped, nothing behind the user agent), which nearly every
/// line of nearly every log is, read in one pass up to a line end that is not looked for beforehand. What it reads it
/// reads as <see cref="ClfFormat"/> does; everything else it leaves to that.
/// </summary>
static class CombinedLine
{
    const int AddressBytesMax = 64;
    const ulong DashDashBracket = 0x5B20_2D20_2D20; // " - - [" as a little-endian number
    const ulong SixBytes = 0xFFFF_FFFF_FFFF;
    const int BytesBehindRequest = 16; // at least: quote, status, size, two quoted values

    /// <summary>Reads the line that starts a text; how many bytes it takes with its line end, or 0 where it is not ordinary.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Read(ReadOnlySpan<byte> text, ref LogEntry entry)
    {
        var space = ByteScan.IndexOfEither(text[..Math.Min(text.Length, AddressBytesMax)], (byte)' ', (byte)'\n');
        var requestStart = space + 6 + ClfClock.Length + 3;
        if (space <= 0 || text[0] == '#' || requestStart + BytesBehindRequest > text.Length
            || (BinaryPrimitives.ReadUInt64LittleEndian(text[space..]) & SixBytes) != DashDashBracket
            || !entry.Clock.TryRead(text.Slice(space + 6, ClfClock.Length), out entry.Time)
            || text[requestStart - 3] != ']' || text[requestStart - 2] != ' ' || text[requestStart - 1] != '"')
            return 0;

        var requestEnd = FindQuote(text, requestStart);
        if (requestEnd < 0 || requestEnd + BytesBehindRequest > text.Length || !ClfFormat.TryReadStatus(text, requestEnd, out entry.Status))
            return 0;
        var at = requestEnd + 6; // quote, space, three digits, space
        if (!TryReadBytes(text, ref at, out entry.Bytes) || at + 4 > text.Length || text[at] != ' ' || text[at + 1] != '"')
            return 0;

        var referrerStart = at + 2;
        var referrerEnd = FindQuote(text, referrerStart);
        if (referrerEnd < 0 || referrerEnd + 4 > text.Length || text[referrerEnd + 1] != ' ' || text[referrerEnd + 2] != '"')
            return 0;
        var userAgentStart = referrerEnd + 3;
        var userAgentEnd = FindQuote(text, userAgentStart);
        if (userAgentEnd < 0)
            return 0;
        var end = userAgentEnd + 1;
        if (end < text.Length && text[end] == '\r')
            end++;
        if (end > LogEntry.LineBytesMax || (end < text.Length && text[end] != '\n'))
            return 0;

        entry.Address = HostText.FirstOfList(text[..space]);
        RequestLine.Read(text[requestStart..requestEnd], ref entry);
        entry.Referrer = ClfFormat.OrNone(text[referrerStart..referrerEnd]);
        entry.UserAgent = ClfFormat.OrNone(text[userAgentStart..userAgentEnd]);
        entry.HasUserAgent = true;
        return Math.Min(end + 1, text.Length);
    }

    /// <summary>The next quote; -1 where an escape or the line's end comes before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int FindQuote(ReadOnlySpan<byte> text, int from)
    {
        var found = ByteScan.IndexOfAny(text[from..], (byte)'"', (byte)'\\', (byte)'\n');
        return found >= 0 && text[from + found] == '"' ? from + found : -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool TryReadBytes(ReadOnlySpan<byte> text, ref int at, out long bytes)
    {
        bytes = 0;
        if (text[at] == '-')
        {
            at++;
            return true;
        }
        var start = at;
        for (; at < text.Length && (uint)(text[at] - '0') <= 9; at++)
            bytes = bytes * 10 + text[at] - '0';
        return at > start && at - start <= 18;
    }
}
