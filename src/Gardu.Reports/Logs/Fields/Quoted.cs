namespace Gardu.Reports.Logs.Fields;

/// <summary>Values between double quotes.</summary>
static class Quoted
{
    /// <summary>How long the value is that starts here, up to the next quote that no backslash escapes; -1 where there is none.</summary>
    public static int Length(ReadOnlySpan<byte> text)
    {
        for (var at = 0; at < text.Length; at += 2)
        {
            var found = text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0)
                return -1;
            at += found;
            if (text[at] == '"')
                return at;
        }
        return -1;
    }
}
