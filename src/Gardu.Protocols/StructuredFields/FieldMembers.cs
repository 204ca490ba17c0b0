namespace Gardu.Protocols.StructuredFields;

/// <summary>A dictionary field (RFC 9651 section 3.2): keys with members, in their order; of a key that stood there twice the last.</summary>
public sealed class FieldMembers(IReadOnlyList<KeyValuePair<string, FieldMember>> entries)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<KeyValuePair<string, FieldMember>> Entries => entries;

    /// <summary>The member of a key; null where it is absent.</summary>
    public FieldMember? Find(string key)
    {
        foreach (var (name, member) in entries)
            if (name == key)
                return member;
        return null;
    }

    /// <summary>Its canonical form: of an item that is true only the parameters stand.</summary>
    public override string ToString() => string.Join(", ", entries.Select(entry =>
        entry.Value is FieldItem { Value: BareItem.Boolean { Value: true } } item ? $"{entry.Key}{item.Parameters}" : $"{entry.Key}={entry.Value}"));
}
