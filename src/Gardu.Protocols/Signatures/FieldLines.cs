namespace Gardu.Protocols.Signatures;

/// <summary>The lines of one field as one value.</summary>
static class FieldLines
{
    /// <summary>Each without the white space around it and with its folds made one space, joined with a comma and a space (RFC 9421 section 2.1).</summary>
    public static string Joined(IReadOnlyList<string?> lines) => lines.Count == 1 ? Clean(lines[0]) : string.Join(", ", lines.Select(Clean));

    /// <summary>One line; a fold is a line break with white space on both sides (RFC 9112 section 5.2). A line break that is no fold stays.</summary>
    public static string Clean(string? line)
    {
        var text = line?.Trim([' ', '\t', '\r', '\n']) ?? "";
        var from = 0; // behind the last fold, whose space is no white space of the next
        for (var at = text.IndexOf('\n'); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            if (text[at + 1] is not (' ' or '\t')) // trimmed, so that something follows
                continue;
            var before = text.AsSpan(from, (at > from && text[at - 1] == '\r' ? at - 1 : at) - from).TrimEnd(" \t");
            var length = from + before.Length;
            text = string.Concat(text.AsSpan(0, length), " ", text.AsSpan(at + 1).TrimStart(" \t"));
            (at, from) = (length, length + 1);
        }
        return text;
    }
}
