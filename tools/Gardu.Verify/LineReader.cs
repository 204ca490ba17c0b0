namespace Gardu.Verify;

/// <summary>What <see cref="LineReader.Next"/> found.</summary>
enum LineOutcome
{
    Line,

    /// <summary>Nothing is left.</summary>
    End,

    /// <summary>The file ends without a line feed.</summary>
    BreaksOff,

    /// <summary>The line is longer than allowed.</summary>
    TooLong,
}

/// <summary>Lines of a stream of any length, in memory of a fixed size.</summary>
/// <param name="stream">To be read once.</param>
/// <param name="lineMax">Octets of a line at the most, without its line feed.</param>
sealed class LineReader(Stream stream, int lineMax)
{
    readonly byte[] buffer = new byte[lineMax + 1];
    int start;
    int end;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <param name="line">Without its line feed; stays until the next call.</param>
    public LineOutcome Next(out ReadOnlyMemory<byte> line)
    {
        line = default;
        Number++;
        for (var searched = start; ;)
        {
            if (buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n') is var at and >= 0)
            {
                line = buffer.AsMemory(start, searched + at - start);
                start = searched + at + 1;
                return LineOutcome.Line;
            }
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            searched = end;
            if (end == buffer.Length)
                return LineOutcome.TooLong;
            var length = stream.Read(buffer, end, buffer.Length - end);
            if (length == 0)
                return end == 0 ? LineOutcome.End : LineOutcome.BreaksOff;
            end += length;
        }
    }
}
