using System.Globalization;
using Gardu.Terms.Values;

namespace Gardu.Commerce.Plans;

/// <summary>So many of what a price counts: <c>10000 records</c>.</summary>
/// <param name="Count">1 to <see cref="CountMax"/>.</param>
/// <param name="Unit">What is counted.</param>
public sealed record Quantity(long Count, PriceUnit Unit)
{
    /// <summary>The largest count; far from overflow however it is multiplied with a price.</summary>
    public const long CountMax = 1_000_000_000_000;

    /// <summary>Reads <c>COUNT (requests|records|kB|tokens|minutes)</c>; <paramref name="error"/> says in words what is wrong.</summary>
    public static bool TryParse(string text, out Quantity? quantity, out string? error)
    {
        quantity = null;
        error = $"\"{text}\" is not a quantity such as \"10000 records\" (requests, records, kB, tokens or minutes)";
        if (text.Split(' ') is not [var number, var name] || !UnitNames.TryParse(name, out var unit)
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > CountMax)
            return false;
        if (count == 0)
            error = "a quantity of zero sells nothing; leave it out, or have the terms refuse";
        else
            (quantity, error) = (new Quantity(count, unit), null);
        return quantity is not null;
    }

    /// <summary>As plans write it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} {Unit.Plural()}");
}
