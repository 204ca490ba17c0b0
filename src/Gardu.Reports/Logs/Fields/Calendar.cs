namespace Gardu.Reports.Logs.Fields;

/// <summary>Dates and time stamps as logs write them, from bytes.</summary>
static class Calendar
{
    const long SecondsMin = -62135596800; // 0001-01-01
    const long SecondsMax = 253402300799; // 9999-12-31

    /// <summary>Reads an ISO 8601 / RFC 3339 time (<c>2018-07-02T22:23:00.186641Z</c>, zone optional and then UTC) into milliseconds since 1970.</summary>
    public static bool TryReadIso(ReadOnlySpan<byte> text, out long time)
    {
        time = 0;
        if (text.Length < 19 || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ')
            || !TryReadDate(text[..10], out var days) || !TryReadClock(text[11..19], out var seconds))
            return false;
        var rest = text[19..];
        var millis = 0L;
        if (rest is [(byte)'.' or (byte)',', ..])
        {
            var digits = 1;
            for (; digits < rest.Length && rest[digits] is >= (byte)'0' and <= (byte)'9'; digits++)
                if (digits <= 3)
                    millis = millis * 10 + rest[digits] - '0';
            for (var i = digits; i <= 3; i++)
                millis *= 10;
            if (digits == 1)
                return false;
            rest = rest[digits..];
        }
        var zone = 0;
        if (!(rest.IsEmpty || rest is [(byte)'Z' or (byte)'z']) && !TryReadZone(rest, out zone))
            return false;
        time = (days * 86400 + seconds - zone) * 1000 + millis;
        return true;
    }

    /// <summary>Reads <c>2018-07-02</c> into days since 1970.</summary>
    public static bool TryReadDate(ReadOnlySpan<byte> text, out long days)
    {
        days = 0;
        return text.Length == 10 && text[4] == '-' && text[7] == '-'
            && Digits.TryRead(text[..4], out var year) && Digits.TryRead(text[5..7], out var month) && Digits.TryRead(text[8..], out var day)
            && TryGetDays((int)year, (int)month, (int)day, out days);
    }

    /// <summary>Reads <c>22:23:00</c> into seconds of the day; a fraction of a second is passed over.</summary>
    public static bool TryReadClock(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        if (text.Length > 8 && text[8] == '.')
            text = text[..8];
        if (text.Length != 8 || text[2] != ':' || text[5] != ':'
            || !Digits.TryRead(text[..2], out var hour) || !Digits.TryRead(text[3..5], out var minute) || !Digits.TryRead(text[6..], out var second)
            || hour > 23 || minute > 59 || second > 60)
            return false;
        seconds = hour * 3600 + minute * 60 + second;
        return true;
    }

    /// <summary>Reads seconds since 1970 with or without a fraction; larger numbers are milli-, micro- or nanoseconds.</summary>
    public static bool TryReadUnix(ReadOnlySpan<byte> text, out long time)
    {
        time = 0;
        var point = text.IndexOf((byte)'.');
        if (!Digits.TryRead(point < 0 ? text : text[..point], out var whole))
            return false;
        var fraction = point < 0 ? [] : text[(point + 1)..];
        if (fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        if (whole > SecondsMax)
        {
            while (whole > SecondsMax * 1000)
                whole /= 1000;
            time = whole;
            return true;
        }
        var millis = 0L;
        for (var i = 0; i < 3; i++)
            millis = millis * 10 + (i < fraction.Length ? fraction[i] - '0' : 0);
        time = whole * 1000 + millis;
        return true;
    }

    /// <summary>Reads <c>+0200</c> or <c>+02:00</c> into seconds east of UTC.</summary>
    public static bool TryReadZone(ReadOnlySpan<byte> text, out int seconds)
    {
        seconds = 0;
        if (text.Length is not (5 or 6) || text[0] is not ((byte)'+' or (byte)'-') || (text.Length == 6 && text[3] != ':')
            || !Digits.TryRead(text[1..3], out var hours) || !Digits.TryRead(text[^2..], out var minutes) || hours > 23 || minutes > 59)
            return false;
        seconds = (int)(hours * 3600 + minutes * 60) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    /// <summary>Reads an English month of three letters into 1 to 12.</summary>
    public static bool TryReadMonth(ReadOnlySpan<byte> text, out int month)
    {
        var at = "JanFebMarAprMayJunJulAugSepOctNovDec"u8.IndexOf(text);
        month = at / 3 + 1;
        return at >= 0 && at % 3 == 0;
    }

    /// <summary>Days since 1970-01-01 of a date of the years 2 to 9998, so that a time zone cannot lead out of what a date can hold.</summary>
    public static bool TryGetDays(int year, int month, int day, out long days)
    {
        days = 0;
        if (year is < 2 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        days = new DateOnly(year, month, day).DayNumber + SecondsMin / 86400;
        return true;
    }
}
