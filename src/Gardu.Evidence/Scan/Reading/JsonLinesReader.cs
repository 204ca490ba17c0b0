using System.Text;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>
/// Objects of JSON, the text of each one of its members: one a line (a line that is none is skipped), or, in a file that is not so, one after another or in an array (what is none ends it). An object longer than
/// <see cref="RecordBatch.PartLimit"/> is read by <see cref="LongJson"/>.
/// </summary>
sealed class JsonLinesReader : CorpusReader
{
    const int BreaksOff = -1;
    const int TooLong = -2;

    readonly ByteWindow unpacked;
    readonly string? textField;
    readonly bool isLines;
    ByteWindow window;
    LongJson? longJson;
    byte[] field = [];
    JsonLayout layout;

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
        var isAll = !window.Ensure(JsonSample.Size);
        var sample = window.Rest[..Math.Min(window.Rest.Length, JsonSample.Size)];
        layout = JsonSample.Layout(sample, isLines);
        field = Encoding.UTF8.GetBytes(textField ?? JsonSample.TextField(sample, isAll, layout) ?? TextFields.Names[0]);
        return layout == JsonLayout.Lines ? Lines() : Values(layout == JsonLayout.Array);
    }

    protected override void Close()
    {
        longJson?.Dispose();
        window.Dispose();
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
        var isFound = false;
        longJson ??= new LongJson();
        foreach (var text in longJson.Texts(window, field, isInLine))
        {
            isFound = true;
            KeepHead(longJson.Head);
            foreach (var part in Parts(text, number, longJson.TextOffset, TextKind.Json))
                yield return part;
        }
        if (!isFound || longJson.Fault is not null)
            Skip(number, longJson.Fault);
    }

    /// <summary>Octets of the line that comes next; <see cref="TooLong"/> for one longer than a part, however much of it has been read: what is found does not depend on how a file is packed.</summary>
    int LineLength(out bool isLast)
    {
        isLast = false;
        for (var searched = 0; ;)
        {
            var end = window.Rest[searched..].IndexOf((byte)'\n');
            searched = end < 0 ? window.Rest.Length : searched + end;
            if (searched > Batch.PartLimit)
                return TooLong;
            isLast = end < 0 && !window.More();
            if (end >= 0 || isLast)
                return searched;
        }
    }

    /// <summary>Octets of the object that comes next; <see cref="TooLong"/> as for a line.</summary>
    int ValueLength()
    {
        var end = new JsonEnd();
        for (var searched = 0; ;)
        {
            var found = end.Find(window.Rest[searched..]);
            searched = found < 0 ? window.Rest.Length : searched + found;
            if (searched > Batch.PartLimit)
                return TooLong;
            if (found >= 0)
                return searched;
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
            Skip(number, members.Fault);
            return false;
        }
        var head = Batch.Add(json);
        record = new CorpusRecord(number, window.Offset + at, new Slice(head.At + at, textLength), head, TextKind.Json);
        return true;
    }

    void SkipValue(long number)
    {
        Skip(number, "it does not begin with a brace");
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

    /// <summary>Counts one that is no object for some fault, or has no text.</summary>
    void Skip(long number, string? fault) => Skip((Reader: this, number, fault), static of => of.Reader.Said(of.number, of.fault));

    string Said(long number, string? fault)
    {
        var which = $"{(layout == JsonLayout.Lines ? "line" : "value")} {number + 1}";
        return fault is null ? $"{which} has no text \"{Encoding.UTF8.GetString(field)}\"" : $"{which} is no object of JSON: {fault}";
    }
}
