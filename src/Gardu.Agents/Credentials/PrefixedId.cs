using System.Globalization;

namespace Gardu.Agents.Credentials;

/// <summary>Names of things on record: a prefix that says what it is, and 32 hexadecimal digits of a UUIDv7 (RFC 9562 section 5.7), so that they sort by time.</summary>
public static class PrefixedId
{
    /// <summary>A new name.</summary>
    public static string New(string prefix, DateTimeOffset now) => Of(prefix, Guid.CreateVersion7(now));

    /// <summary>The name of an id.</summary>
    public static string Of(string prefix, Guid id) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{id:N}");

    /// <summary>Reads a name.</summary>
    public static bool TryParse(string text, string prefix, out Guid id)
    {
        id = default;
        return text.StartsWith(prefix, StringComparison.Ordinal) && Guid.TryParseExact(text.AsSpan(prefix.Length), "N", out id);
    }
}
