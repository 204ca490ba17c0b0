namespace Gardu.Agents.Addresses;

/// <summary>
/// Nested prefixes of one family cut into disjoint stretches.
/// <code>
///   prefixes   [------- a -------]       [--- c ---]
///                   [- b -]
///   stretches  |-a--|-b,a-|--a---|  none |--- c ---|
/// </code>
/// </summary>
sealed class AddressStretches<T>
{
    readonly UInt128[] starts;
    readonly T[][] values;

    public AddressStretches(IEnumerable<(AddressRange Range, T Value)> prefixes)
    {
        var sorted = prefixes.OrderBy(prefix => prefix.Range.First).ThenByDescending(prefix => prefix.Range.Span).ToArray();
        var starts = new List<UInt128>();
        var values = new List<T[]>();
        var open = new Stack<(AddressRange Range, T Value)>();
        foreach (var prefix in sorted)
        {
            CloseBefore(prefix.Range.First.Value);
            open.Push(prefix);
            StartAt(prefix.Range.First.Value);
        }
        CloseBefore(null);
        (this.starts, this.values) = ([.. starts], [.. values]);

        void CloseBefore(UInt128? next)
        {
            while (open.TryPeek(out var top) && (next is null || top.Range.Last.Value < next))
            {
                open.Pop();
                if (top.Range.Last.Value != UInt128.MaxValue)
                    StartAt(top.Range.Last.Value + 1);
            }
        }

        void StartAt(UInt128 address)
        {
            T[] covering = [.. open.Select(prefix => prefix.Value)];
            if (starts.Count > 0 && starts[^1] == address)
            {
                values[^1] = covering;
            }
            else
            {
                starts.Add(address);
                values.Add(covering);
            }
        }
    }

    public ReadOnlySpan<T> Find(Address address)
    {
        var at = Array.BinarySearch(starts, address.Value);
        at = at >= 0 ? at : ~at - 1;
        return at < 0 ? [] : values[at];
    }
}
