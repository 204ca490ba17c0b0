using System.Text;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>How the objects of a file of JSON stand.</summary>
enum JsonLayout
{
    /// <summary>One a line.</summary>
    Lines,

    /// <summary>One after another, however many lines each takes.</summary>
    Values,

    /// <summary>In one array.</summary>
    Array,
}

/// <summary>What is told of a file of JSON by its beginning.</summary>
static class JsonSample
{
    /// <summary>Octets at the beginning that are looked at.</summary>
    public const int Size = 256 * 1024;

    /// <summary>Objects in it that are asked for their text.</summary>
    public const int ObjectsMax = 100;

    /// <summary>How the objects stand. A first line that is a whole object, or has no end in sight, begins lines, and so does anything in a file that is called so.</summary>
    public static JsonLayout Layout(ReadOnlySpan<byte> start, bool isLines)
    {
        start = start.TrimStart(" \t\r\n"u8);
        if (start is [(byte)'[', ..])
            return JsonLayout.Array;
        var end = start.IndexOf((byte)'\n');
        if (isLines || end < 0)
            return JsonLayout.Lines;
        var first = new JsonObject(start[..end]);
        while (first.Next()) { }
        return first.Fault is null ? JsonLayout.Lines : JsonLayout.Values;
    }

    /// <summary>The member that is the text, by the objects at the beginning; null where none of them has one. An object that is cut off counts only where it is the only one.</summary>
    /// <param name="start">The beginning.</param>
    /// <param name="isAll">Whether it is the whole file.</param>
    /// <param name="layout">How the objects stand.</param>
    public static string? TextField(ReadOnlySpan<byte> start, bool isAll, JsonLayout layout)
    {
        var lengths = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var count = 0; count < ObjectsMax && !start.IsEmpty; count++)
        {
            if (layout != JsonLayout.Lines)
                start = start.IndexOf((byte)'{') is var begin and >= 0 ? start[begin..] : [];
            var end = layout == JsonLayout.Lines ? start.IndexOf((byte)'\n') : new JsonEnd().Find(start);
            if (end < 0 && !isAll && lengths.Count > 0)
                break;
            Add(end < 0 ? start : start[..end], lengths);
            // The line's end is white space before the next object.
            start = end < 0 ? [] : start[end..].TrimStart((byte)'\n');
        }
        return TextFields.Find(lengths);
    }

    /// <summary>Adds how long the strings of one object are, or of the beginning of one.</summary>
    static void Add(ReadOnlySpan<byte> json, Dictionary<string, long> lengths)
    {
        var members = new JsonObject(json);
        while (members.Next())
        {
            if (!members.IsString || members.Name.Contains((byte)'\\'))
                continue;
            var name = Encoding.UTF8.GetString(members.Name);
            lengths[name] = lengths.GetValueOrDefault(name) + members.ValueLength;
        }
    }
}
