using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Gardu.Commerce.Metering;

/// <summary>Strings of a JSON text: the reader checks their grammar, but not that they are text.</summary>
static class JsonStrings
{
    const int EscapeLength = 6;

    /// <summary>
    /// Whether the name or string that the reader stands on is text: UTF-8 without errors, and no escape such as <c>\ud800</c> that is
    /// half a character. Others make the reader throw once they are compared or taken.
    /// </summary>
    public static bool IsWhole(ref Utf8JsonReader reader) => Utf8.IsValid(reader.ValueSpan) && (!reader.ValueIsEscaped || EscapesPairUp(reader.ValueSpan));

    static bool EscapesPairUp(ReadOnlySpan<byte> value)
    {
        for (var escape = value.IndexOf((byte)'\\'); escape >= 0; escape = value.IndexOf((byte)'\\'))
        {
            value = value[escape..];
            var length = 2;
            if (value[1] == 'u')
            {
                var unit = UnitAt(value);
                var isPair = char.IsHighSurrogate(unit) && value.Length >= 2 * EscapeLength && value[EscapeLength] == '\\' && value[EscapeLength + 1] == 'u'
                    && char.IsLowSurrogate(UnitAt(value[EscapeLength..]));
                if (char.IsSurrogate(unit) && !isPair)
                    return false;
                length = isPair ? 2 * EscapeLength : EscapeLength;
            }
            value = value[length..];
        }
        return true;
    }

    static char UnitAt(ReadOnlySpan<byte> escape) => Utf8Parser.TryParse(escape[2..EscapeLength], out ushort unit, out _, 'x') ? (char)unit : '\0';
}
