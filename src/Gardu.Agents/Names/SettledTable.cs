using System.Collections.Concurrent;
using Gardu.Agents.Addresses;

namespace Gardu.Agents.Names;

/// <summary>Settled addresses up to a number; the one that was settled first makes room. Read from any thread, written by one at a time.</summary>
/// <param name="capacity">How many.</param>
sealed class SettledTable(int capacity)
{
    readonly ConcurrentDictionary<Address, SettledNames> settled = [];
    readonly Queue<(Address Address, SettledNames Names)> order = [];

    public int Count => settled.Count;

    public SettledNames? Find(Address address, long now) => settled.TryGetValue(address, out var names) && now < names.Until ? names : null;

    public void Set(Address address, SettledNames names)
    {
        settled[address] = names;
        order.Enqueue((address, names));
        if (order.Count <= capacity)
            return;
        var first = order.Dequeue();
        settled.TryRemove(KeyValuePair.Create(first.Address, first.Names)); // nothing, where it was settled anew since
    }
}
