using System.Globalization;
using System.Text;

namespace Gardu.Protocols.StructuredFields;

/// <summary>Canonical text of values (RFC 9651 section 4.1).</summary>
static class FieldText
{
    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Of(decimal number) => Math.Round(number, 3, MidpointRounding.ToEven).ToString("0.0##", CultureInfo.InvariantCulture);

    public static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public static string PercentQuoted(string text)
    {
        var encoded = new StringBuilder("%\"");
        foreach (var octet in Encoding.UTF8.GetBytes(text))
            if (octet is (byte)'%' or (byte)'"' or < 0x20 or > 0x7E)
                encoded.Append(CultureInfo.InvariantCulture, $"%{octet:x2}");
            else
                encoded.Append((char)octet);
        return encoded.Append('"').ToString();
    }
}
