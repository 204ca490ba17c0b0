namespace Gardu.Agents.Addresses;

/// <summary>
/// Which prefixes cover an address: all of them at once, the longest first. A look-up is one binary search (about 16
/// steps for 50,000 prefixes) and allocates nothing. The families are apart: <c>::/0</c> covers no IPv4 address.
/// </summary>
/// <typeparam name="T">What a prefix stands for.</typeparam>
public sealed class AddressTable<T>
{
    readonly AddressStretches<T> v4;
    readonly AddressStretches<T> v6;

    /// <summary>Makes the table; neither the order nor a repetition of <paramref name="prefixes"/> matters.</summary>
    public AddressTable(IEnumerable<(AddressRange Range, T Value)> prefixes)
    {
        var byFamily = prefixes.Distinct().ToLookup(prefix => prefix.Range.First.IsIPv4);
        (v4, v6) = (new AddressStretches<T>(byFamily[true]), new AddressStretches<T>(byFamily[false]));
    }

    /// <summary>What the prefixes that cover <paramref name="address"/> stand for, most specific first; empty where none does.</summary>
    public ReadOnlySpan<T> Find(Address address) => (address.IsIPv4 ? v4 : v6).Find(address);
}
