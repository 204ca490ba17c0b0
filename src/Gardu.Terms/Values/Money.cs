using System.Globalization;

namespace Gardu.Terms.Values;

/// <summary>
/// An amount in integer micro-units (millionths) of an ISO 4217 currency. Never floating point: arithmetic is on
/// integers and overflow throws.
/// </summary>
/// <param name="Micros">Millionths of the currency's unit.</param>
/// <param name="Currency">Three upper-case letters.</param>
public readonly record struct Money(long Micros, string Currency)
{
    /// <summary>Micro-units in one unit.</summary>
    public const long MicrosPerUnit = 1_000_000;

    /// <summary>Digits before the point that a written amount may have; keeps every amount far from overflow.</summary>
    const int WholeDigitsMax = 9;

    /// <summary>The decimal number with at least two and at most six places, as prices are written: <c>0.002</c>, <c>5.00</c>.</summary>
    public string Decimal
    {
        get
        {
            var all = Decimals(Micros);
            var end = all.Length;
            while (all[end - 1] == '0' && all[end - 3] != '.')
                end--;
            return all[..end];
        }
    }

    /// <summary>The decimal number with exactly six places, as JSON carries amounts: <c>0.002000</c>.</summary>
    public string Exact => Decimals(Micros);

    /// <summary>Reads a plain decimal such as <c>0.002</c>: digits, at most six of them behind one point; no sign, exponent or grouping.</summary>
    public static bool TryParseMicros(ReadOnlySpan<char> text, out long micros)
    {
        micros = 0;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? [] : text[(point + 1)..];
        if (whole.IsEmpty || whole.Length > WholeDigitsMax || fraction.Length > 6 || (point >= 0 && fraction.IsEmpty))
            return false;
        if (whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
            return false;
        Span<char> padded = stackalloc char[6];
        padded.Fill('0');
        fraction.CopyTo(padded);
        micros = long.Parse(whole, NumberStyles.None, CultureInfo.InvariantCulture) * MicrosPerUnit
            + long.Parse(padded, NumberStyles.None, CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>True for three upper-case letters.</summary>
    public static bool IsCurrency(ReadOnlySpan<char> text) => text.Length == 3 && !text.ContainsAnyExceptInRange('A', 'Z');

    /// <summary>Currency first, as the <c>crawler-price</c> header has it: <c>USD 0.002</c>.</summary>
    public override string ToString() => $"{Currency} {Decimal}";

    static string Decimals(long micros)
    {
        var sign = micros < 0 ? "-" : "";
        var size = UInt128.CreateChecked(Int128.Abs(micros));
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{size / MicrosPerUnit}.{(long)(size % MicrosPerUnit):000000}");
    }
}
