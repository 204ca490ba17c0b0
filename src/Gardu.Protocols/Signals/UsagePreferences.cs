using Gardu.Protocols.StructuredFields;

namespace Gardu.Protocols.Signals;

/// <summary>
/// What a <c>Content-Usage</c> header or record says (draft-ietf-aipref-vocab, section 5): for each label yes, no, or
/// nothing. Text that is no dictionary says nothing at all; labels and parameters that nobody knows are passed over, and so
/// is a label whose value is neither <c>y</c> nor <c>n</c>.
/// </summary>
public static class UsagePreferences
{
    /// <summary>Reads a value.</summary>
    /// <param name="value">Several header lines joined with a comma.</param>
    /// <returns>True for allowed, false for disallowed, by label; case counts.</returns>
    public static IReadOnlyDictionary<string, bool> Parse(string value)
    {
        var preferences = new Dictionary<string, bool>(StringComparer.Ordinal);
        if (!StructuredField.TryParseDictionary(value, out var members))
            return preferences;
        foreach (var (label, member) in members.Entries)
            if (member is FieldItem { Value: BareItem.Token { Value: "y" or "n" } token })
                preferences[label] = token.Value == "y";
        return preferences;
    }

    /// <summary>Brings several statements together: of a label, one that disallows counts before one that allows (section 5.2).</summary>
    public static IReadOnlyDictionary<string, bool> Combine(IEnumerable<IReadOnlyDictionary<string, bool>> statements) =>
        statements.SelectMany(statement => statement).GroupBy(entry => entry.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.All(entry => entry.Value), StringComparer.Ordinal);

    /// <summary>Writes preferences as a dictionary (RFC 9651); the labels are keys of one (section 3.1.2).</summary>
    public static string Write(IEnumerable<KeyValuePair<string, bool>> preferences) =>
        string.Join(", ", preferences.Select(entry => $"{entry.Key}={(entry.Value ? "y" : "n")}"));
}
