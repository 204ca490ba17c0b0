using System.Runtime.CompilerServices;
using System.Text;

namespace Gardu.Reports.Logs.Fields;

/// <summary>Takes apart <c>GET /path HTTP/1.1</c>, without protocol (HTTP/0.9), with an absolute target, or what is no request at all.</summary>
static class RequestLine
{
    /// <summary>Sets method and target; host too where the target names one and the log has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read(ReadOnlySpan<byte> request, ref LogEntry entry)
    {
        var space = ByteScan.IndexOf(request, (byte)' ');
        if (space <= 0 || !char.IsAsciiLetter((char)request[0]))
        {
            entry.Target = request;
            return;
        }
        entry.Method = request[..space];
        var rest = request[(space + 1)..];
        if (rest.Length > 9 && rest[^9] == ' ' && rest[^8] == 'H' && rest[^7] == 'T' && rest[^6] == 'T' && rest[^5] == 'P' && rest[^4] == '/')
            rest = rest[..^9];
        else if (rest.LastIndexOf(" HTTP/"u8) is var protocol and >= 0)
            rest = rest[..protocol];
        SetTarget(rest, ref entry);
    }

    /// <summary>Sets the target; an absolute one is cut to path and query.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetTarget(ReadOnlySpan<byte> target, ref LogEntry entry)
    {
        entry.Target = target;
        if (!target.IsEmpty && target[0] != '/')
            CutAbsolute(target, ref entry);
    }

    static void CutAbsolute(ReadOnlySpan<byte> target, ref LogEntry entry)
    {
        var colon = target.IndexOf("://"u8);
        if (colon < 0 || !(Ascii.EqualsIgnoreCase(target[..colon], "http"u8) || Ascii.EqualsIgnoreCase(target[..colon], "https"u8)))
            return;
        var authority = target[(colon + 3)..];
        var end = authority.IndexOfAny((byte)'/', (byte)'?');
        if (entry.Host.IsEmpty)
            entry.Host = HostText.WithoutPort(end < 0 ? authority : authority[..end]);
        entry.Target = end < 0 ? "/"u8 : authority[end..];
    }
}
