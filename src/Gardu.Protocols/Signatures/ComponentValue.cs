using System.Text;
using Gardu.Protocols.StructuredFields;

namespace Gardu.Protocols.Signatures;

/// <summary>The value of a component (RFC 9421 sections 2.1 to 2.4).</summary>
static class ComponentValue
{
    /// <summary>How a component asks for its value.</summary>
    record struct Options(bool IsStrict, bool IsBytes, bool IsOfRequest, string? Key, string? Name);

    /// <summary>Null where it is unknown, ill-parametrised or not in the message.</summary>
    public static string? Of(SignedMessage message, SignatureComponent component)
    {
        if (!TryReadOptions(component.Parameters, out var options) || (options.IsOfRequest ? message.Request : message) is not { } source)
            return null;
        if (!component.Name.StartsWith('@'))
            return options.Name is null && IsFieldName(component.Name) ? OfField(source.Field(component.Name), component.Name, options) : null;
        if (options.IsStrict || options.IsBytes || options.Key is not null || (options.Name is not null) != (component.Name == "@query-param"))
            return null;
        return DerivedValue.Of(source, component.Name, options.Name);
    }

    static bool TryReadOptions(FieldParameters parameters, out Options options)
    {
        options = default;
        foreach (var (key, value) in parameters.Entries)
        {
            switch (key, value)
            {
                case ("sf", BareItem.Boolean { Value: true }):
                    options.IsStrict = true;
                    break;
                case ("bs", BareItem.Boolean { Value: true }):
                    options.IsBytes = true;
                    break;
                case ("req", BareItem.Boolean { Value: true }):
                    options.IsOfRequest = true;
                    break;
                case ("key", BareItem.String { Value: var member }):
                    options.Key = member;
                    break;
                case ("name", BareItem.String { Value: var name }):
                    options.Name = name;
                    break;
                default:
                    return false;
            }
        }
        // Octets are signed as they stand, structure as it is read: never both (section 2.1.3).
        return !options.IsBytes || (!options.IsStrict && options.Key is null);
    }

    static string? OfField(IReadOnlyList<string?>? lines, string name, in Options options)
    {
        if (lines is null or { Count: 0 })
            return null;
        if (options.IsBytes)
            return OfOctets(lines);
        var value = FieldLines.Joined(lines);
        if (options.Key is { } key)
            return StructuredField.TryParseDictionary(value, out var dictionary) ? dictionary.Find(key)?.ToString() : null;
        return options.IsStrict ? KnownFields.Canonical(name, value) : value;
    }

    /// <summary>Each line as a byte sequence (section 2.1.3). What is not US-ASCII was decoded by somebody, so its octets are no longer known.</summary>
    static string? OfOctets(IReadOnlyList<string?> lines)
    {
        var octets = lines.Select(FieldLines.Clean).ToArray();
        return octets.All(line => Ascii.IsValid(line)) ? string.Join(", ", octets.Select(line => new BareItem.Bytes(Encoding.ASCII.GetBytes(line)))) : null;
    }

    static bool IsFieldName(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || "!#$%&'*+-.^_`|~".Contains(c));
}
