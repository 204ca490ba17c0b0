using Gardu.Reports.Logs.Fields;

namespace Gardu.Reports.Logs.Formats;

/// <summary>
/// One JSON object a line: flat (nginx with <c>escape=json</c>, Traefik), or with a <c>request</c> object that holds
/// <c>headers</c> with lists of values (Caddy). Only what is needed is looked at.
/// </summary>
sealed class JsonFormat : LogFormat
{
    const int DepthMax = 32;

    JsonFormat() { }

    /// <summary>The only one there is.</summary>
    public static JsonFormat Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "json";

    /// <inheritdoc/>
    public override bool TryRead(Span<byte> line, ref LogEntry entry)
    {
        if (line.IsEmpty || line[0] != '{')
            return false;
        var slices = new FieldSlices();
        var at = 0;
        return TryReadObject(line, ref at, ref slices, 0)
            && line[at..].Trim(" \t"u8).IsEmpty
            && EntryAssembler.TryAssemble(line, slices, EscapeStyle.Backslash, ref entry);
    }

    /// <summary>Reads the object that starts at <paramref name="at"/>, which then stands behind it.</summary>
    static bool TryReadObject(ReadOnlySpan<byte> line, ref int at, ref FieldSlices slices, int depth)
    {
        at++;
        if (depth > DepthMax)
            return false;
        if (Peek(line, ref at) == '}')
        {
            at++;
            return true;
        }
        while (true)
        {
            if (Peek(line, ref at) != '"')
                return false;
            var nameLength = Quoted.Length(line[++at..]);
            if (nameLength < 0)
                return false;
            var name = line.Slice(at, nameLength);
            at += nameLength + 1;
            if (Peek(line, ref at) != ':')
                return false;
            at++;
            var field = FieldTable.Json.Find(name, out var rank);
            if (!TryReadValue(line, ref at, ref slices, field, rank, depth, name.SequenceEqual("request"u8) || name.SequenceEqual("headers"u8)))
                return false;
            switch (Peek(line, ref at))
            {
                case ',':
                    at++;
                    break;
                case '}':
                    at++;
                    return true;
                default:
                    return false;
            }
        }
    }

    /// <summary>Reads a value; a string or number is noted as <paramref name="field"/>, of a list its first.</summary>
    static bool TryReadValue(ReadOnlySpan<byte> line, ref int at, ref FieldSlices slices, LogField field, byte rank, int depth, bool isOpen)
    {
        switch (Peek(line, ref at))
        {
            case '"':
                var length = Quoted.Length(line[++at..]);
                if (length < 0)
                    return false;
                if (field != LogField.None)
                    slices.Set(field, rank, at, length);
                at += length + 1;
                return true;
            case '{' when isOpen:
                return TryReadObject(line, ref at, ref slices, depth + 1);
            case '{':
                var ignored = new FieldSlices();
                return TryReadObject(line, ref at, ref ignored, depth + 1);
            case '[':
                return TryReadList(line, ref at, ref slices, field, rank, depth + 1);
            default:
                var start = at;
                var scalar = line[at..].IndexOfAny(",}] "u8);
                if (scalar <= 0)
                    return false;
                at += scalar;
                if (field != LogField.None && line[start] is >= (byte)'0' and <= (byte)'9')
                    slices.Set(field, rank, start, scalar);
                return true;
        }
    }

    static bool TryReadList(ReadOnlySpan<byte> line, ref int at, ref FieldSlices slices, LogField field, byte rank, int depth)
    {
        at++;
        if (depth > DepthMax)
            return false;
        if (Peek(line, ref at) == ']')
        {
            at++;
            return true;
        }
        while (true)
        {
            if (!TryReadValue(line, ref at, ref slices, field, rank, depth, false))
                return false;
            field = LogField.None;
            var next = Peek(line, ref at);
            at++;
            if (next == ']')
                return true;
            if (next != ',')
                return false;
        }
    }

    /// <summary>The next byte that is no white space, or -1.</summary>
    static int Peek(ReadOnlySpan<byte> line, ref int at)
    {
        while (at < line.Length && line[at] is (byte)' ' or (byte)'\t')
            at++;
        return at < line.Length ? line[at] : -1;
    }
}
