using System.Runtime.InteropServices;
using Gardu.Evidence.Scan.Normalising;

namespace Gardu.Evidence.Scan.Reporting;

/// <summary>Rows of words of a document, each word counted once however often it is added.</summary>
sealed class WordRows
{
    const int CountMin = 1024;

    readonly List<(int Begin, int End)> rows = []; // in half words
    int joinAt = CountMin;

    /// <summary>Words in them.</summary>
    public double Words
    {
        get
        {
            Join();
            return rows.Sum(row => (long)row.End - row.Begin) / (double)MappedText.WordWeight;
        }
    }

    /// <summary>Adds rows as <see cref="Matching.HitRun.Equal"/> has them.</summary>
    public void Add(IReadOnlyList<IReadOnlyList<int>> more)
    {
        foreach (var row in more)
            rows.Add((row[0], row[1]));
        if (rows.Count < joinAt)
            return;
        Join();
        joinAt = Math.Max(CountMin, 2 * rows.Count);
    }

    /// <summary>Makes one of those that overlap or touch.</summary>
    void Join()
    {
        rows.Sort();
        var joined = 0;
        foreach (var row in CollectionsMarshal.AsSpan(rows))
            if (joined > 0 && row.Begin <= rows[joined - 1].End)
                rows[joined - 1] = (rows[joined - 1].Begin, Math.Max(rows[joined - 1].End, row.End));
            else
                rows[joined++] = row;
        rows.RemoveRange(joined, rows.Count - joined);
    }
}
