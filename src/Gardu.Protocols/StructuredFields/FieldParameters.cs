namespace Gardu.Protocols.StructuredFields;

/// <summary>Keys with values behind an item (RFC 9651 section 3.1.2), in their order.</summary>
public sealed class FieldParameters(IReadOnlyList<KeyValuePair<string, BareItem>> entries)
{
    /// <summary>No parameters.</summary>
    public static FieldParameters None { get; } = new([]);

    /// <summary>All of them.</summary>
    public IReadOnlyList<KeyValuePair<string, BareItem>> Entries => entries;

    /// <summary>The value of a key; null where it is absent.</summary>
    public BareItem? Find(string key)
    {
        foreach (var (name, value) in entries)
            if (name == key)
                return value;
        return null;
    }

    /// <summary>Their canonical form: a value of true is left out.</summary>
    public override string ToString() =>
        string.Concat(entries.Select(entry => entry.Value is BareItem.Boolean { Value: true } ? $";{entry.Key}" : $";{entry.Key}={entry.Value}"));
}
