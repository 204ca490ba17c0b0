namespace Gardu.Evidence.Cases;

/// <summary>The first and the last of many requests by time, and how many there were; no more of them are kept.</summary>
/// <param name="most">How many of either.</param>
sealed class FirstAndLast(int most)
{
    static readonly Comparer<(DateTimeOffset, long)> Backwards = Comparer<(DateTimeOffset, long)>.Create((one, other) => other.CompareTo(one));

    readonly PriorityQueue<CaseRequest, (DateTimeOffset Time, long Index)> first = new(Backwards);
    readonly PriorityQueue<CaseRequest, (DateTimeOffset Time, long Index)> last = new();

    /// <summary>How many were taken.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes of all that were taken.</summary>
    public long Bytes { get; private set; }

    /// <summary>The first ones, the earliest first.</summary>
    public IReadOnlyList<CaseRequest> First => Sorted(first);

    /// <summary>Those of the last that are not among the first, the earliest first.</summary>
    public IReadOnlyList<CaseRequest> Last => Sorted(last);

    public void Take(CaseRequest request)
    {
        Count++;
        Bytes += request.Usage.Bytes;
        if (first.Count < most)
        {
            first.Enqueue(request, KeyOf(request));
            return;
        }
        var later = first.EnqueueDequeue(request, KeyOf(request));
        if (last.Count < most)
            last.Enqueue(later, KeyOf(later));
        else
            last.EnqueueDequeue(later, KeyOf(later));
    }

    static (DateTimeOffset Time, long Index) KeyOf(CaseRequest request) => (request.Time, request.Index);

    static CaseRequest[] Sorted(PriorityQueue<CaseRequest, (DateTimeOffset, long)> queue) => [.. queue.UnorderedItems.Select(item => item.Element).OrderBy(KeyOf)];
}
