namespace Gardu.Agents.Signatures;

/// <summary>Values by name up to a number; the one that was put in first makes room. For one thread at a time.</summary>
sealed class BoundedTable<T>(int capacity) where T : class
{
    readonly Dictionary<string, T> values = [];
    readonly Queue<(string Name, T Value)> order = [];

    public T? Find(string name) => values.GetValueOrDefault(name);

    public void Put(string name, T value)
    {
        values[name] = value;
        order.Enqueue((name, value));
        if (order.Count <= capacity)
            return;
        var (first, oldest) = order.Dequeue();
        if (ReferenceEquals(values.GetValueOrDefault(first), oldest) && !ReferenceEquals(oldest, value))
            values.Remove(first);
    }

    public void Remove(string name) => values.Remove(name);
}
