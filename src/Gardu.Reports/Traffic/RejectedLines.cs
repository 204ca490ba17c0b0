namespace Gardu.Reports.Traffic;

/// <summary>The first few lines that were not understood, in the order of the files.</summary>
sealed class RejectedLines
{
    /// <summary>Lines that are kept.</summary>
    public const int LinesMax = 5;

    const int BytesMax = 256;

    readonly List<Line> lines = [];

    sealed record Line(long Block, int Place, byte[] Start);

    /// <summary>The starts of the lines.</summary>
    public IEnumerable<byte[]> InOrder() => lines.OrderBy(line => line.Block).ThenBy(line => line.Place).Take(LinesMax).Select(line => line.Start);

    /// <summary>Notes a line; a part of the traffic meets its lines in order, so the first ones are the ones to keep.</summary>
    public void Add(ReadOnlySpan<byte> line, long block, int place)
    {
        if (lines.Count < LinesMax)
            lines.Add(new Line(block, place, line[..Math.Min(line.Length, BytesMax)].ToArray()));
    }

    /// <summary>Adds what another part has noted.</summary>
    public void Merge(RejectedLines other) => lines.AddRange(other.lines);
}
