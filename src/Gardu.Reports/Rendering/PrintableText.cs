using System.Globalization;
using System.Text;

namespace Gardu.Reports.Rendering;

/// <summary>
/// Makes text that strangers wrote fit to be shown on one line: what could steer a terminal, turn the direction of
/// writing or is no text at all stands as an escape.
/// </summary>
public static class PrintableText
{
    const char Cut = '…';

    /// <summary>Shows text; what is longer than <paramref name="most"/> characters is cut and ends in an ellipsis.</summary>
    public static string Of(string text, int most)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var part = IsHarmless(rune) ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
            if (shown.Length + part.Length > most)
                return Shorten(shown, most);
            shown.Append(part);
        }
        return shown.ToString();
    }

    /// <summary>Shows bytes as UTF-8; those that are none stand as <c>\xHH</c>.</summary>
    public static string Of(ReadOnlySpan<byte> bytes, int most)
    {
        var shown = new StringBuilder();
        while (!bytes.IsEmpty)
        {
            var isText = Rune.DecodeFromUtf8(bytes, out var rune, out var taken) == System.Buffers.OperationStatus.Done;
            var part = isText && IsHarmless(rune) ? rune.ToString() : string.Concat(bytes[..taken].ToArray().Select(b => $"\\x{b:X2}"));
            if (shown.Length + part.Length > most)
                return Shorten(shown, most);
            shown.Append(part);
            bytes = bytes[taken..];
        }
        return shown.ToString();
    }

    static string Shorten(StringBuilder shown, int most)
    {
        if (shown.Length >= most)
            shown.Length = most - 1;
        return shown.Append(Cut).ToString();
    }

    static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
