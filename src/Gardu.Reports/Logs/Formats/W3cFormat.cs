using Gardu.Reports.Logs.Fields;

namespace Gardu.Reports.Logs.Formats;

/// <summary>
/// W3C extended log format as IIS writes it (fields between spaces, <c>+</c> for a space in a user agent) and as
/// CloudFront does (fields between tabs, user agents percent-encoded). Which fields there are is said by a
/// <c>#Fields:</c> line, which holds until the next one. Times are UTC.
/// </summary>
sealed class W3cFormat : LogFormat
{
    const int FieldsMax = 256;

    readonly (LogField Field, byte Rank)[] fields;

    W3cFormat((LogField, byte)[] fields) => this.fields = fields;

    /// <inheritdoc/>
    public override string Name => "w3c";

    /// <summary>Start of the line that names the fields.</summary>
    public static ReadOnlySpan<byte> Directive => "#Fields:"u8;

    /// <summary>Makes the format that a <c>#Fields:</c> line describes; null for any other line, or where it lacks date, time, path or status.</summary>
    public static W3cFormat? FromDirective(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(Directive))
            return null;
        var fields = new List<(LogField Field, byte Rank)>();
        var rest = line[Directive.Length..];
        while (!rest.IsEmpty && fields.Count < FieldsMax)
        {
            var end = rest.IndexOfAny((byte)' ', (byte)'\t');
            var name = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (!name.IsEmpty)
                fields.Add((FieldTable.W3c.Find(name, out var rank), rank));
        }
        ReadOnlySpan<LogField> needed = [LogField.Date, LogField.Clock, LogField.Target, LogField.Status];
        foreach (var field in needed)
            if (!fields.Exists(known => known.Field == field))
                return null;
        return new W3cFormat([.. fields]);
    }

    /// <inheritdoc/>
    public override bool TryRead(Span<byte> line, ref LogEntry entry)
    {
        var isTabbed = line.Contains((byte)'\t');
        var separator = isTabbed ? (byte)'\t' : (byte)' ';
        var slices = new FieldSlices();
        var at = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            if (at > line.Length)
                return false;
            var length = line[at..].IndexOf(separator);
            var isLast = length < 0;
            if (isLast)
                length = line.Length - at;
            if (fields[i].Field != LogField.None)
                slices.Set(fields[i].Field, fields[i].Rank, at, length);
            at = isLast ? line.Length + 1 : at + length + 1;
        }
        return at > line.Length && EntryAssembler.TryAssemble(line, slices, isTabbed ? EscapeStyle.Percent : EscapeStyle.Plus, ref entry);
    }
}
