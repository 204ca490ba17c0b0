using System.Text;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>
/// Objects of JSON, the text of each one of its members: one a line (a line that is none is skipped), or, in a file that is not so, one after another or in an array (what is none ends it). An object longer than
/// <see cref="RecordBatch.PartMax"/> is read by <see cref="LongJson"/>.
/// </summary>
sealed class JsonLinesReader : CorpusReader
{
    /// <summary>Octets at the beginning in which the text field is looked for.</summary>
    public const int SampleSize = 256 * 1024;

    const int BreaksOff = -1;
    const int TooLong = -2;

    readonly LongJson longJson = new();
    readonly ByteWindow unpacked;
    readonly string? textField;
    readonly bool isLines;
    ByteWindow window;
    byte[] field = [];

    /// <param name="file">The file.</param>
    /// <param name="unpacked">What is in it.</param>
    /// <param name="textField">The member that is the text; null to have it found.</param>
    /// <param name="isLines">Whether it is called one that has an object a line.</param>
    public JsonLinesReader(StampedStream file, ByteWindow unpacked, string? textField, bool isLines) : base(file)
    {
        (this.unpacked, this.textField, this.isLines) = (unpacked, textField, isLines);
        window = unpacked;
    }

    public override long BytesUnpacked => unpacked.Loaded;

    protected override IEnumerable<CorpusRecord> Records()
    {
        window = Charsets.AsUtf8(unpacked, TextKind.Json);
        var isAll = !window.Ensure(SampleSize);
        var layout = Layout();
        field = Encoding.UTF8.GetBytes(textField ?? Detect(layout, isAll) ?? TextFields.Names[0]);
        return layout == JsonLayout.Lines ? Lines() : Values(layout == JsonLayout.Array);
    }

    protected override void Close()
    {
        longJson.Dispose();
        window.Dispose();
    }

    enum JsonLayout
    {
        Lines,
        Values,
        Array,
    }

    /// <summary>How the objects stand. A first line that is a whole object, or has no end in sight, begins lines, and so does anything in a file that is called so.</summary>
    JsonLayout Layout()
    {
        var start = window.Rest.TrimStart(" \t\r\n"u8);
        if (start is [(byte)'[', ..])
            return JsonLayout.Array;
        var end = start.IndexOf((byte)'\n');
        if (isLines || end < 0)
            return JsonLayout.Lines;
        var first = new JsonObject(start[..end]);
        while (first.Next()) { }
        return first.Fault is null ? JsonLayout.Lines : JsonLayout.Values;
    }

    /// <summary>The text field by the objects at the beginning. One that is cut off counts only where it is the only one.</summary>
    string? Detect(JsonLayout layout, bool isAll)
    {
        var lengths = new Dictionary<string, long>(StringComparer.Ordinal);
        var rest = window.Rest;
        while (!rest.IsEmpty)
        {
            int end;
            if (layout == JsonLayout.Lines)
            {
                end = rest.IndexOf((byte)'\n');
            }
            else
            {
                var begin = rest.IndexOf((byte)'{');
                rest = begin < 0 ? [] : rest[begin..];
                end = new JsonEnd().Find(rest);
            }
            if (end < 0 && !isAll && lengths.Count > 0)
                break;
            TextFields.Add(end < 0 ? rest : rest[..end], lengths);
            rest = end < 0 ? [] : rest[(layout == JsonLayout.Lines ? end + 1 : end)..];
        }
        return TextFields.Find(lengths);
    }

    IEnumerable<CorpusRecord> Lines()
    {
        for (var number = 0L; ; number++)
        {
            var length = LineLength(out var isLast);
            if (length == TooLong)
            {
                foreach (var part in LongOne(number, isInLine: true))
                    yield return part;
                SkipLine();
                continue;
            }
            if (isLast && (length == 0 || window.Fault is not null))
                break;
            var isRecord = TryRecord(length, number, out var record);
            window.Take(isLast ? length : length + 1);
            if (isRecord)
                yield return record;
        }
        window.ThrowIfBroken();
    }

