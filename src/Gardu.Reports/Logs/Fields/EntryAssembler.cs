namespace Gardu.Reports.Logs.Fields;

/// <summary>How a log writes values that could break its lines.</summary>
enum EscapeStyle : byte
{
    Backslash,

    /// <summary>User agents with <c>+</c> for spaces.</summary>
    Plus,

    /// <summary>User agents percent-encoded.</summary>
    Percent,
}

/// <summary>Makes an entry of named fields, whichever format they stood in.</summary>
static class EntryAssembler
{
    /// <summary>False, with the line unchanged, where time, status or what was asked for is missing or unreadable.</summary>
    public static bool TryAssemble(Span<byte> line, in FieldSlices slices, EscapeStyle style, ref LogEntry entry)
    {
        var request = slices.Of(LogField.Request, line);
        var target = slices.Of(LogField.Target, line);
        if ((request.IsEmpty && target.IsEmpty)
            || !TryReadTime(line, slices, ref entry)
            || !TryReadStatus(slices.Of(LogField.Status, line), out entry.Status)
            || !Digits.TryReadSize(slices.Of(LogField.Bytes, line) is { IsEmpty: false } bytes ? bytes : "0"u8, out entry.Bytes))
            return false;

        entry.Address = HostText.WithoutPort(HostText.FirstOfList(slices.Of(LogField.Address, line)));
        entry.Host = HostText.WithoutPort(slices.Of(LogField.Host, line));
        var userAgent = slices.Of(LogField.UserAgent, line);
        entry.UserAgent = style switch
        {
            EscapeStyle.Backslash => Escapes.UndoBackslashes(userAgent),
            EscapeStyle.Plus => Escapes.UndoPluses(userAgent),
            EscapeStyle.Percent => Escapes.UndoPercents(userAgent),
            _ => throw new InvalidOperationException($"no such style: {style}"),
        };
        entry.HasUserAgent = true;
        var referrer = slices.Of(LogField.Referrer, line);
        entry.Referrer = style == EscapeStyle.Backslash ? Escapes.UndoBackslashes(referrer) : referrer;
        if (target.IsEmpty)
        {
            RequestLine.Read(Escapes.UndoBackslashes(request), ref entry);
            return true;
        }
        entry.Method = slices.Of(LogField.Method, line);
        var query = slices.Of(LogField.Query, line);
        if (style == EscapeStyle.Backslash)
        {
            target = Escapes.UndoBackslashes(target);
            query = Escapes.UndoBackslashes(query);
        }
        RequestLine.SetTarget(query.IsEmpty || target.Contains((byte)'?') ? target : Joined(target, query, entry.Scratch), ref entry);
        return true;
    }

    static bool TryReadTime(Span<byte> line, in FieldSlices slices, ref LogEntry entry)
    {
        var time = slices.Of(LogField.Time, line);
        if (time.IsEmpty)
        {
            if (!Calendar.TryReadDate(slices.Of(LogField.Date, line), out var days) || !Calendar.TryReadClock(slices.Of(LogField.Clock, line), out var seconds))
                return false;
            entry.Time = (days * 86400 + seconds) * 1000;
            return true;
        }
        if (time.Contains((byte)'\\'))
        {
            // Some writers of JSON escape the plus sign; the line itself stays as it is until all of it is understood.
            time.CopyTo(entry.Scratch);
            time = Escapes.UndoBackslashes(entry.Scratch[..time.Length]);
        }
        return time.Length == ClfClock.Length && time[2] == '/'
            ? entry.Clock.TryRead(time, out entry.Time)
            : Calendar.TryReadIso(time, out entry.Time) || Calendar.TryReadUnix(time, out entry.Time);
    }

    static bool TryReadStatus(ReadOnlySpan<byte> text, out int status)
    {
        var read = Digits.TryReadSize(text.IsEmpty ? "-"u8 : text, out var value) && value <= 999;
        status = read ? (int)value : 0;
        return read;
    }

    static Span<byte> Joined(ReadOnlySpan<byte> path, ReadOnlySpan<byte> query, Span<byte> scratch)
    {
        path.CopyTo(scratch);
        scratch[path.Length] = (byte)'?';
        query.CopyTo(scratch[(path.Length + 1)..]);
        return scratch[..(path.Length + 1 + query.Length)];
    }
}
