namespace Gardu.Protocols.StructuredFields;

/// <summary>
/// Reads structured fields (RFC 9651 section 4.2). Several lines of one field are joined with a comma first. A field with
/// any error in it is no field at all. Limits: 16,384 characters, 1,024 members, parameters or items of an inner list.
/// </summary>
public static class StructuredField
{
    /// <summary>Longest field that is read, in characters.</summary>
    public const int LengthMax = 16 * 1024;

    /// <summary>Most members, parameters or items in one place.</summary>
    public const int EntriesMax = 1024;

    /// <summary>Reads a dictionary; an empty field is an empty one.</summary>
    public static bool TryParseDictionary(ReadOnlySpan<char> text, out FieldMembers dictionary)
    {
        var reader = new FieldReader(text);
        var read = text.Length <= LengthMax && reader.TryReadDictionary(out var entries) ? entries : null;
        dictionary = new FieldMembers(read ?? []);
        return read is not null;
    }

    /// <summary>Reads a list; an empty field is an empty one.</summary>
    public static bool TryParseList(ReadOnlySpan<char> text, out IReadOnlyList<FieldMember> list)
    {
        var reader = new FieldReader(text);
        var read = text.Length <= LengthMax && reader.TryReadList(out var members) ? members : null;
        list = read ?? [];
        return read is not null;
    }

    /// <summary>Reads a single item.</summary>
    public static bool TryParseItem(ReadOnlySpan<char> text, out FieldItem? item)
    {
        item = null;
        var reader = new FieldReader(text);
        return text.Length <= LengthMax && reader.TryReadWhole(out item);
    }
}
