namespace Gardu.Evidence.Scan.Indexing;

/// <summary>Places of a text. Used again and again, one by each thread.</summary>
sealed class AnchorPlaces
{
    int[] places = new int[4096];

    public int Count { get; set; }

    public ReadOnlySpan<int> All => places.AsSpan(0, Count);

    public void Clear() => Count = 0;

    /// <summary>Where the next ones go: room for that many at least.</summary>
    public Span<int> Room(int count)
    {
        if (places.Length - Count < count)
            Array.Resize(ref places, places.Length * 2);
        return places.AsSpan(Count);
    }

    public void Add(int place)
    {
        Room(1)[0] = place;
        Count++;
    }

    public void RemoveAt(int index)
    {
        All[(index + 1)..].CopyTo(places.AsSpan(index));
        Count--;
    }
}
