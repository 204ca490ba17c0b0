using System.Globalization;

namespace Gardu.Agents.Credentials;

/// <summary>Names of things on record: a prefix that says what it is, and 32 hexadecimal digits of a UUIDv7 (RFC 9562 section 5.7), so that they sort by time.</summary>
public static class PrefixedId
{
    /// <summary>A new name.</summary>
    public static string New(string prefix, DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{Guid.CreateVersion7(now):N}");
}
