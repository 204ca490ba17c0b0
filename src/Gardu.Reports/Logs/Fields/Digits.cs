namespace Gardu.Reports.Logs.Fields;

/// <summary>Whole numbers from ASCII digits.</summary>
static class Digits
{
    /// <summary>Reads 1 to 18 digits, nothing else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.Length is 0 or > 18)
            return false;
        foreach (var b in text)
        {
            var digit = (uint)(b - '0');
            if (digit > 9)
                return false;
            value = value * 10 + digit;
        }
        return true;
    }

    /// <summary>Reads a size: digits, or <c>-</c> for none.</summary>
    public static bool TryReadSize(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        return text is [(byte)'-'] || TryRead(text, out value);
    }
}
