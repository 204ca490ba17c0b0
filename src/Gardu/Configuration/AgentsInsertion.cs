using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Gardu.Configuration;

/// <summary>
/// Puts an entry into <c>agents:</c> of a <c>gardu.yaml</c> by adding lines to its text, so that everything else stays as it stands:
/// comments, order, indentation, line ends. The entry goes behind the last one, with that one's indentation; where there is no
/// <c>agents:</c> yet, it goes to the end of the file. What came out is compared with what was there, value by value.
/// </summary>
sealed class AgentsInsertion
{
    const string Key = "agents";
    const int IndentMax = 10;

    readonly string text;
    readonly string newLine;
    readonly List<ParsingEvent> events = [];

    AgentsInsertion(string text)
    {
        this.text = text;
        newLine = text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? text[end] == '\n' ? "\n" : text[(end + 1)..].StartsWith('\n') ? "\r\n" : "\r" : "\n";
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
            events.Add(parser.Current!); // set where it moved
    }

    /// <summary>The text with the entry in it; null where it is written in a way to which no lines can be added, as <paramref name="why"/> says.</summary>
    /// <param name="text">A configuration that has no problems, without a byte order mark.</param>
    /// <param name="entry">The entry's keys with their values, a line each.</param>
    /// <param name="why">What prevents it, in words.</param>
    /// <param name="isInBrackets">Whether what prevents it is a list or a file in brackets.</param>
    public static string? TryInsert(string text, IReadOnlyList<string> entry, out string why, out bool isInBrackets)
    {
        var changed = new AgentsInsertion(text).Insert(entry, out why, out isInBrackets);
        if (changed is null || IsOneMore(text, changed))
            return changed;
        why = "it is written in a way that lines cannot be added to safely";
        return null;
    }

    string? Insert(IReadOnlyList<string> entry, out string why, out bool isInBrackets)
    {
        (why, isInBrackets) = ("", false);
        var root = events.FindIndex(found => found is MappingStart);
        if (root < 0 || events[root] is not MappingStart { Style: MappingStyle.Block } map)
        {
            (why, isInBrackets) = ("the file is written in brackets", true);
            return null;
        }
        for (int key = root + 1, value; events[key] is not MappingEnd; key = Behind(value))
        {
            value = Behind(key);
            if (events[key] is not Scalar { Value: Key })
                continue;
            if (events[value] is SequenceStart { Style: SequenceStyle.Block, Anchor.IsEmpty: true, Tag.IsEmpty: true } list && IsIndentOnly(Place(list.Start)) && text[Place(list.Start)] == '-')
                return Extended(value, entry);
            isInBrackets = events[value] is SequenceStart { Style: SequenceStyle.Flow };
            why = isInBrackets ? "agents is a list in brackets"
                : events[value] is SequenceStart ? "agents has an anchor or a tag"
                : "agents is a single entry, and would have to become a list: put \"- \" before its first line and two blanks before the others";
            return null;
        }
        if (events.OfType<DocumentEnd>().Any(end => !end.IsImplicit))
            why = "the file ends in \"...\"";
        else if (!IsIndentOnly(Place(map.Start)))
            why = "the file begins in an unusual way";
        else
            return Appended((int)map.Start.Column - 1, entry);
        return null;
    }

    /// <summary>Adds to the list that begins at an event.</summary>
    string Extended(int list, IReadOnlyList<string> entry)
    {
        var last = list + 1;
        for (var next = last; events[next] is not SequenceEnd; next = Behind(next))
            last = next;
        var dash = (int)events[list].Start.Column - 1;
        var inside = events[last] is MappingStart { Style: MappingStyle.Block } map ? (int)map.Start.Column - 1 - dash : 0;
        var step = inside is >= 2 and <= IndentMax ? inside : 2;
        var indent = new string(' ', dash);
        return With(EndOfEntries(list, dash),
            [$"{indent}-{new string(' ', step - 1)}{entry[0]}", .. entry.Skip(1).Select(line => indent + new string(' ', step) + line)]);
    }

    /// <summary>Adds a list to the end, an empty line before it.</summary>
    string Appended(int column, IReadOnlyList<string> entry)
    {
        var indent = new string(' ', column);
        var rest = text.AsSpan().TrimEnd(' ');
        var endsInEmptyLine = rest.EndsWith("\n\n") || rest.EndsWith("\n\r\n") || rest.EndsWith("\r\r");
        return With(text.Length,
            [.. endsInEmptyLine ? Array.Empty<string>() : [""], $"{indent}{Key}:", $"{indent}  - {entry[0]}", .. entry.Skip(1).Select(line => $"{indent}    {line}")]);
    }

    string With(int place, string[] lines)
    {
        var isAtLineStart = place == 0 || text[place - 1] is '\n' or '\r';
        var added = string.Join(newLine, lines);
        return text[..place] + (isAtLineStart ? added + newLine : newLine + added) + text[place..];
    }

    /// <summary>The start of the line behind the last entry and the comments that are indented as parts of it.</summary>
    int EndOfEntries(int list, int dash)
    {
        var end = 0;
        for (var i = list; i < Behind(list); i++)
            if (events[i] is Scalar || events[i].End.Index > events[i].Start.Index) // ends of what is written in blocks have no length
                end = Math.Max(end, Place(events[i].End));
        end = text[..end].TrimEnd().Length;
        var place = NextLine(end);
        for (var line = place; line < text.Length; line = NextLine(line))
        {
            var rest = text.AsSpan(line, NextLine(line) - line).TrimEnd();
            var written = rest.TrimStart(' ');
            if (written.StartsWith("#") && rest.Length - written.Length > dash)
                place = NextLine(line);
            else if (!rest.IsEmpty)
                break;
        }
        return place;
    }

    int NextLine(int from)
    {
        var end = text.AsSpan(from).IndexOfAny('\r', '\n');
        return end < 0 ? text.Length : from + end + (text.AsSpan(from + end).StartsWith("\r\n") ? 2 : 1);
    }

    /// <summary>The event behind a node.</summary>
    int Behind(int node)
    {
        var depth = 0;
        do
            depth += events[node++] switch { MappingStart or SequenceStart => 1, MappingEnd or SequenceEnd => -1, _ => 0 };
        while (depth > 0);
        return node;
    }

    /// <summary>Whether nothing but blanks stands before a place on its line.</summary>
    bool IsIndentOnly(int place)
    {
        var before = text.AsSpan(0, place).TrimEnd(' ');
        return before.IsEmpty || before[^1] is '\n' or '\r';
    }

    static int Place(Mark mark) => (int)mark.Index;

    /// <summary>Whether the second text is the first with one more entry at the end of its agents.</summary>
    static bool IsOneMore(string before, string after)
    {
        try
        {
            var (old, changed) = (Root(before), Root(after));
            if (!changed.Children.TryGetValue(Key, out var value) || value is not YamlSequenceNode { Children.Count: > 0 } list)
                return false;
            list.Children.RemoveAt(list.Children.Count - 1);
            if (list.Children.Count == 0)
                changed.Children.Remove(Key);
            return old.Equals(changed);
        }
        catch (Exception broken) when (broken is YamlException or ArgumentException or InvalidOperationException or InvalidCastException)
        {
            return false;
        }
    }

    static YamlMappingNode Root(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }
}
