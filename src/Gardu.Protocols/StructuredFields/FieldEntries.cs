namespace Gardu.Protocols.StructuredFields;

/// <summary>Keys with values as they are read. Found by key in constant time once there are many: a search for each of a thousand would cost a million steps a field.</summary>
sealed class FieldEntries<T>
{
    /// <summary>Up to here a search is as fast, and costs no memory.</summary>
    const int SearchedMax = 16;

    Dictionary<string, int>? places;

    /// <summary>All of them, in their order.</summary>
    public List<KeyValuePair<string, T>> List { get; } = [];

    /// <summary>Adds one; one of the same key gives way and the new one takes its place (RFC 9651 section 4.2.2). False where there are too many.</summary>
    public bool TryPut(string key, T value)
    {
        var place = places is null ? List.FindIndex(entry => entry.Key == key) : places.GetValueOrDefault(key, -1);
        if (place >= 0)
        {
            List[place] = KeyValuePair.Create(key, value);
            return true;
        }
        if (List.Count == StructuredField.EntriesMax)
            return false;
        places?.Add(key, List.Count);
        List.Add(KeyValuePair.Create(key, value));
        if (List.Count == SearchedMax)
            places = List.Index().ToDictionary(entry => entry.Item.Key, entry => entry.Index, StringComparer.Ordinal);
        return true;
    }
}
