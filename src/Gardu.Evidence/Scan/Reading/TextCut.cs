namespace Gardu.Evidence.Scan.Reading;

/// <summary>Where a long text is cut.</summary>
static class TextCut
{
    /// <summary>Octets of the longest escape of JSON, but for its last.</summary>
    const int EscapeRest = 5;

    /// <summary>The last place up to the given one where no letter is cut through, and no escape where it is JSON.</summary>
    public static int Before(ReadOnlySpan<byte> text, int at, TextKind kind)
    {
        for (var back = 0; back <= 3 && back < at; back++) // a letter of UTF-8 has 4 octets at the most
        {
            if ((text[at - back] & 0xC0) == 0x80)
                continue;
            at -= back;
            break;
        }
        if (kind != TextKind.Json || at <= EscapeRest)
            return at;
        var escape = text[(at - EscapeRest)..at].LastIndexOf((byte)'\\');
        return escape < 0 ? at : at - EscapeRest + escape;
    }
}
