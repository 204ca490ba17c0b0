using Gardu.Reports.Logs.Fields;

namespace Gardu.Reports.Logs.Formats;

/// <summary>
/// Access log of an AWS Application Load Balancer: fields between spaces, some of them quoted, told apart by their place.
/// <code>
///   0    1    2   3           4           5 6 7          8      9      10       11   12        13           14 15 16  17      18
///   type time elb client:port target:port … … … (times)  status target received sent "request" "user agent" …  …  arn "trace" "domain" …
/// </code>
/// </summary>
sealed class AlbFormat : LogFormat
{
    const int FieldsMin = 14;

    static readonly LogField[] Places =
    [
        LogField.None, LogField.Time, LogField.None, LogField.Address, LogField.None, LogField.None, LogField.None, LogField.None,
        LogField.Status, LogField.None, LogField.None, LogField.Bytes, LogField.Request, LogField.UserAgent,
        LogField.None, LogField.None, LogField.None, LogField.None, LogField.Host,
    ];

    AlbFormat() { }

    /// <summary>The only one there is.</summary>
    public static AlbFormat Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "alb";

    /// <inheritdoc/>
    public override bool TryRead(Span<byte> line, ref LogEntry entry)
    {
        if (!IsType(line))
            return false;
        var slices = new FieldSlices();
        var at = 0;
        var count = 0;
        for (; count < Places.Length && at < line.Length; count++)
        {
            var isQuoted = line[at] == '"';
            if (isQuoted)
                at++;
            var length = isQuoted ? Quoted.Length(line[at..]) : line[at..].IndexOf((byte)' ');
            if (length < 0)
            {
                if (isQuoted)
                    return false;
                length = line.Length - at;
            }
            if (Places[count] != LogField.None)
                slices.Set(Places[count], 0, at, length);
            at += length + (isQuoted ? 2 : 1);
        }
        return count >= FieldsMin && EntryAssembler.TryAssemble(line, slices, EscapeStyle.Backslash, ref entry);
    }

    static bool IsType(ReadOnlySpan<byte> line) =>
        line.StartsWith("http "u8) || line.StartsWith("https "u8) || line.StartsWith("h2 "u8) || line.StartsWith("grpcs "u8)
        || line.StartsWith("ws "u8) || line.StartsWith("wss "u8);
}