    IEnumerable<CorpusRecord> Values(bool isArray)
    {
        if (isArray)
        {
            window.TakeBlanks();
            window.Take(1);
        }
        for (var number = 0L; window.TakeBlanks(); number++)
        {
            if (isArray && window.Rest[0] == ']')
            {
                window.Take(1);
                if (window.TakeBlanks())
                    throw new UnreadableException($"something stands behind its array, at octet {window.Offset}");
                window.ThrowIfBroken();
                yield break;
            }
            if (isArray && number > 0)
            {
                if (window.Rest[0] != ',')
                    throw new UnreadableException($"no comma stands between two values of its array, at octet {window.Offset}");
                window.Take(1);
                if (!window.TakeBlanks())
                    break;
            }
            if (window.Rest[0] != '{')
            {
                if (!isArray)
                    throw new UnreadableException($"no object of JSON begins at octet {window.Offset}");
                SkipValue(number);
                continue;
            }
            var length = ValueLength();
            if (length == BreaksOff)
                break;
            if (length == TooLong)
            {
                foreach (var part in LongOne(number, isInLine: false))
                    yield return part;
                continue;
            }
            var isRecord = TryRecord(length, number, out var record);
            window.Take(length);
            if (isRecord)
                yield return record;
        }
        window.ThrowIfBroken();
        if (isArray || !window.Rest.IsEmpty)
            throw new UnreadableException("what is JSON in it breaks off");
    }

    IEnumerable<CorpusRecord> LongOne(long number, bool isInLine)
    {
        var offset = 0L;
        foreach (var text in longJson.Texts(window, field, isInLine))
        {
            KeepHead(longJson.Head);
            offset = longJson.TextOffset;
            foreach (var part in Parts(text, number, offset, TextKind.Json))
                yield return part;
        }
        if (longJson.Fault is { } fault)
            Skip((number, fault), Said);
        else if (offset == 0)
            Skip((number, Lacks()), Said);
    }

    /// <summary>Octets of the line that comes next.</summary>
    int LineLength(out bool isLast)
    {
        isLast = false;
        for (var searched = 0; ;)
        {
            var end = window.Rest[searched..].IndexOf((byte)'\n');
            if (end >= 0)
                return searched + end;
            searched = window.Rest.Length;
            if (searched > RecordBatch.PartMax)
                return TooLong;
            if (window.More())
                continue;
            isLast = true;
            return window.Rest.Length;
        }
    }

    /// <summary>Octets of the object that comes next.</summary>
    int ValueLength()
    {
        var end = new JsonEnd();
        for (var searched = 0; ;)
        {
            var found = end.Find(window.Rest[searched..]);
            if (found >= 0)
                return searched + found;
            searched = window.Rest.Length;
            if (searched > RecordBatch.PartMax)
                return TooLong;
            if (!window.More())
                return BreaksOff;
        }
    }

    bool TryRecord(int length, long number, out CorpusRecord record)
    {
        record = default;
        var json = window.Rest[..length].TrimEnd(" \t\r\n"u8);
        if (json.IsEmpty)
            return false;
        var members = new JsonObject(json);
        var (isFound, at, textLength) = (false, -1, 0);
        while (members.Next())
        {
            if (isFound || !members.IsNamed(field))
                continue;
            isFound = true;
            if (members.IsString)
                (at, textLength) = (members.ValueAt, members.ValueLength);
        }
        if (members.Fault is not null || at < 0)
        {
            Skip((number, members.Fault is { } fault ? $"is no object of JSON: {fault}" : Lacks()), Said);
            return false;
        }
        var head = Batch.Add(json);
        record = new CorpusRecord(number, window.Offset + at, new Slice(head.At + at, textLength), head, TextKind.Json);
        return true;
    }

    void SkipValue(long number)
    {
        Skip((number, "is no object"), Said);
        if (window.Rest[0] is (byte)'"' or (byte)'[')
        {
            JsonValueStream.Of(window, isInLine: false).Drain();
            return;
        }
        do
        {
            var end = window.Rest.IndexOfAny(",]"u8);
            window.Take(end < 0 ? window.Rest.Length : end);
            if (end >= 0)
                return;
        }
        while (window.More());
    }

    void SkipLine()
    {
        do
        {
            var end = window.Rest.IndexOf((byte)'\n');
            window.Take(end < 0 ? window.Rest.Length : end + 1);
            if (end >= 0)
                return;
        }
        while (window.More());
    }

    string Lacks() => $"has no text \"{Encoding.UTF8.GetString(field)}\"";

    static string Said((long Number, string Fault) record) => $"record {record.Number + 1} {record.Fault}";
}
