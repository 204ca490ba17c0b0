using Gardu.Reports.Logs.Formats;

namespace Gardu.Reports.Logs;

/// <summary>Finds the format of a file by its first lines: the one that most of them are in.</summary>
static class FormatDetector
{
    const int LinesMax = 100;

    /// <summary>Looks at the start of a file, which stays as it is.</summary>
    public static LogFormat Detect(ReadOnlySpan<byte> text)
    {
        var formats = LogFormats.Detectable;
        var hits = new int[formats.Length];
        var (fields, fieldHits) = ((W3cFormat?)null, 0);
        var copy = new byte[LogEntry.LineBytesMax];
        var entry = new LogEntry { Scratch = new byte[LogEntry.LineBytesMax] };
        for (var lines = 0; lines < LinesMax && !text.IsEmpty; lines++)
        {
            var end = text.IndexOf((byte)'\n');
            var line = (end < 0 ? text : text[..end]).TrimEnd((byte)'\r');
            text = end < 0 ? [] : text[(end + 1)..];
            if (line.Length > LogEntry.LineBytesMax)
                continue;
            fields = W3cFormat.FromDirective(line) ?? fields;
            for (var i = 0; i < formats.Length; i++)
                hits[i] += Reads(formats[i], line, copy, ref entry);
            fieldHits += fields is null ? 0 : Reads(fields, line, copy, ref entry);
        }
        var best = Array.IndexOf(hits, hits.Max());
        return fields is not null && fieldHits > hits[best] ? fields : formats[best];
    }

    static int Reads(LogFormat format, ReadOnlySpan<byte> line, Span<byte> copy, ref LogEntry entry)
    {
        entry.Clear();
        line.CopyTo(copy);
        return format.TryRead(copy[..line.Length], ref entry) ? 1 : 0;
    }
}
