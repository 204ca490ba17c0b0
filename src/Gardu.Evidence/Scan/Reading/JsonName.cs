using System.Text.Json;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>Names of members that are written with escapes, which is rare.</summary>
static class JsonName
{
    /// <summary>Octets of a name that are compared; a longer one with escapes is none that is looked for.</summary>
    const int Max = 512;

    /// <summary>Whether a name with escapes says the same as one without.</summary>
    public static bool IsEscaped(ReadOnlySpan<byte> escaped, ReadOnlySpan<byte> name)
    {
        if (escaped.Length > Max)
            return false;
        Span<byte> quoted = stackalloc byte[Max + 2];
        quoted = quoted[..(escaped.Length + 2)];
        quoted[0] = quoted[^1] = (byte)'"';
        escaped.CopyTo(quoted[1..]);
        try
        {
            var reader = new Utf8JsonReader(quoted);
            return reader.Read() && reader.ValueTextEquals(name);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException) // InvalidOperation: half of a surrogate pair
        {
            return false;
        }
    }
}
