using Gardu.Terms.Values;

namespace Gardu.Commerce.Plans;

/// <summary>What several of a price's units are called.</summary>
public static class UnitNames
{
    static readonly string[] Names = ["requests", "records", "kB", "tokens", "minutes"]; // in the order of PriceUnit

    /// <summary>The name.</summary>
    public static string Plural(this PriceUnit unit) => Names[(int)unit];

    /// <summary>Reads a name.</summary>
    public static bool TryParse(string text, out PriceUnit unit)
    {
        var at = Array.IndexOf(Names, text);
        unit = at < 0 ? default : (PriceUnit)at;
        return at >= 0;
    }
}
