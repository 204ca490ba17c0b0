namespace Gardu.Evidence.Scan.Indexing;

/// <summary>Merges entries that are sorted already.</summary>
static class EntryMerger
{
    const int PieceSize = 64 * 1024;

    /// <summary>All entries in order, in pieces that hold until the next one is asked for.</summary>
    public static IEnumerable<ReadOnlyMemory<AnchorEntry>> Merge(IReadOnlyList<IEnumerable<ReadOnlyMemory<AnchorEntry>>> sorted)
    {
        var sources = sorted.Select(pieces => new Source(pieces.GetEnumerator())).ToArray();
        var heap = new PriorityQueue<Source, AnchorEntry>(sources.Length);
        foreach (var source in sources)
            if (source.Next() is { } first)
                heap.Enqueue(source, first);
        var (piece, count) = (new AnchorEntry[PieceSize], 0);
        while (heap.TryPeek(out var source, out var entry))
        {
            piece[count++] = entry;
            if (source.Next() is { } next)
                heap.DequeueEnqueue(source, next);
            else
                heap.Dequeue();
            if (count < PieceSize)
                continue;
            yield return piece;
            count = 0;
        }
        if (count > 0)
            yield return piece.AsMemory(0, count);
    }

    sealed class Source(IEnumerator<ReadOnlyMemory<AnchorEntry>> pieces)
    {
        int at = -1;

        public AnchorEntry? Next()
        {
            if (at < 0 || ++at == pieces.Current.Length)
            {
                do
                {
                    if (!pieces.MoveNext())
                        return null;
                }
                while (pieces.Current.Length == 0);
                at = 0;
            }
            return pieces.Current.Span[at];
        }
    }
}
